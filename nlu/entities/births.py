"""Days of birth: 2025年3月8号生的, 生日25.3.8, 上个月生的; of the moon's calendar: to be asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlu.entities.date_arithmetic import made
from nlu.entities.dates import DateMention, dates
from nlu.normalise import MAX_CHARS, clean

Precision = Literal["day", "month", "year"]
Problem = Literal["lunar", "future", "rough", "impossible"]

_BORN = re.compile(r"出生|出世|生日|[生产]的|生于|生下|(?<=[年月日号天])生(?=$|[,。;!?、\s了])")
# Clauses that tell a day of something else.
_OTHER = re.compile(
    r"接种|疫苗|打[了的过]|体检|入托|入园|开学|开[业园]|备案|报名|发烧|发热|住院|预产期|到期|登记|复查"
)
_CLAUSE = re.compile(r"[,。;!?、\s]")
_LUNAR = re.compile(
    r"(?:农历|阴历|旧历|老历)[^,。;!?生出]{0,12}"
    r"|(?:[去今前]年|[0-9零〇一二三四五六七八九]{2,4}年)?的?闰?"
    r"(?:[腊冬正]月(?:初|廿|十|二十)?[一二三四五六七八九十]{0,2}"
    r"|[一二三四五六七八九十]{1,2}月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?))"
)
_SHORT_YEAR = re.compile(
    r"(?<![0-9./-])(?P<y>[0-2][0-9])(?P<sep>[./-])(?P<m>1[0-2]|0?[1-9])(?P=sep)"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9./-])"
)
# 老二2025年: the second child, not the year 22025.
_WHICH_CHILD = re.compile(r"老[一二三四](?=\s?[0-9])|[一二三四]宝")
_WRITTEN_OUT = re.compile(
    r"(?:[0-9]{2,4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|(?:19|20)[0-9]{2}([-./])[0-9]{1,2}\1[0-9]{1,2}"
)
_ROUGH = re.compile(r"[月年周期拜][之以]?前|半年")
_YEAR_SAID = re.compile(
    r"年|[0-9]{4}|[昨今前]天|[昨今]儿|月前|周|星期|礼拜|上个?月|这个?月|本月|天[之以]?前"
)


@dataclass(frozen=True)
class Birth:
    """``value``: the first day of the month or year where ``precision`` is no day.

    ``problem``: why it is to be asked: a day of the moon's calendar, one to come, 三个月前, or one
    that no calendar has (2月30日); then ``value`` may be None. ``year_said``: false for 3月8号生的, which is taken for the last one and
    wants confirming. ``start`` and ``end`` refer to the cleaned text.
    """

    value: date | None
    precision: Precision
    start: int
    end: int
    text: str
    year_said: bool = True
    problem: Problem | None = None


def births(text: str, today: date, *, asked: bool = False) -> list[Birth]:
    """All days of birth in order of appearance; several for several children.

    Without a word of birth in the text there is none, unless it was ``asked`` for.
    """
    text = clean(text)[:MAX_CHARS]
    if not asked and not _BORN.search(text):
        return []
    found = list(_lunar(text))
    rest = _WHICH_CHILD.sub(lambda match: "□" * len(match.group()), _hidden(text, found))
    for birth in (*_short(rest, today), *_solar(rest, today), *_impossible(rest)):
        free = all(birth.end <= b.start or b.end <= birth.start for b in found)
        if free and not _OTHER.search(_clause(text, birth.start, birth.end)):
            found.append(birth)
    return sorted(found, key=lambda birth: birth.start)


def _lunar(text: str) -> Iterator[Birth]:
    for match in _LUNAR.finditer(text):
        yield Birth(None, "day", match.start(), match.end(), match.group(), problem="lunar")


def _short(text: str, today: date) -> Iterator[Birth]:
    """25.3.8 and 25/3/8, the year in two digits."""
    for match in _SHORT_YEAR.finditer(text):
        day = made(2000 + int(match["y"]), int(match["m"]), int(match["d"]))
        if day is not None:
            problem: Problem | None = "future" if day > today else None
            yield Birth(day, "day", *match.span(), match.group(), problem=problem)


def _solar(text: str, today: date) -> Iterator[Birth]:
    for mention in dates(text, today, past=True):
        yield _birth(mention, today)


def _impossible(text: str) -> Iterator[Birth]:
    """What is written as a date; those that are one have been taken before."""
    for match in _WRITTEN_OUT.finditer(text):
        yield Birth(None, "day", *match.span(), match.group(), problem="impossible")


def _birth(mention: DateMention, today: date) -> Birth:
    problem: Problem | None = "future" if mention.value > today else None
    rough = bool(_ROUGH.search(mention.text))
    return Birth(
        value=None if rough else mention.value,
        precision="month" if rough else mention.precision,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        year_said=bool(_YEAR_SAID.search(mention.text)),
        problem="rough" if rough else problem,
    )


def _hidden(text: str, found: list[Birth]) -> str:
    """The text without what was taken: 三月初八 would leave 三月初 behind."""
    for birth in found:
        gap = "□" * (birth.end - birth.start)
        text = f"{text[: birth.start]}{gap}{text[birth.end :]}"
    return text


def _clause(text: str, start: int, end: int) -> str:
    """What stands between the marks around a span."""
    before = _CLAUSE.split(text[:start])[-1]
    return f"{before}{text[start:end]}{_CLAUSE.split(text[end:])[0]}"
