"""Months, days of a year and spans as duties count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.duties import Span
from scheduler.calendar import Calendar
from scheduler.duties.dates import (
    Reckoned,
    add_months,
    ahead,
    at_most,
    day_of_year,
    months_between,
    offset,
)
from scheduler.errors import DateOutOfRange

CALENDAR = Calendar()
DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 36, date(2028, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), 6, date(2026, 11, 30)),
    ],
)
def test_months_keep_the_day_where_they_can(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-60, 60))
def test_a_month_ends_on_its_day_or_on_its_last(day: date, months: int) -> None:
    there = add_months(day, months)
    assert months_between(day, there) == months
    assert there.day == day.day or (there + timedelta(1)).day == 1


@pytest.mark.parametrize(("day", "months"), [(date(9999, 6, 1), 7), (date(1, 1, 1), -1)])
def test_months_outside_the_calendar_are_refused(day: date, months: int) -> None:
    with pytest.raises(DateOutOfRange):
        add_months(day, months)


def test_the_29th_of_february_is_the_28th_in_a_common_year() -> None:
    assert day_of_year("02-29", 2027) == date(2027, 2, 28)
    assert day_of_year("02-29", 2028) == date(2028, 2, 29)


def test_a_span_of_working_days_respects_swapped_days() -> None:
    # Back from Monday 12 October 2026: Saturday the 10th is worked, 1 to 7 October are off.
    five_before = offset(date(2026, 10, 12), Span(workdays=5), CALENDAR, -1)
    assert five_before == Reckoned(date(2026, 9, 29))


def test_a_span_into_a_year_not_announced_is_estimated() -> None:
    assert offset(date(2026, 12, 30), Span(workdays=5), CALENDAR, 1).estimated
    assert not offset(date(2027, 1, 20), Span(days=5, months=1), CALENDAR, 1).estimated


def test_a_span_counts_months_then_days_then_working_days() -> None:
    span = Span(months=1, days=1, workdays=1)
    # 31 January, 28 February, Sunday 1 March, Monday 2 March.
    assert offset(date(2026, 1, 31), span, CALENDAR, 1) == Reckoned(date(2026, 3, 2))


@given(DAYS, st.integers(0, 24), st.integers(0, 100), st.integers(0, 120), st.sampled_from([1, -1]))
def test_no_span_is_longer_than_at_most(
    day: date, months: int, count: int, workdays: int, sign: int
) -> None:
    span = Span(months=months, days=count, workdays=workdays)
    there = offset(day, span, CALENDAR, 1 if sign == 1 else -1).day
    assert abs((there - day).days) <= at_most(span)


def test_at_most_allows_for_the_longest_holidays() -> None:
    # 14 February 2026 is worked, then nine days are off.
    there = offset(date(2026, 2, 14), Span(workdays=1), CALENDAR, 1).day
    assert (there - date(2026, 2, 14)).days == 10 <= at_most(Span(workdays=1))


def test_ahead_stops_at_the_last_day() -> None:
    assert ahead(date(2026, 12, 1), 31) == date(2027, 1, 1)
    assert ahead(date(9999, 12, 1), 400) == date.max
