"""Announced years as announced, later years as an estimate that says so, and the counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import Calendar, CalendarNote, shift
from scheduler.errors import DateOutOfRange

CALENDAR = Calendar()
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
COUNTS = st.integers(-300, 300)

# 国务院办公厅关于2026年部分节假日安排的通知: first and last day off.
HOLIDAYS_2026 = {
    "元旦": (date(2026, 1, 1), date(2026, 1, 3)),
    "春节": (date(2026, 2, 15), date(2026, 2, 23)),
    "清明": (date(2026, 4, 4), date(2026, 4, 6)),
    "劳动节": (date(2026, 5, 1), date(2026, 5, 5)),
    "端午": (date(2026, 6, 19), date(2026, 6, 21)),
    "中秋": (date(2026, 9, 25), date(2026, 9, 27)),
    "国庆": (date(2026, 10, 1), date(2026, 10, 7)),
}
WORKED_WEEKENDS_2026 = {
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}
STATUTORY_2027 = {
    date(2027, 1, 1),
    *(date(2027, 2, d) for d in (5, 6, 7, 8)),
    date(2027, 4, 5),
    date(2027, 5, 1),
    date(2027, 5, 2),
    date(2027, 6, 9),
    date(2027, 9, 15),
    *(date(2027, 10, d) for d in (1, 2, 3)),
}


def span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def year(y: int) -> list[date]:
    return span(date(y, 1, 1), date(y, 12, 31))


def test_2026_is_worked_exactly_as_announced() -> None:
    off = {day for first, last in HOLIDAYS_2026.values() for day in span(first, last)}
    expected = {
        day
        for day in year(2026)
        if day in WORKED_WEEKENDS_2026 or (day.weekday() < 5 and day not in off)
    }
    assert {day for day in year(2026) if CALENDAR.is_workday(day)} == expected


def test_2027_is_worked_but_for_weekends_and_statutory_days() -> None:
    expected = {day for day in year(2027) if day.weekday() < 5 and day not in STATUTORY_2027}
    assert {day for day in year(2027) if CALENDAR.is_workday(day)} == expected


def test_days_off_moved_from_a_weekend_are_not_guessed() -> None:
    # 2027-02-06 and 07 are a weekend; when they are made up for is not announced.
    assert CALENDAR.is_workday(date(2027, 2, 9))
    assert CALENDAR.is_workday(date(2027, 10, 4))


def test_swapped_days_that_only_one_package_knows_are_no_statutory_days() -> None:
    # 2003 is before chinesecalendar's first year; holidays lists 6 February as a swapped day.
    assert not CALENDAR.known(date(2003, 2, 6))
    assert CALENDAR.is_workday(date(2003, 2, 6))
    assert not CALENDAR.is_workday(date(2003, 5, 2))


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2003, 12, 31), False),
        (date(2004, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_known_are_the_years_of_the_package(day: date, known: bool) -> None:
    assert CALENDAR.known(day) is known


@pytest.mark.parametrize(
    ("a", "b", "years"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), ()),
        (date(2026, 12, 31), date(2027, 1, 1), (2027,)),
        (date(2028, 1, 1), date(2026, 12, 31), (2027, 2028)),
    ],
)
def test_the_note_names_the_years_not_announced(a: date, b: date, years: tuple[int, ...]) -> None:
    assert CALENDAR.note(a, b) == CalendarNote(years)
    assert CALENDAR.note(a, b).estimated is bool(years)


def test_an_override_goes_before_the_package_and_before_the_estimate() -> None:
    calendar = Calendar({date(2026, 3, 2): False, date(2027, 2, 9): False, date(2027, 2, 20): True})
    assert not calendar.is_workday(date(2026, 3, 2))
    assert not calendar.is_workday(date(2027, 2, 9))
    assert calendar.is_workday(date(2027, 2, 20))
    assert calendar.add_workdays(date(2027, 2, 8), 1) == date(2027, 2, 10)


def test_an_override_makes_known_its_day_alone() -> None:
    calendar = Calendar({date(2027, 2, 9): False})
    assert calendar.known(date(2027, 2, 9))
    assert not calendar.known(date(2027, 2, 10))
    assert not calendar.note(date(2027, 2, 9), date(2027, 2, 9)).estimated


def test_a_year_given_as_announced_is_known_as_a_whole() -> None:
    calendar = Calendar({date(2027, 2, 9): False}, announced=[2027])
    assert not calendar.note(date(2026, 1, 1), date(2027, 12, 31)).estimated
    assert not calendar.is_workday(date(2027, 4, 5))
    assert not calendar.known(date(2028, 1, 3))


def test_later_changes_of_the_mapping_do_not_change_the_calendar() -> None:
    overrides = {date(2026, 3, 2): False}
    calendar = Calendar(overrides)
    overrides.clear()
    assert not calendar.is_workday(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over 国庆
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # onto the worked Saturday
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # from a day off
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_add_workdays(day: date, n: int, expected: date) -> None:
    assert CALENDAR.add_workdays(day, n) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 10, 8), date(2026, 9, 30), -1),
        (date(2026, 10, 8), date(2026, 10, 8), 0),
        (date(2026, 10, 1), date(2026, 10, 7), 0),
    ],
)
def test_workdays_between(a: date, b: date, expected: int) -> None:
    assert CALENDAR.workdays_between(a, b) == expected


def test_nearest_workdays_of_a_holiday_and_of_a_working_day() -> None:
    holiday, worked = date(2026, 2, 17), date(2026, 2, 14)
    assert CALENDAR.nearest_workday_on_or_before(holiday) == worked
    assert CALENDAR.nearest_workday_on_or_after(holiday) == date(2026, 2, 24)
    assert CALENDAR.nearest_workday_on_or_before(worked) == worked
    assert CALENDAR.nearest_workday_on_or_after(worked) == worked


@pytest.mark.parametrize(("day", "n"), [(date.max, 1), (date.min, -1)])
def test_counting_beyond_the_calendar_is_a_clear_error(day: date, n: int) -> None:
    with pytest.raises(DateOutOfRange):
        CALENDAR.add_workdays(day, n)


def test_a_shift_too_long_for_a_date_is_a_clear_error() -> None:
    with pytest.raises(DateOutOfRange):
        shift(date(2026, 1, 1), 10**12)


@given(DAYS, COUNTS)
def test_there_and_back_again_from_a_working_day(day: date, n: int) -> None:
    start = CALENDAR.nearest_workday_on_or_before(day)
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, n), -n) == start


@given(DAYS, COUNTS)
def test_workdays_between_counts_what_add_workdays_added(day: date, n: int) -> None:
    assert CALENDAR.workdays_between(day, CALENDAR.add_workdays(day, n)) == n


@given(DAYS, DAYS)
def test_add_workdays_arrives_where_workdays_between_counted_to(a: date, b: date) -> None:
    goal = CALENDAR.nearest_workday_on_or_before(b)
    n = CALENDAR.workdays_between(a, goal)
    assert n == 0 or CALENDAR.add_workdays(a, n) == goal
    assert n != 0 or not any(map(CALENDAR.is_workday, span(min(a, goal), max(a, goal))[1:-1]))


@given(DAYS, st.integers(-300, 300).filter(bool))
def test_add_workdays_ends_on_a_working_day(day: date, n: int) -> None:
    assert CALENDAR.is_workday(CALENDAR.add_workdays(day, n))


@given(DAYS)
def test_nearest_workdays_skip_nothing_worked(day: date) -> None:
    before = CALENDAR.nearest_workday_on_or_before(day)
    after = CALENDAR.nearest_workday_on_or_after(day)
    assert before <= day <= after
    worked = [d for d in span(before, after) if CALENDAR.is_workday(d)]
    assert worked == sorted({before, after})
