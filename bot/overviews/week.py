"""When an officer's weekly summary is owed: the first working day of the week, in working hours.

Pure. Missed for an outage it is owed for the rest of that week, and never later.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.overviews.region import Span, midnight
from scheduler.calendar import Calendar
from scheduler.duties.hours import Hours, in_china, next_moment


@dataclass(frozen=True)
class Week:
    """An ISO week, by its Monday."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def name(self) -> str:
        """「2026-W48」. The year is the week's, not the day's."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def before(self) -> Span:
        """The days of the week before."""
        return Span(self.monday - timedelta(days=7), self.monday - timedelta(days=1))

    def key(self, person: int) -> str:
        """The key of the letter: one for each officer and week."""
        return f"weekly/{person}/{self.name}"


def week_of(moment: datetime) -> Week:
    """China's week at a moment."""
    today = in_china(moment).date()
    return Week(today - timedelta(days=today.weekday()))


def owed(now: datetime, appointed: datetime, quiet: Hours | None, calendar: Calendar) -> bool:
    """Whether a summary may go out to somebody now, who was appointed then.

    Nobody gets one for a week that had begun its work when they were appointed.
    """
    if next_moment(now, quiet, calendar) > now:
        return False
    first = next_moment(midnight(week_of(now).monday), None, calendar)
    return appointed < first
