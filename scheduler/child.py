"""What a child's parents may be reminded of: vaccinations and check-ups, as planned occurrences.

The same rows, policy and outbox carry them as carry an institution's duties. Keys are
``duty:subject:cycle`` as the planner's are: ``vaccine.dtap:<child>:4``, ``checkup:<child>:month_6``.
A cycle is the number of a dose or the name of a check-up and never its day, so that a dose which a
late one before it moves stays the same occurrence.

Nobody is urged over what was due before we knew of the child and never told us of: that is asked
in the talk, for not known is not the same as not given.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from content.child.checkups import CheckupDue, checkups
from content.child.child import Child
from content.child.doses import DoseDue, State
from content.child.schedule import schedule
from content.child.shelf import ChildShelf
from content.rules.ages import after_months
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.reasons import Why

LEADS = (7, 1)
# One more word a week after; a family is not an office, and nagging would be turned off.
LATE = (7,)
# The last dose due at the third birthday is to be given before the fourth.
GROWN_OUT_MONTHS = 48
HORIZON_DAYS = 400
CHECKUP = "checkup"
# Told by the hospital and the doctor who visits, and over before a reminder could come.
NOT_REMINDED = frozenset({"home_visit"})


@dataclass(frozen=True)
class ChildAgenda:
    """``occurrences`` in order of the days; ``gone``: why a dose or check-up has none, by key.

    ``absent``: by key, what is asked in the talk in place of a reminder.
    """

    subject: str
    occurrences: list[Occurrence]
    gone: dict[str, Why] = field(default_factory=dict)

    @property
    def absent(self) -> dict[str, Why]:
        """Those of which nobody told us whether they were done."""
        return {key: why for key, why in self.gone.items() if why is Why.NEVER_DONE}

    def why_gone(self, stored: Occurrence) -> Why:
        """Why a stored occurrence of this child is no longer planned."""
        return self.gone.get(stored.key, Why.WITHDRAWN)


def plan_child(
    child: Child, today: date, shelf: ChildShelf, horizon_days: int = HORIZON_DAYS
) -> list[Occurrence]:
    """What is due within the horizon, or was due and is not done."""
    return child_agenda(child, today, shelf, horizon_days).occurrences


def child_agenda(
    child: Child, today: date, shelf: ChildShelf, horizon_days: int = HORIZON_DAYS
) -> ChildAgenda:
    """``plan_child`` with the reasons. A child that is not born yet has no plan."""
    subject = child.id
    if today < child.birth:
        return ChildAgenda(subject, [])
    limit = date.fromordinal(min(today.toordinal() + horizon_days, date.max.toordinal()))
    grown = today >= after_months(child.birth, GROWN_OUT_MONTHS)
    planned: list[Occurrence] = []
    gone: dict[str, Why] = {}
    for key, due, not_told in _all(child, today, shelf):
        why = not_told or (Why.LEFT if grown else _why_not(due, limit))
        if why is None and due is not None:
            planned.append(_occurrence(key, subject, due))
        elif why is not None:
            gone[key] = why
    return ChildAgenda(subject, sorted(planned, key=lambda o: (o.due, o.key)), gone)


def _all(
    child: Child, today: date, shelf: ChildShelf
) -> Iterator[tuple[str, date | None, Why | None]]:
    """Key, day, and why it is not planned, of every dose and check-up."""
    since = child.since or today
    for dose in schedule(child.birth, child.given, today, shelf):
        key = f"vaccine.{dose.vaccine}:{child.id}:{dose.number}"
        yield key, dose.due, _dose_gone(dose, since)
    for checkup in checkups(child.birth, child.done, today, shelf):
        if checkup.id not in NOT_REMINDED:
            key = f"{CHECKUP}:{child.id}:{checkup.id}"
            yield key, checkup.due, _checkup_gone(checkup, since)


def _why_not(due: date | None, limit: date) -> Why | None:
    if due is None:
        return Why.NO_DATE
    return Why.BEYOND_HORIZON if due > limit else None


def _dose_gone(dose: DoseDue, since: date) -> Why | None:
    if dose.done:
        return Why.DONE
    asked = not dose.known and dose.due is not None and dose.due < since
    return Why.NEVER_DONE if asked else None


def _checkup_gone(checkup: CheckupDue, since: date) -> Why | None:
    if checkup.state is State.DONE:
        return Why.DONE
    if checkup.state is State.PASSED:
        return Why.FOLDED
    return Why.NEVER_DONE if not checkup.known and checkup.due < since else None


def _occurrence(key: str, subject: str, due: date) -> Occurrence:
    duty = key.partition(":")[0]
    return Occurrence(key=key, duty=duty, subject=subject, due=due, stages=_stages(due))


def _stages(due: date) -> tuple[Stage, ...]:
    """Before, on and after the day; they follow from the day alone."""
    before = [Stage(f"d{days}", due - timedelta(days)) for days in LEADS]
    after = [Stage(f"late{days}", due + timedelta(days)) for days in LATE]
    return (*before, Stage("due", due), *after)
