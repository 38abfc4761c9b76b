"""What is being asked of somebody one by one, between two messages."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError


class Errand(BaseModel):
    """``kind`` and ``step`` find who reads the answer; ``facts`` is what is known so far.

    ``serial`` stands in the ids of the buttons, so that one of an earlier errand does nothing.
    ``options``: [label, value] of each button. ``soft``: nobody is held up by it; whatever is no
    answer ends it without a word.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: str
    step: str
    serial: int
    prompt: str
    options: list[list[str]] = []
    facts: dict[str, str] = {}
    soft: bool = False

    @classmethod
    def restored(cls, stored: dict[str, Any] | None) -> Self | None:
        """The errand as it was stored; None for none, and for one that cannot be read."""
        try:
            return cls.model_validate(stored) if stored else None
        except ValidationError:
            return None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Label and payload of each button."""
        return [(label, f"e={self.serial}.{value}") for label, value in self.options]
