"""Ages in months, and what only looks like an age."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.ages import ages


def months(text: str) -> list[float]:
    return [age.months for age in ages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一岁半", 18),
        ("1岁3个月", 15),
        ("两岁零三个月", 27),
        ("1周岁零3个月", 15),
        ("宝宝1岁 3 个月", 15),
        ("18个月", 18),
        ("大概18个月了吧", 18),
        ("六个月大", 6),
        ("半岁", 6),
        ("两岁", 24),
        ("2周岁", 24),
        ("8月龄", 8),
        ("8个月龄", 8),
        ("三个半月", 3.5),
        ("25天", 0.82),
        ("出生20天", 0.66),
        ("3周大", 0.69),
        ("宝宝刚出生", 0),
        ("刚满月", 1),
        ("百天", 3.29),
        ("刚满周岁", 12),
        ("四周岁半", 54),
        ("我女儿十四个月", 14),
        ("九个月的孙子该去啥班", 9),
        ("六个月怎么加辅食", 6),
        ("我家宝十个月不爬直接站", 10),
        ("三个月的宝一次吃几分钟", 3),
        ("收24个月以上的孩子", 24),
        ("租金一个月三千，孩子18个月", 18),
        ("门卫六十五岁", 780),
    ],
)
def test_ages(text: str, expected: float) -> None:
    assert months(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "三个月预收费",
        "提前3个月交费",
        "租6个月",
        "押一付三个月",
        "几岁",
        "十几岁",
        "多大年龄",
        "岁数大了",
        "备案3个月没下来",
        "3个月能办下来吗",
        "录像存三个月",
        "孩子一个月收多少钱",
        "宝宝一天吃几次奶",
        "宝宝一个月体检几次",
        "宝宝咳嗽一个月了",
        "黄疸一个月还没退",
        "发烧三天了",
        "宝宝3天没拉",
        "三个月后开业",
        "社保断缴三个月",
        "一天到晚开着电视",
        "百日咳",
        "满月酒",
        "3月份",
        "周一",
        "",
    ],
)
def test_no_age(text: str) -> None:
    assert months(text) == []


@pytest.mark.parametrize(
    ("text", "low", "upper", "bound"),
    [
        ("三岁以下", 36, None, "under"),
        ("不满三岁", 36, None, "under"),
        ("一岁前能不能吃盐", 12, None, "under"),
        ("还不到一岁", 12, None, "under"),
        ("两岁以上的", 24, None, "over"),
        ("两三岁的孩子", 24, 36, None),
        ("0-3岁婴幼儿", 0, 36, None),
        ("一岁半到三岁", 18, 36, None),
        ("两岁到两岁半", 24, 30, None),
        ("6-12个月的宝宝", 6, 12, None),
        ("满三岁", 36, None, None),
    ],
)
def test_bounds_and_ranges(text: str, low: float, upper: float | None, bound: str | None) -> None:
    (age,) = ages(text)
    assert (age.months, age.upper, age.bound) == (low, upper, bound)


@given(st.integers(0, 6), st.integers(1, 11), st.booleans())
def test_years_and_months_round_trip(years: int, extra: int, chinese: bool) -> None:
    def written(number: int) -> str:
        return cn2an.an2cn(number) if chinese else str(number)

    expected = years * 12 + extra
    assert months(f"{written(years)}岁{written(extra)}个月") == [expected]
    assert months(f"宝宝{written(expected)}个月了") == [expected]
    assert months(f"{written(years)}岁半的娃") == [years * 12 + 6]


@given(st.integers(1, 60))
def test_lease_and_fee_terms_are_never_ages(number: int) -> None:
    assert months(f"租{number}个月") == months(f"预收{number}个月的费用") == []
