"""When a weekly summary is owed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.overviews.week import Week, owed, week_of
from scheduler.calendar import Calendar
from scheduler.duties.hours import CHINA, Hours
from tests.bot.reminders.world import china

LONG_AGO = china(2025, 1, 1)
CALENDAR = Calendar()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((23, 8, 59), False), ((23, 9, 0), True), ((23, 17, 29), True), ((23, 17, 30), False),
        ((22, 10, 0), False), ((25, 10, 0), True), ((27, 16, 0), True), ((28, 10, 0), False),
    ],
)  # fmt: skip
def test_working_hours(moment: tuple[int, int, int], expected: bool) -> None:
    day, hour, minute = moment
    assert owed(at(date(2026, 11, day), hour, minute), LONG_AGO, None, CALENDAR) is expected


def test_quiet_hours() -> None:
    monday, quiet = date(2026, 11, 23), Hours(time(8), time(11))
    assert not owed(at(monday, 10, 59), LONG_AGO, quiet, CALENDAR)
    assert owed(at(monday, 11), LONG_AGO, quiet, CALENDAR)


def test_days_off() -> None:
    # 2026: off from 1 to 7 October (Thursday to Wednesday); 10 October is worked.
    assert not owed(at(date(2026, 10, 5), 10), LONG_AGO, None, CALENDAR)
    assert owed(at(date(2026, 10, 8), 10), LONG_AGO, None, CALENDAR)
    # Spring festival fills a whole week (15 to 23 February): nothing is owed in it.
    week = [date(2026, 2, 16) + timedelta(days=n) for n in range(7)]
    assert not any(owed(at(day, 10), LONG_AGO, None, CALENDAR) for day in week)


def test_newly_appointed() -> None:
    monday = date(2026, 11, 23)
    assert owed(at(monday, 10), at(monday, 8, 59), None, CALENDAR)
    assert not owed(at(monday, 10), at(monday, 9, 0), None, CALENDAR)
    assert not owed(at(date(2026, 11, 27), 10), at(monday, 15), None, CALENDAR)
    assert owed(at(date(2026, 11, 30), 10), at(monday, 15), None, CALENDAR)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 23), "2026-W48"), (date(2026, 11, 29), "2026-W48"),
        (date(2027, 1, 3), "2026-W53"), (date(2024, 12, 30), "2025-W01"),
    ],
)  # fmt: skip
def test_names_of_weeks(day: date, name: str) -> None:
    week = week_of(at(day, 0))
    assert (week.name, week.key(7)) == (name, f"weekly/7/{name}")


FIRST, LAST = datetime(2020, 1, 1), datetime(2040, 1, 1)  # noqa: DTZ001 - hypothesis adds it


@given(st.datetimes(FIRST, LAST, timezones=st.just(UTC)))
def test_a_week_is_seven_days_of_china(moment: datetime) -> None:
    week = week_of(moment)
    day = moment.astimezone(CHINA).date()
    assert week.monday.weekday() == 0
    assert week.monday <= day <= week.sunday
    assert week == Week(week.sunday - timedelta(days=6))
    assert week.before.last == week.monday - timedelta(days=1)
    assert week.before.first == week.monday - timedelta(days=7)
