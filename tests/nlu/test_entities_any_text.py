"""Whatever people type: no error, spans that lie inside the cleaned text, impossible values never."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.ages import ages
from nlu.entities.choice import choice_number
from nlu.entities.class_groups import class_groups
from nlu.entities.dates import dates
from nlu.entities.numbers import quantities
from nlu.entities.yes_no import yes_no
from nlu.normalise import clean

# Pieces that the patterns know, in any order: far more of them meet than in random text.
PIECES = (
    "一 两 俩 三 十 百 千 万 半 几 点 零 0 1 2 3 12 60 2027 1.5 1,200 个 个月 月 年 天 日 号 岁 周 周岁 班 托位 孩子 平"
    " ㎡ 楼 层 负 地下室 老师 租 签 租期 元 块 到 - ~ 至 、 ， 。 ： 第 大班 小班 乳儿班 各 以下 左右 来 多 后 前 底 初"
    " 下 上 明年 春节 国庆 十一 开学 星期 礼拜 满月 百天 宝宝 〔2020〕 36号 % 是 不 没有 嗯 好 的 吧 吗 ?"
)
TYPED = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(PIECES.split()), max_size=25).map("".join)
)
ANY_DAY = st.dates()
UNTIMED = settings(deadline=None)  # the first festival loads a calendar


@UNTIMED
@given(TYPED, ANY_DAY, st.booleans())
def test_spans_lie_inside_the_cleaned_text(text: str, today: date, past: bool) -> None:
    cleaned = clean(text)
    for mention in [*quantities(text), *ages(text), *dates(text, today, past=past)]:
        assert 0 <= mention.start < mention.end <= len(cleaned)
        assert cleaned[mention.start : mention.end] == mention.text


@UNTIMED
@given(TYPED, ANY_DAY)
def test_mentions_of_one_sort_do_not_overlap(text: str, today: date) -> None:
    for mentions in (quantities(text), ages(text), dates(text, today)):
        for one, two in pairwise(mentions):
            assert one.end <= two.start


@UNTIMED
@given(TYPED)
def test_values_make_sense(text: str) -> None:
    for quantity in quantities(text):
        assert quantity.upper is None or quantity.value < quantity.upper
        assert quantity.kind in {"floor", "count"} or quantity.value > 0
    for age in ages(text):
        assert age.months >= 0
    assert all(1 <= count <= 99 * 60 for count in class_groups(text).values())


@UNTIMED
@given(TYPED, st.integers(-1, 12))
def test_answers_stay_in_range(text: str, count: int) -> None:
    picked = choice_number(text, count)
    assert picked is None or 1 <= picked <= count
    assert yes_no(text) in {True, False, None}
