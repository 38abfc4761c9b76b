"""Sums with dates that give None instead of an error: no 30 February, nothing past the year 9999."""

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta


def made(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(start: date, days: float) -> date | None:
    """``start`` plus whole days."""
    try:
        return start + timedelta(days=int(days))
    except OverflowError:
        return None


def months_later(start: date, months: int) -> date | None:
    """The same day of another month, or its last day: 31 January + 1 month is 28 February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(start.day, month_end(year, month + 1).day))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def nearest(
    steps: Iterable[int],
    day_at: Callable[[int], date | None],
    fits: Callable[[date], bool],
) -> date | None:
    """The first date over ``steps`` (years or months from now) that exists and fits."""
    for step in steps:
        day = day_at(step)
        if day is not None and fits(day):
            return day
    return None
