"""One time that a duty is to be done, and what the rhythms reckon it from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from scheduler.calendar import Calendar
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject
from scheduler.duties.suspension import Suspensions


@dataclass(frozen=True)
class Given:
    """What the cycles of one duty are reckoned from.

    ``done``: in order, none of them after today. ``limit``: the last due day that is planned.
    ``lead``: how many days before the due day the first reminder stands.
    """

    subject: Subject
    today: date
    limit: date
    lead: int
    done: tuple[date, ...]
    calendar: Calendar
    suspended: Suspensions


@dataclass(frozen=True)
class Cycle:
    """``root`` and ``number`` name it: the second time after 2024-02-29.

    ``begins``: nobody is told of it on an earlier day. ``unrecorded``: see Occurrence.
    """

    root: str
    due: date
    number: int = 1
    opens: date | None = None
    begins: date | None = None
    estimated: bool = False
    unrecorded: bool = False

    @property
    def label(self) -> str:
        """Which cycle it is, whatever its period and its leads are."""
        return self.root if self.number == 1 else f"{self.root}+{self.number}"


@dataclass(frozen=True)
class Cycles:
    """The open ones in order; ``why`` one of another root is not open; why there is none.

    ``until``: the day on which others take their place though no record changes, if there is one.
    """

    open: tuple[Cycle, ...]
    why: Callable[[str], Why]
    absent: Why = Why.DONE
    until: date | None = None


def none(why: Why) -> Cycles:
    """No cycle at all, for this reason."""
    return Cycles((), lambda _: why, why)
