"""What is remembered of a family's talk between two messages."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.members.errand import Errand


class FamilyState(BaseModel):
    """``errand``: what is being asked. ``child``: the id of the one that is spoken of, of several.

    ``months``: the age that we gave the talk; another one there was said by the parents.
    ``undo``: what was written down last: kind, child's id, key, ISO day.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    errand: dict[str, Any] | None = None
    child: int | None = None
    months: float | None = None
    undo: list[str] = []

    @classmethod
    def restored(cls, stored: dict[str, Any] | None) -> Self:
        """The state as it was stored; a fresh one for what cannot be read."""
        try:
            return cls.model_validate(stored or {})
        except ValidationError:
            return cls()

    @property
    def open(self) -> Errand | None:
        return Errand.restored(self.errand)
