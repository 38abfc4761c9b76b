"""Children as they are told of in one sentence."""

from datetime import date

import pytest

from bot.family.newborns import Newborn, name_in, packed, read, sex_in, unpacked

TODAY = date(2026, 11, 22)


def test_a_girl_with_a_name() -> None:
    (found,) = read("我家妞2025年3月8号生的", TODAY)
    assert found == Newborn("妞", date(2025, 3, 8), "female")


def test_several_at_once() -> None:
    first, second = read("老大2023年5月3号生的，老二上个月12号", TODAY)
    assert (first.name, first.birth) == ("老大", date(2023, 5, 3))
    assert (second.name, second.birth) == ("老二", date(2026, 10, 12))


def test_a_month_is_not_enough() -> None:
    (found,) = read("老大2023年5月生的", TODAY)
    assert found.birth is None
    assert (found.why, found.hint) == ("month", "2023-05-01")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("孩子农历三月初八生的", "lunar"),
        ("宝宝2026年2月30号生的", "impossible"),
        ("宝宝2027年2月3号出生", "future"),
        ("宝宝2024年生的", "year"),
    ],
)
def test_days_that_are_asked_for(text: str, why: str) -> None:
    (found,) = read(text, TODAY)
    assert found.birth is None
    assert found.why == why


def test_a_leap_day() -> None:
    (found,) = read("宝宝2024年2月29日生的", TODAY)
    assert found.birth == date(2024, 2, 29)


def test_born_early() -> None:
    (found,) = read("宝宝叫豆豆，男孩，2026年8月1号生的，34周早产", TODAY)
    assert (found.name, found.sex, found.weeks) == ("豆豆", "male", 34)
    assert found.gestation
    assert found.gestation.preterm


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我家豆豆2025年3月8号生的", "豆豆"),
        ("大宝2025年3月8号生的", "大宝"),
        ("小名叫糖糖，2025年3月8号生的", "糖糖"),
        ("我家宝宝2025年3月8号生的", ""),
        ("孩子2025年3月8号生的", ""),
    ],
)
def test_names(text: str, name: str) -> None:
    assert name_in(text) == name


def test_sexes() -> None:
    assert sex_in("我儿子") == "male"
    assert sex_in("小公主") == "female"
    assert sex_in("一儿一女，儿子和女儿") is None


def test_between_two_messages() -> None:
    told = [
        Newborn("妞", date(2025, 3, 8), "female", 34, 2),
        Newborn(hint="2023-05-01", why="month"),
    ]
    assert unpacked(packed(told)) == told
    assert unpacked("{") == []
    assert unpacked('[{"x": 1}]') == []
