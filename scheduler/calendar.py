"""Working days of mainland China, with 调休 (weekends worked in exchange for days off).

The State Council's office announces the days off of a year in the November before it
(chinesecalendar has them). A year that is not announced yet is estimated: weekends and the
statutory days of 全国年节及纪念日放假办法 (State Council Order 795, in force since 2025) are
off, every other day is worked. Which weekends will be swapped cannot be known, so results in
such a year may be some days out, and ``note`` says so.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays

from scheduler.errors import DateOutOfRange

# What ``holidays`` calls a day off that is swapped for a weekend: not a statutory day.
SWAPPED = "休息日"


@dataclass(frozen=True)
class CalendarNote:
    """How far a span of days can be relied on."""

    unknown_years: tuple[int, ...] = ()

    @property
    def estimated(self) -> bool:
        """Some day of the span lies in a year whose days off are not announced."""
        return bool(self.unknown_years)


class Calendar:
    """Which days are worked.

    ``overrides`` (day: is it worked?) go before everything else. ``announced`` names the years
    whose whole arrangement is in ``overrides``: they count as known though the package does
    not have them yet. A year not named there stays an estimate but for the days overridden.
    """

    def __init__(
        self, overrides: Mapping[date, bool] | None = None, announced: Collection[int] = ()
    ) -> None:
        self._overrides = dict(overrides or {})
        self._announced = frozenset(announced)

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; an estimate where ``known`` is false."""
        if day in self._overrides:
            return self._overrides[day]
        published = _published(day.year)
        if published is not None:
            return day in published
        return day.weekday() < 5 and day not in _statutory(day.year)

    def known(self, day: date) -> bool:
        """Whether the day rests on an announced arrangement."""
        return (
            day in self._overrides
            or day.year in self._announced
            or _published(day.year) is not None
        )

    def note(self, a: date, b: date) -> CalendarNote:
        """How far the days from one date to the other (both included) can be relied on."""
        days = _span(min(a, b), max(a, b))
        return CalendarNote(tuple(sorted({day.year for day in days if not self.known(day)})))

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after the day (before it, if n is negative).

        The day itself is not counted, whether worked or not; with n = 0 it is the answer.
        Raises DateOutOfRange.
        """
        step = 1 if n > 0 else -1
        for _ in range(abs(n)):
            day = self._seek(shift(day, step), step)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """How many working days b lies after a: a is not counted, b is.

        Negative if b lies before a. ``add_workdays(a, workdays_between(a, b))`` is b whenever
        b is a working day.
        """
        if b < a:
            return -sum(self.is_workday(day) for day in _span(b, shift(a, -1)))
        return sum(self.is_workday(day) for day in _span(a, b) if day != a)

    def nearest_workday_on_or_before(self, day: date) -> date:
        """The day itself if it is worked, or else the last working day before it."""
        return self._seek(day, -1)

    def nearest_workday_on_or_after(self, day: date) -> date:
        """The day itself if it is worked, or else the next working day."""
        return self._seek(day, 1)

    def _seek(self, day: date, step: int) -> date:
        while not self.is_workday(day):
            day = shift(day, step)
        return day


def shift(day: date, days: int) -> date:
    """The date so many calendar days later (earlier, if negative). Raises DateOutOfRange."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise DateOutOfRange(f"{days} days from {day} lie outside the calendar") from error


def _span(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


@cache
def _published(year: int) -> frozenset[date] | None:
    """The working days of a year as announced; None if the package does not have the year."""
    days = _span(date(year, 1, 1), date(year, 12, 31))
    try:
        return frozenset(day for day in days if chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@cache
def _statutory(year: int) -> frozenset[date]:
    """The statutory days off of a year.

    ``observed=False`` leaves out the days that ``holidays`` moves to the next working day: in
    China a holiday on a weekend is made up for when the State Council says, not by rule.
    """
    china = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return frozenset(
        day for day in china if any(not n.startswith(SWAPPED) for n in china.get_list(day))
    )
