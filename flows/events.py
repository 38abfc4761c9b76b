"""What goes into the engine (commands) and what comes out of it (events)."""

from dataclasses import dataclass, field
from typing import Any


# --- commands -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Start:
    """Begin a flow; a running one waits underneath. ``slots``: facts given along the way.

    A flow that waits underneath itself comes to the top again.
    """

    flow: str
    slots: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fill:
    """Facts the person gave, asked for or not."""

    slots: dict[str, Any]


@dataclass(frozen=True)
class Correct:
    """Facts that replace earlier ones; what follows from them is worked out again."""

    slots: dict[str, Any]


@dataclass(frozen=True)
class Back:
    """Undo the last answer and ask again."""


@dataclass(frozen=True)
class Skip:
    """The person does not know: "unknown" is filled in where the slot can hold it.

    That is a slot of type any, or a category that has the value; else the question stays.
    """


@dataclass(frozen=True)
class Cancel:
    """Leave the flow on top, with the one that called it; the one below goes on."""


@dataclass(frozen=True)
class Restart:
    """Forget the answers of the flow on top, or the one that called it, and begin it again."""


@dataclass(frozen=True)
class Ask:
    """Say the open question again (after an answer on the side, or when asked to repeat)."""


Command = Start | Fill | Correct | Back | Skip | Cancel | Restart | Ask


# --- events ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Uttered:
    """A response of the domain is to be said."""

    response: str


@dataclass(frozen=True)
class Asked:
    """A slot is asked for; the flow waits."""

    slot: str
    response: str


@dataclass(frozen=True)
class Performed:
    """An action ran; ``payload`` is for the host."""

    action: str
    payload: Any = None


@dataclass(frozen=True)
class Rejected:
    """A value was refused; ``response`` says why. The slot is asked for again."""

    slot: str
    value: Any
    response: str


@dataclass(frozen=True)
class FlowStarted:
    flow: str


@dataclass(frozen=True)
class FlowEnded:
    """``how``: completed, cancelled, refused (its guard was false) or gone (no longer defined).

    Flows that another one calls begin and end without an event: they are part of it.
    """

    flow: str
    how: str


@dataclass(frozen=True)
class FlowResumed:
    """A flow that had been interrupted goes on."""

    flow: str


@dataclass(frozen=True)
class Corrected:
    """``changed``: slot → (old, new)."""

    changed: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class NothingToUndo:
    """Going back further than the first answer."""


@dataclass(frozen=True)
class Moved:
    """The definition changed under a running session; the answers were replayed."""

    flow: str


Event = (
    Uttered
    | Asked
    | Performed
    | Rejected
    | FlowStarted
    | FlowEnded
    | FlowResumed
    | Corrected
    | NothingToUndo
    | Moved
)
