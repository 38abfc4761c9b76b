"""Days of birth and weeks of pregnancy, on Sunday, 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.births import births
from nlu.entities.gestation import full_term, gestation

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

TODAY = date(2026, 11, 22)


def days(text: str, *, asked: bool = False) -> list[tuple[str, str]]:
    return [(str(b.value), b.precision) for b in births(text, TODAY, asked=asked)]


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2025年3月8号生的", "2025-03-08", "day"),
        ("25年3月8日出生", "2025-03-08", "day"),
        ("今年3月8号生", "2026-03-08", "day"),
        ("我家妞2025年3月8号生的", "2025-03-08", "day"),
        ("生日是2025.3.8", "2025-03-08", "day"),
        ("生日25.3.8", "2025-03-08", "day"),
        ("生日：2025-03-08", "2025-03-08", "day"),
        ("20250308出生", "2025-03-08", "day"),
        ("2024年2月29号生的", "2024-02-29", "day"),
        ("昨天出生", "2026-11-21", "day"),
        ("三天前生的", "2026-11-19", "day"),
        ("去年中秋生的", "2025-10-06", "day"),
        ("3月8号生的", "2026-03-08", "day"),
        ("12月8号生的", "2025-12-08", "day"),
        ("上个月生的", "2026-10-01", "month"),
        ("娃是去年十月生的", "2025-10-01", "month"),
        ("前年生的", "2024-01-01", "year"),
        ("2025年3月8号生的，上周三打的疫苗", "2025-03-08", "day"),
        ("2025年3月8日出生的，34周早产", "2025-03-08", "day"),
    ],
)
def test_a_day_of_birth(text: str, expected: str, precision: str) -> None:
    (birth,) = births(text, TODAY)
    assert (str(birth.value), birth.precision, birth.problem) == (expected, precision, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("去年腊月生的", "lunar"),
        ("正月十五生的", "lunar"),
        ("农历三月初八生的", "lunar"),
        ("三月初八生的", "lunar"),
        ("2027年3月8号生的", "future"),
        ("三个月前生的", "rough"),
        ("2025年2月29号生的", "impossible"),
    ],
)
def test_what_must_be_asked(text: str, problem: str) -> None:
    assert [b.problem for b in births(text, TODAY)] == [problem]


@pytest.mark.parametrize(
    ("text", "said"),
    [("3月8号生的", False), ("2025年3月8号生的", True), ("昨天生的", True), ("25.3.8生的", True)],
)
def test_a_year_that_nobody_said(text: str, said: bool) -> None:
    (birth,) = births(text, TODAY)
    assert birth.year_said is said


def test_several_children() -> None:
    assert days("老大2021年5月1号生的，老二2025年3月8号") == [
        ("2021-05-01", "day"),
        ("2025-03-08", "day"),
    ]


@pytest.mark.parametrize(
    "text",
    ["预产期2027年1月1号", "2027年3月1日开业", "3月8号打的疫苗", "三个月了", "", "生气", "养生馆"],
)
def test_no_birth(text: str) -> None:
    assert births(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2025年3月8号", "2025-03-08"), ("25/3/8", "2025-03-08"), ("3月8号", "2026-03-08")],
)
def test_an_answer_needs_no_word_of_birth(text: str, expected: str) -> None:
    assert days(text) == []
    assert days(text, asked=True) == [(expected, "day")]


@UNTIMED
@given(st.dates(date(2020, 1, 1), TODAY))
def test_written_in_many_ways(birth: date) -> None:
    y, m, d = birth.year, birth.month, birth.day
    for said in (
        f"{y}年{m}月{d}号生的",
        f"宝宝{y}年{m}月{d}日出生",
        f"生日{y}-{m:02}-{d:02}",
        f"生日{y}.{m}.{d}",
        f"生日{y}/{m}/{d}",
        f"{y % 100}年{m}月{d}号生的",
        f"生日是{y % 100}.{m}.{d}",
        f"{y}{m:02}{d:02}出生",
    ):
        assert days(said) == [(birth.isoformat(), "day")], said


@UNTIMED
@given(st.text(alphabet="生的出日月年号初正腊冬农历去今上个天前老二大0123456789.-/ ", max_size=30))
def test_any_text_is_read_or_left(text: str) -> None:
    for birth in births(text, TODAY, asked=True):
        assert birth.start < birth.end
        assert birth.problem or (birth.value is not None and birth.value <= TODAY)


# --- weeks of pregnancy -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "weeks", "odd", "exact"),
    [
        ("34周早产", 34, 0, True),
        ("早产34周", 34, 0, True),
        ("三十四周早产", 34, 0, True),
        ("32+5周", 32, 5, True),
        ("32+5周生的", 32, 5, True),
        ("34+5早产儿", 34, 5, True),
        ("胎龄33周零2天", 33, 2, True),
        ("孕35周生的", 35, 0, True),
        ("怀孕36周剖的", 36, 0, True),
        ("我家宝宝34周出生的", 34, 0, True),
        ("36+", 36, 0, False),
        ("36+周出生", 36, 0, False),
        ("早产了四周", 36, 0, False),
        ("提前3周出生", 37, 0, False),
    ],
)
def test_weeks(text: str, weeks: int, odd: int, exact: bool) -> None:
    found = gestation(text)
    assert found is not None
    assert (found.weeks, found.days, found.exact) == (weeks, odd, exact)


@pytest.mark.parametrize(
    "text",
    [
        "怀孕34周了",
        "39周",
        "大班36+人",
        "两周岁",
        "发烧一周",
        "早产一个月",
        "足月",
        "36个月",
        "",
        "周一",
    ],
)
def test_no_weeks(text: str) -> None:
    assert gestation(text) is None


@pytest.mark.parametrize("text", ["35周", "三十五周", "35+0"])
def test_asked_for_the_weeks(text: str) -> None:
    found = gestation(text, asked=True)
    assert found is not None
    assert (found.weeks, found.days) == (35, 0)


@pytest.mark.parametrize(
    ("text", "term"), [("足月", True), ("足月生的", True), ("不足月", False), ("34周", None)]
)
def test_full_term(text: str, term: bool | None) -> None:
    assert full_term(text) is term


@UNTIMED
@given(st.integers(22, 41), st.integers(0, 6))
def test_weeks_there_and_back(weeks: int, odd: int) -> None:
    for said in (f"{weeks}+{odd}周出生", f"孕{weeks}周{odd}天生的", f"胎龄{weeks}+{odd}"):
        found = gestation(said)
        assert found is not None, said
        assert (found.weeks, found.days) == (weeks, odd), said


@UNTIMED
@given(
    st.text(alphabet="早产提前孕周天零胎龄出生足月+0123456789三十四 ", max_size=24), st.booleans()
)
def test_weeks_in_any_text(text: str, asked: bool) -> None:
    found = gestation(text, asked=asked)
    assert found is None or (20 <= found.weeks <= 44 and 0 <= found.days < 7)
