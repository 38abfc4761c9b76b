"""Arithmetic of dates for duties: months, days of a year, spans with working days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from content.duties import Span
from scheduler.calendar import Calendar, shift
from scheduler.errors import DateOutOfRange


@dataclass(frozen=True)
class Reckoned:
    """A date, and whether it rests on working days that are not announced yet."""

    day: date
    estimated: bool = False


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last where it has no such day.

    民法典 第二百零二条: a period counted in months or years ends on the corresponding day of the
    month, or on the last day of the month if there is none. Raises DateOutOfRange.
    """
    years, month = divmod(day.month - 1 + months, 12)
    return _clamped(day.year + years, month + 1, day.day)


def months_between(a: date, b: date) -> int:
    """How many times the month changes from a to b; negative if b lies in an earlier month."""
    return (b.year - a.year) * 12 + b.month - a.month


def day_of_year(month_day: str, year: int) -> date:
    """「03-31」 in a year; 「02-29」 is the 28th where there is no 29th. Raises DateOutOfRange."""
    month, day = month_day.split("-")
    return _clamped(year, int(month), int(day))


def offset(day: date, span: Span, calendar: Calendar, sign: Literal[1, -1]) -> Reckoned:
    """The date a span after the day (before it, if the sign is -1): months, then days, then
    working days. Raises DateOutOfRange.
    """
    plain = shift(add_months(day, sign * span.months), sign * span.days)
    if not span.workdays:
        return Reckoned(plain)
    worked = calendar.add_workdays(plain, sign * span.workdays)
    return Reckoned(worked, calendar.note(plain, worked).estimated)


def at_most(span: Span) -> int:
    """A number of days that the span never exceeds.

    So that working days in far years need not be counted. Five days of seven are worked, but
    for the holidays, the longest of which have nine days.
    """
    return span.months * 31 + span.days + span.workdays * 2 + 15


def ahead(day: date, days: int) -> date:
    """The date so many days later, at most the calendar's last."""
    return day + timedelta(min(days, date.max.toordinal() - day.toordinal()))


def _clamped(year: int, month: int, day: int) -> date:
    if not MINYEAR <= year <= MAXYEAR:
        raise DateOutOfRange(f"the year {year} lies outside the calendar")
    return date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))
