"""Ages across leap days and month ends, and the corrected age of children born early."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.child.ages import (
    Gestation,
    NoGestation,
    NotBornYet,
    age,
    corrected_age,
    corrected_birth,
)
from content.rules.ages import after_months

UNTIMED = settings(deadline=None)  # a slow machine is no mistake

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
LIFE = st.integers(0, 3000)


@pytest.mark.parametrize(
    ("birth", "on", "months", "days"),
    [
        ("2025-03-08", "2025-03-08", 0, 0),
        ("2025-03-08", "2025-04-07", 0, 30),
        ("2025-03-08", "2025-04-08", 1, 0),
        ("2025-03-08", "2026-11-22", 20, 14),
        # Month ends: full on the month's last day where there is no such day.
        ("2025-01-31", "2025-02-27", 0, 27),
        ("2025-01-31", "2025-02-28", 1, 0),
        ("2025-01-31", "2025-03-30", 1, 30),
        ("2025-01-31", "2025-03-31", 2, 0),
        ("2025-08-31", "2025-09-30", 1, 0),
        ("2025-12-31", "2026-02-28", 2, 0),
        ("2027-12-31", "2028-02-28", 1, 28),
        ("2027-12-31", "2028-02-29", 2, 0),
        # Leap days.
        ("2024-02-29", "2025-02-27", 11, 29),
        ("2024-02-29", "2025-02-28", 12, 0),
        ("2024-02-29", "2025-03-01", 12, 1),
        ("2024-02-29", "2028-02-28", 47, 30),
        ("2024-02-29", "2028-02-29", 48, 0),
    ],
)
def test_whole_months_and_days(birth: str, on: str, months: int, days: int) -> None:
    found = age(date.fromisoformat(birth), date.fromisoformat(on))
    assert (found.months, found.days) == (months, days)


def test_years_and_decimal_months() -> None:
    found = age(date(2025, 3, 8), date(2026, 6, 8))
    assert (found.years, found.odd_months, found.total_days) == (1, 3, 457)
    assert found.decimal_months == pytest.approx(457 / 30.4375)


@UNTIMED
@given(DAYS, LIFE)
def test_an_age_leads_back_to_the_day(birth: date, days: int) -> None:
    on = birth + timedelta(days)
    found = age(birth, on)
    assert after_months(birth, found.months) + timedelta(found.days) == on
    assert on < after_months(birth, found.months + 1)


@UNTIMED
@given(DAYS, LIFE)
def test_an_age_never_goes_back(birth: date, days: int) -> None:
    on = birth + timedelta(days)
    assert age(birth, on) < age(birth, on + timedelta(1))


def test_before_the_birth_there_is_no_age() -> None:
    with pytest.raises(NotBornYet):
        age(date(2025, 3, 8), date(2025, 3, 7))


# --- born early ---------------------------------------------------------------------------------
BIRTH = date(2026, 3, 1)


def test_the_corrected_age_counts_from_full_term() -> None:
    found = corrected_age(BIRTH, Gestation(34, 5), date(2026, 9, 1))
    assert found is not None
    # 40 weeks less 34 weeks and 5 days are 37 days.
    assert found.term == BIRTH + timedelta(37) == date(2026, 4, 7)
    assert found.age == age(date(2026, 4, 7), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("on", "known"), [("2026-04-06", False), ("2026-04-07", True), ("2026-04-08", True)]
)
def test_before_the_term_there_is_no_corrected_age(on: str, known: bool) -> None:
    found = corrected_age(BIRTH, Gestation(34, 5), date.fromisoformat(on))
    assert found is not None
    assert (found.age is not None) is known


@pytest.mark.parametrize(("weeks", "used"), [((36, 6), True), ((37, 0), False), ((41, 0), False)])
def test_only_before_37_weeks(weeks: tuple[int, int], used: bool) -> None:
    found = corrected_age(BIRTH, Gestation(*weeks), date(2026, 9, 1))
    assert (found is not None) is used


@pytest.mark.parametrize(("on", "used"), [("2028-02-29", True), ("2028-03-01", False)])
def test_only_until_two_years(on: str, used: bool) -> None:
    found = corrected_age(BIRTH, Gestation(30), date.fromisoformat(on))
    assert (found is not None) is used


def test_unknown_weeks_correct_nothing() -> None:
    assert corrected_age(BIRTH, None, date(2026, 9, 1)) is None
    assert corrected_birth(BIRTH, None, date(2026, 9, 1)) == BIRTH


@UNTIMED
@given(DAYS, st.integers(0, 729), st.integers(22, 36), st.integers(0, 6))
def test_a_corrected_age_is_never_above_the_actual(
    birth: date, days: int, weeks: int, odd: int
) -> None:
    on = birth + timedelta(days)
    found = corrected_age(birth, Gestation(weeks, odd), on)
    assert found is not None
    assert found.age is None or found.age <= age(birth, on)


@pytest.mark.parametrize("weeks", [(19, 0), (45, 0), (34, 7), (34, -1)])
def test_impossible_weeks_are_refused(weeks: tuple[int, int]) -> None:
    with pytest.raises(NoGestation):
        Gestation(*weeks)
