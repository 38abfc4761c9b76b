"""A child's age in every way people say it, and what only looks like one."""

from collections.abc import Callable

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.ages import DAYS_IN_MONTH, ages

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

DAY = 1 / DAYS_IN_MONTH


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("仨月", 3),
        ("俩月", 2),
        ("俩半月", 2.5),
        ("宝宝仨月了", 3),
        ("我家仨月的娃", 3),
        ("俩月宝宝能喝水吗", 2),
        ("快俩月", 2),
        ("快俩月了", 2),
        ("一岁半多", 18),
        ("刚满百天", 100 * DAY),
        ("两周岁零三个月", 27),
        ("18月龄", 18),
        ("七个半月", 7.5),
        ("一个半月", 1.5),
        ("1岁10个月零5天", 22 + 5 * DAY),
        ("1岁10个月5天", 22 + 5 * DAY),
        ("一岁零五天", 12 + 5 * DAY),
        ("三个月零五天", 3 + 5 * DAY),
        ("三十天", 30 * DAY),
        ("宝宝42天", 42 * DAY),
        ("出生第10天", 10 * DAY),
        ("生下来第三天", 3 * DAY),
        ("满月", 1),
        ("双满月", 2),
        ("刚出生3天", 3 * DAY),
        ("快周岁了", 12),
        ("马上六个月", 6),
        ("两个多月", 2),
        ("宝宝九个多月了", 9),
    ],
)
def test_ways_to_say_it(text: str, months: float) -> None:
    assert [age.months for age in ages(text)] == [pytest.approx(months, abs=0.006)]


@pytest.mark.parametrize(
    ("text", "rough"),
    [
        ("快俩月", "almost"),
        ("快周岁了", "almost"),
        ("马上六个月", "almost"),
        ("差几天两岁", "almost"),
        ("快两岁半了", "almost"),
        ("一岁半多", "over"),
        ("一岁多", "over"),
        ("两个多月", "over"),
        ("一岁半", None),
        ("18月龄", None),
        ("刚满百天", None),
    ],
)
def test_rough_ages_say_so(text: str, rough: str | None) -> None:
    (age,) = ages(text)
    assert age.rough == rough


@pytest.mark.parametrize(
    ("text", "months", "corrected"),
    [
        ("矫正月龄6个月", 6, True),
        ("矫正6个月", 6, True),
        ("纠正月龄是3个半月", 3.5, True),
        ("校正后月龄4个月", 4, True),
        ("宝宝6个月", 6, False),
    ],
)
def test_corrected_ages_say_so(text: str, months: float, corrected: bool) -> None:
    (age,) = ages(text)
    assert (age.months, age.corrected) == (months, corrected)


@pytest.mark.parametrize("text", ["36个月+", "36个月以上的宝宝", "36月龄+"])
def test_from_an_age_on(text: str) -> None:
    (age,) = ages(text)
    assert (age.months, age.bound) == (36, "over")


def test_a_bare_figure_with_a_plus_is_no_age() -> None:
    assert ages("36+") == []


@pytest.mark.parametrize(
    ("text", "months"),
    [
        # The days belong to something else.
        ("宝宝3个月5天没拉", 3),
        ("1岁3个月5天没拉", 15),
        ("1岁3天不吃奶", 12),
        ("两岁5天后体检", 24),
    ],
)
def test_days_of_something_else(text: str, months: float) -> None:
    assert [age.months for age in ages(text)] == [months]


@pytest.mark.parametrize(
    "text",
    [
        "租俩月",
        "俩月后开业",
        "仨月没来了",
        "押一付仨月",
        "收仨月押金",
        "等了俩月",
        "三月份",
        "满月酒",
    ],
)
def test_no_age(text: str) -> None:
    assert ages(text) == []


# --- there and back -----------------------------------------------------------------------------
def digits(number: int) -> str:
    return str(number)


def chinese(number: int) -> str:
    return str(cn2an.an2cn(number))


def spoken(number: int) -> str:
    """两 for two, as it is said before a measure."""
    return "两" if number == 2 else chinese(number)


WRITTEN = st.sampled_from([digits, chinese, spoken])
BEFORE = st.sampled_from(["", "宝宝", "我家孩子", "女儿", "宝宝现在"])
AFTER = st.sampled_from(["", "了", "大", "了能吃鸡蛋吗", "的宝宝怎么喂"])


@UNTIMED
@given(st.integers(1, 3), st.integers(1, 11), WRITTEN, BEFORE, st.sampled_from(["", "零", "又"]))
def test_years_and_months(
    years: int, extra: int, written: Callable[[int], str], before: str, link: str
) -> None:
    said = f"{before}{written(years)}岁{link}{written(extra)}个月"
    assert [a.months for a in ages(said)] == [years * 12 + extra]


@UNTIMED
@given(st.integers(0, 2), st.integers(1, 11), st.integers(1, 29), WRITTEN)
def test_years_months_and_days(
    years: int, extra: int, days: int, written: Callable[[int], str]
) -> None:
    head = f"{written(years)}岁" if years else ""
    (age,) = ages(f"宝宝{head}{written(extra)}个月零{written(days)}天")
    assert age.months == pytest.approx(years * 12 + extra + days * DAY, abs=0.006)


@UNTIMED
@given(st.integers(2, 35), WRITTEN, BEFORE, AFTER)
def test_months_alone(months: int, written: Callable[[int], str], before: str, after: str) -> None:
    said = f"{before or '宝宝'}{written(months)}个月{after}"
    assert [a.months for a in ages(said)] == [months]
    assert [a.months for a in ages(f"{written(months)}月龄")] == [months]
    assert [a.months for a in ages(f"{before or '宝宝'}{written(months)}个半月了")] == [
        months + 0.5
    ]


@UNTIMED
@given(st.integers(1, 99), WRITTEN)
def test_days_of_the_newborn(days: int, written: Callable[[int], str]) -> None:
    for said in (f"出生{written(days)}天", f"宝宝{written(days)}天大", f"出生第{written(days)}天"):
        assert [a.months for a in ages(said)] == [pytest.approx(days * DAY, abs=0.006)]


@UNTIMED
@given(
    st.text(alphabet="零一二两三半岁月天个多周龄满百双俩仨矫正刚快出生0123456789+ ", max_size=24)
)
def test_any_text_is_read_or_left(text: str) -> None:
    for age in ages(text):
        assert age.months >= 0
        assert age.start < age.end
