"""One stage of an occurrence that somebody may have to be told of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.duties.hours import in_china


@dataclass(frozen=True)
class Item:
    """A stage with what a message says of it.

    ``key``, ``stage``, ``on``, ``due``: see ``Occurrence`` and ``Stage``. ``subject``: the name of
    the colleague; empty where it is the institution itself. ``institution``: its id. ``legal``:
    rests on a rule; false for what an institution added for itself. ``told``: by person, when they
    were last told of this stage. ``first_told``: when a director was first told of the occurrence.
    ``known``: since when we have it. ``confirmed``: done, by somebody's word. ``unrecorded``: when it
    was done last is not known, so the due day is ours.
    """

    key: str
    stage: str
    on: date
    due: date
    kind: str
    title: str
    todo: str
    subject: str
    institution: str
    legal: bool = True
    estimated: bool = False
    told: Mapping[str, datetime] = field(default_factory=dict)
    first_told: datetime | None = None
    known: date | None = None
    confirmed: bool = False
    unrecorded: bool = False

    def told_on(self, person: str) -> date | None:
        """China's day on which the person was last told of this stage."""
        moment = self.told.get(person)
        return in_china(moment).date() if moment else None

    def urgent(self, today: date) -> bool:
        """Seven days or less before the due date, by the calendar or by its stage."""
        return (self.due - max(self.on, today)).days <= 7

    def overdue(self, today: date) -> bool:
        """Nobody can call overdue what may have been done before we had the records."""
        return today > self.due and not self.unrecorded
