"""The moment that the policy is asked about."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from scheduler.calendar import Calendar
from scheduler.duties.hours import in_china
from scheduler.duties.ladder import Ladder

LADDER = Ladder()


@dataclass(frozen=True)
class Asked:
    """The moment, the calendar, the ladder. Raises PolicyInvalid for a moment without a zone."""

    now: datetime
    calendar: Calendar
    ladder: Ladder = LADDER

    def __post_init__(self) -> None:
        in_china(self.now)

    @cached_property
    def today(self) -> date:
        """China's day."""
        return in_china(self.now).date()
