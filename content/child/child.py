"""A child as the parents told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from content.child.ages import Age, Gestation, age, corrected_age, corrected_birth


@dataclass(frozen=True)
class Child:
    """``given`` and ``done``: see ``schedule`` and ``checkups``; what is not in them is not known.

    ``since``: the day we came to know of the child; what was due before it is asked, not urged.
    """

    id: str
    birth: date
    name: str = ""
    gestation: Gestation | None = None
    given: Mapping[str, Sequence[date]] = field(default_factory=dict)
    done: Mapping[str, date | None] = field(default_factory=dict)
    since: date | None = None

    def age(self, on: date) -> Age:
        """Raises NotBornYet."""
        return age(self.birth, on)

    def development_age(self, on: date) -> Age | None:
        """The age to compare development by; None before the full term. Raises NotBornYet."""
        corrected = corrected_age(self.birth, self.gestation, on)
        return self.age(on) if corrected is None else corrected.age

    def development_birth(self, on: date) -> date:
        """The day from which development counts."""
        return corrected_birth(self.birth, self.gestation, on)
