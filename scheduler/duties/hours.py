"""When a reminder may go out: working hours of working days, less a person's quiet hours."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scheduler.calendar import Calendar, shift
from scheduler.errors import PolicyInvalid

CHINA = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = time(9), time(17, 30)
# So much of the working hours must stay open, or a tick that comes late could miss it each day.
SHORTEST = timedelta(minutes=30)
_MIDNIGHT = time(0)


class Hours(NamedTuple):
    """Hours of a day: ``start`` is in them, ``end`` is not. May go over midnight (22:00–07:00)."""

    start: time
    end: time


def in_china(moment: datetime) -> datetime:
    """The moment on China's clock. Raises PolicyInvalid for one without a zone."""
    if moment.tzinfo is None:
        raise PolicyInvalid(f"{moment} has no time zone")
    return moment.astimezone(CHINA)


def check_quiet(quiet: Hours) -> None:
    """Raises PolicyInvalid for quiet hours that leave no time to be told anything."""
    if any(t.tzinfo is not None for t in quiet):
        raise PolicyInvalid("quiet hours are China's and take no zone")
    if not any(_length(span) >= SHORTEST for span in open_hours(quiet)):
        raise PolicyInvalid(f"quiet from {quiet.start} to {quiet.end} leaves no working hours")


def open_hours(quiet: Hours | None) -> list[Hours]:
    """The spans of a working day in which somebody may be told something, in order."""
    if quiet is None or quiet.start == quiet.end:
        return [Hours(OPENS, CLOSES)]
    if quiet.start < quiet.end:
        spans = [Hours(OPENS, quiet.start), Hours(quiet.end, CLOSES)]
    else:
        spans = [Hours(quiet.end, quiet.start)]
    cut = [Hours(max(a, OPENS), min(b, CLOSES)) for a, b in spans]
    return [span for span in cut if span.start < span.end]


def next_moment(moment: datetime, quiet: Hours | None, calendar: Calendar) -> datetime:
    """The moment itself if it is a good one, or else the first good one after it."""
    here = in_china(moment)
    day, earliest = here.date(), here.time()
    while not (calendar.is_workday(day) and (found := _first(earliest, quiet))):
        day, earliest = shift(day, 1), _MIDNIGHT
    return datetime.combine(day, found, CHINA)


@lru_cache(maxsize=4096)
def morning(day: date, quiet: Hours | None, calendar: Calendar) -> datetime:
    """The first good moment of the day, or of the next working day."""
    return next_moment(datetime.combine(day, _MIDNIGHT, CHINA), quiet, calendar)


@lru_cache(maxsize=4096)
def send_day(on: date, due: date, calendar: Calendar) -> date:
    """The working day on which a stage goes out.

    A warning comes before days off, while something can still be done; what is due or overdue
    waits for the first day on which an office is open again.
    """
    if on < due:
        return calendar.nearest_workday_on_or_before(on)
    return calendar.nearest_workday_on_or_after(on)


def _first(earliest: time, quiet: Hours | None) -> time | None:
    """The first good time of a working day from ``earliest`` on."""
    later = (max(earliest, a) for a, b in open_hours(quiet) if earliest < b)
    return next(later, None)


def _length(span: Hours) -> timedelta:
    start, end = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in span)
    return end - start
