"""Which part of an article a question asks for."""

import re
from collections.abc import Sequence
from itertools import pairwise

from content.guidance import Article, Section
from nlu.entities.ages import ages
from nlu.normalise import normalise

_HANZI = re.compile(r"[^\u3400-\u9fff]")
# Pairs of characters that every other question has.
_COMMON = frozenset(["怎么", "什么", "多少", "时候", "可以", "宝宝", "孩子", "能不", "不能", "是不", "不是", "要不", "不要", "为什", "怎样", "如何", "个月", "一岁", "一个", "正常", "好不", "了怎", "么办", "我家", "家娃", "小孩", "一直", "有没", "没有", "的时", "在家", "注意"])  # fmt: skip
_DOCTOR = re.compile(r"医院|医生|大夫|看病|就医|就诊|挂号|急诊|要紧|严重|危险|儿科|门诊")
# What kind of thing is asked for, and lines that say it.
_KINDS = (
    (re.compile(r"多大|几个月|几岁|啥时候|什么时候|何时"), re.compile(r"[0-9一二两三四五六半]个?[月岁]|周岁|天")),
    (re.compile(r"几[次顿回遍餐]|多久一|隔多久|多长时间一|勤"), re.compile(r"次|顿|餐|遍|小时")),
    (re.compile(r"多少|吃几|喝几|几[片粒滴勺]|多大量|剂量"), re.compile(r"毫升|克|滴|单位|小时|ml|次")),
    (re.compile(r"多久|几天|多长时间"), re.compile(r"[0-9一二两三四五六七～]+个?[天周月]|小时|分钟")),
)  # fmt: skip
_PLAINLY = 2
_ASKED = 3
_OLDEST = 48.0


def age_of(text: str) -> float | None:
    """The child's age in months, as far as the text gives one."""
    for age in ages(text):
        if age.bound == "under":
            return max(age.months - 0.5, 0.0)
        if age.months <= _OLDEST:
            return age.months
    return None


def wants_doctor(text: str) -> bool:
    """Whether it asks if this is one for the doctor."""
    return bool(_DOCTOR.search(text))


def asked_for(article: Article, text: str, months: float | None) -> list[Section]:
    """The sections a question names, then those for the child's age; never the doctor's."""
    scores = {s.title: _score(article, s, text) for s in article.sections}
    own = [s for s in article.sections if not s.doctor]
    named = sorted(own, key=lambda s: -scores[s.title])
    found = [s for s in named if scores[s.title] >= _PLAINLY][:1]
    return [*found, *(s for s in own if s.fits(months) and s not in found)]


def kind_of(article: Article, text: str, months: float | None = None) -> Section | None:
    """「多大可以」「几次」: the section that says most of what such a question wants to know.

    One for the child's age comes before the others.
    """
    for question, line in _KINDS:
        if question.search(text):
            own = [s for s in article.sections if not s.doctor and line.search(s.text)]
            return max(own, key=lambda s: (s.fits(months), len(line.findall(s.text))), default=None)
    return None


def _score(article: Article, section: Section, text: str) -> int:
    """Characters of its words count thrice, pairs that only it has, twice in its title."""
    words = normalise(text).replace(" ", "")
    asks = [w for w in map(normalise, section.asks) if w in words and w not in _COMMON]
    pairs = _pairs([text]) - _COMMON
    others = [s for s in article.sections if s.title != section.title]
    elsewhere = _pairs([article.title, article.gist, *(s.text for s in others)])
    titles = _pairs([s.title for s in others])
    title = pairs & _pairs([section.title]) - titles
    lines = pairs & _pairs([section.text]) - elsewhere
    return _ASKED * max(map(len, asks), default=0) + 2 * len(title) + len(lines)


def _pairs(texts: Sequence[str]) -> set[str]:
    return {
        a + b for text in texts for a, b in pairwise(_HANZI.sub("，", text)) if "，" not in a + b
    }
