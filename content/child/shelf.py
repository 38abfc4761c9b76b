"""All that the library knows of children, by id and in the order of the files."""

from dataclasses import dataclass, field

from content.child.shapes import Checkup, Motor, Note, Screening, Vaccine, WarningSigns
from content.errors import UnknownKey


@dataclass(frozen=True)
class ChildShelf:
    """Empty where a library has no such files, as in tests."""

    vaccines: dict[str, Vaccine] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    checkups: dict[str, Checkup] = field(default_factory=dict)
    screenings: dict[str, Screening] = field(default_factory=dict)
    warning_signs: dict[str, WarningSigns] = field(default_factory=dict)
    motor: dict[str, Motor] = field(default_factory=dict)

    def note(self, name: str) -> Note:
        """Raises UnknownKey."""
        try:
            return self.notes[name]
        except KeyError:
            raise UnknownKey(f"the library has no note '{name}'") from None
