"""The childcare allowance and the deduction by the day of birth: months, years and sums."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules.ages import after_months, month_number, third_birthday
from content.rules.allowance import (
    Part,
    deduction_months,
    due_months,
    last_first_claim,
    parts,
    yuan,
)
from content.rules.money import payment_words, unit_words, yuan_words

YEAR, MONTH = 3600, 300


def total(birth: date) -> float:
    return sum(yuan(part.months, YEAR, MONTH) for part in parts(birth))


@pytest.mark.parametrize(
    ("birth", "months", "sum_"),
    [
        # The two official examples.
        (date(2023, 12, 1), 24, 7200),
        (date(2022, 1, 31), 1, 300),
        (date(2021, 12, 31), 0, 0),
        (date(2022, 1, 1), 1, 300),
        (date(2022, 12, 31), 12, 3600),
        (date(2023, 1, 1), 13, 3900),
        (date(2024, 2, 29), 26, 7800),
        (date(2024, 12, 31), 36, 10800),
        (date(2025, 1, 1), 36, 10800),
        (date(2026, 11, 22), 36, 10800),
        (date(2018, 1, 1), 0, 0),
    ],
)
def test_months_and_yuan_in_all(birth: date, months: int, sum_: float) -> None:
    assert due_months(birth) == months
    assert total(birth) == sum_


def test_years_of_children_born_before_2025_end_with_part_of_one() -> None:
    assert parts(date(2024, 8, 3)) == (Part(2025, 12), Part(2026, 12), Part(2027, 8))
    assert parts(date(2022, 3, 3)) == (Part(2025, 3),)


def test_children_born_from_2025_on_have_three_whole_years() -> None:
    assert parts(date(2026, 12, 31)) == (Part(2026, 12), Part(2027, 12), Part(2028, 12))
    assert last_first_claim(date(2026, 12, 31)) == 2027


@pytest.mark.parametrize(
    ("birth", "months", "day"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 2, 28), 36, date(2027, 2, 28)),
        (date(2023, 12, 31), 36, date(2026, 12, 31)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 11, 15), 2, date(2025, 1, 15)),
        (date(2024, 11, 15), 0, date(2024, 11, 15)),
    ],
)
def test_the_day_on_which_so_many_months_are_reached(birth: date, months: int, day: date) -> None:
    assert after_months(birth, months) == day


def test_the_deduction_runs_from_birth_to_the_month_before_three() -> None:
    months = deduction_months(date(2023, 12, 31))
    assert len(months) == 36
    assert month_number(date(2023, 12, 1)) in months
    assert month_number(date(2026, 11, 30)) in months
    assert month_number(date(2026, 12, 1)) not in months


BIRTHS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(BIRTHS)
def test_nobody_gets_more_than_three_years(birth: date) -> None:
    assert 0 <= total(birth) <= 3 * YEAR
    assert all(0 < part.months <= 12 for part in parts(birth))


@given(BIRTHS)
def test_who_is_born_a_day_later_never_gets_less(birth: date) -> None:
    assert due_months(birth + timedelta(days=1)) >= due_months(birth)


@given(BIRTHS)
def test_the_third_birthday_is_three_years_off(birth: date) -> None:
    day = third_birthday(birth)
    assert month_number(day) - month_number(birth) == 36
    assert (day.day == birth.day) or (birth.month, birth.day) == (2, 29)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0元"),
        (300, "300元"),
        (9999, "9999元"),
        (10_000, "1万元"),
        (10_800, "10800元"),
        (85_000, "8.5万元"),
        (150_000, "15万元"),
        (96_000.0, "9.6万元"),
        (0.5, "0.5元"),
    ],
)
def test_sums_as_people_write_them(amount: float, words: str) -> None:
    assert yuan_words(amount) == words


def test_payments_in_words() -> None:
    assert payment_words(150_000, "once") == "15万元，一次"
    assert payment_words(160_000, "year") == "每年16万元"
    assert payment_words(500, "month") == "每月500元"
    assert unit_words(1600, "year", "托位") == "每个托位每年1600元"
