"""A subject's plan together with its reasons: what is not told, and what is not planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.duties import Duty
from scheduler.calendar import Calendar
from scheduler.duties.cycles import Cycle
from scheduler.duties.entry import Entry, enter, given
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.reasons import Why
from scheduler.duties.stages import Stages
from scheduler.duties.subject import Subject


@dataclass(frozen=True)
class Dropped:
    """A stage of a planned occurrence that is not told, and why."""

    key: str
    stage: Stage
    why: Why


@dataclass(frozen=True)
class Agenda:
    """``absent``: duties of which nothing is planned (``never_done``: ask when it was done last;
    ``no_date``: ask for the date on the certificate).
    """

    occurrences: list[Occurrence]
    dropped: list[Dropped]
    absent: Mapping[str, Why]
    entries: Mapping[str, Entry]

    def why_gone(self, stored: Occurrence) -> Why:
        """Why a stored occurrence of this subject is no longer planned."""
        entry = self.entries.get(stored.duty)
        return entry.why_gone(stored.key.rpartition(":")[2]) if entry else Why.WITHDRAWN


def agenda(
    duties: Sequence[Duty],
    subject: Subject,
    today: date,
    calendar: Calendar,
    horizon_days: int = 400,
) -> Agenda:
    """What ``planner.plan`` plans, with the reasons. Raises nothing, whatever the records say."""
    entries = {
        duty.id: enter(duty, given(duty, subject, today, calendar, horizon_days))
        for duty in _asked(duties, subject)
    }
    told = [
        (_occurrence(duty, subject.id, cycle, staged), staged)
        for duty, entry in entries.items()
        for cycle, staged in entry.told
    ]
    return Agenda(
        occurrences=sorted((o for o, _ in told), key=lambda o: (o.due, o.key)),
        dropped=[Dropped(o.key, stage, why) for o, staged in told for stage, why in staged.dropped],
        absent={duty: entry.absent for duty, entry in entries.items() if entry.absent},
        entries=entries,
    )


def _asked(duties: Sequence[Duty], subject: Subject) -> Iterable[Duty]:
    """The duties of this kind of subject; of two with one id the last."""
    return {duty.id: duty for duty in duties if duty.per == subject.kind}.values()


def _occurrence(duty: str, subject: str, cycle: Cycle, staged: Stages) -> Occurrence:
    return Occurrence(
        key=f"{duty}:{subject}:{cycle.label}",
        duty=duty,
        subject=subject,
        due=cycle.due,
        stages=staged.kept,
        opens=cycle.opens,
        estimated=cycle.estimated,
        unrecorded=cycle.unrecorded,
    )
