"""What became of an attempt to send, as a channel's carrier reports it."""

from dataclasses import dataclass
from datetime import datetime

from bot.channels.outgoing import Outgoing


@dataclass(frozen=True)
class Letter:
    """A message of the outbox as its carrier sees it. ``claim``: the number of this attempt."""

    id: int
    key: str
    address: str
    message: Outgoing
    claim: int
    created_at: datetime


@dataclass(frozen=True)
class Sent:
    """The platform has it. ``external_id``: its number there, ``how``: by which of several ways."""

    external_id: str | None = None
    how: str = "sent"


@dataclass(frozen=True)
class Later:
    """Not now. ``seconds``: how long the platform asked us to wait; else we back off.

    Waiting because we were asked to is not counted as a failure.
    """

    why: str
    seconds: float | None = None


@dataclass(frozen=True)
class Refused:
    """The platform will never take this message."""

    why: str


@dataclass(frozen=True)
class Unreachable:
    """The contact is gone: blocked us, unfollowed, deleted."""

    why: str


@dataclass(frozen=True)
class Moved:
    """The contact has another address; the message goes there."""

    address: str


Outcome = Sent | Later | Refused | Unreachable | Moved
