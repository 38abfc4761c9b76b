"""Where a talk stands: plain JSON, round-tripped between every two messages."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Frame(BaseModel):
    """One flow in progress.

    ``step``: the step to run next (a collect that waits is still next, and so is a call that
    has not returned). ``trail``: ids of the steps already taken, each once; on a replay these
    are passed silently. ``asked``: slots that were filled because we asked for them, in order,
    those of called flows that have returned included; going back undoes the last.
    """

    model_config = ConfigDict(extra="forbid")

    flow: str
    hash: str
    step: str
    trail: list[str] = []
    asked: list[str] = []
    called: bool = False  # started by ``call``: when it ends, the frame below goes on


class Session(BaseModel):
    """The whole state of a talk, as far as flows are concerned."""

    model_config = ConfigDict(extra="forbid")

    version: int = 1
    slots: dict[str, Any] = {}
    stack: list[Frame] = []
    waiting: str | None = None  # the slot the top flow has asked for
    ended: list[str] = []  # flows that ended, last one last; a late correction reopens one

    @property
    def top(self) -> Frame | None:
        return self.stack[-1] if self.stack else None
