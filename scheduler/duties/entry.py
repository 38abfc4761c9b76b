"""What is open of one duty of one subject, with the stages of each cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from content.duties import Duty
from scheduler.calendar import Calendar
from scheduler.duties.cycles import Cycle, Cycles, Given, none
from scheduler.duties.dates import ahead
from scheduler.duties.reasons import Why
from scheduler.duties.rhythms import cycles
from scheduler.duties.stages import Stages, stages
from scheduler.duties.subject import Subject
from scheduler.duties.suspension import Suspensions
from scheduler.errors import DateOutOfRange


@dataclass(frozen=True)
class Entry:
    """``left_out``: by label, cycles that are open by their rhythm and not planned all the same."""

    cycles: Cycles
    told: tuple[tuple[Cycle, Stages], ...] = ()
    left_out: Mapping[str, Why] | None = None

    @property
    def absent(self) -> Why | None:
        """Why nothing of the duty is planned; None if something is."""
        if self.told:
            return None
        return next(iter((self.left_out or {}).values()), self.cycles.absent)

    def why_gone(self, label: str) -> Why:
        """Why the cycle of this label is not planned."""
        if self.left_out and label in self.left_out:
            return self.left_out[label]
        return self.cycles.why(label.partition("+")[0])


def enter(duty: Duty, given: Given) -> Entry:
    """Plan one duty. Dates outside the calendar give an entry without a cycle."""
    until = given.subject.until
    if until is not None and until < given.today:
        return Entry(none(Why.LEFT))
    try:
        found = cycles(duty.rhythm, given)
        left_out = {c.label: why for c in found.open if (why := _why_not(c, duty, given))}
        told = [c for c in found.open if c.label not in left_out]
        staged = tuple((c, stages(c, duty.leads, given.suspended, until)) for c in told)
    except DateOutOfRange:
        return Entry(none(Why.OUT_OF_RANGE))
    return Entry(found, staged, left_out)


def given(duty: Duty, subject: Subject, today: date, calendar: Calendar, horizon: int) -> Given:
    """What the duty's cycles are reckoned from. Days entered as done that lie ahead do not count."""
    lead = max([0, *duty.leads])
    return Given(
        subject=subject,
        today=today,
        # A short horizon must not swallow the first reminder.
        limit=ahead(today, max(horizon, lead)),
        lead=lead,
        done=tuple(sorted(day for day in subject.done.get(duty.id, ()) if day <= today)),
        calendar=calendar,
        suspended=_suspensions(subject.suspended),
    )


@lru_cache(maxsize=1024)
def _suspensions(spans: tuple[tuple[date, date], ...]) -> Suspensions:
    """Made once for all duties of a subject, and for all who have none."""
    return Suspensions(spans)


def _why_not(cycle: Cycle, duty: Duty, given: Given) -> Why | None:
    if given.subject.until is not None and cycle.due > given.subject.until:
        return Why.LEFT
    if duty.until is not None and cycle.due > duty.until:
        return Why.RULE_ENDED
    if _before_us(cycle, duty, given.subject.known):
        return Why.BEFORE_US
    return Why.BEYOND_HORIZON if cycle.due > given.limit else None


def _before_us(cycle: Cycle, duty: Duty, known: date | None) -> bool:
    """Whether it fell due before its records were kept. What is printed has expired all the same."""
    return known is not None and cycle.due < known and duty.rhythm.type != "printed"
