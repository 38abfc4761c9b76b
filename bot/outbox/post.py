"""What a channel does with a reply that does not simply go back with the request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.channels.outgoing import Outgoing
from bot.store.repository import Repository


class Heard(Protocol):
    """Rows that a channel writes when somebody is heard: the window that their message opens."""

    async def __call__(self, rows: Repository, inbound: Any) -> None: ...


async def _nothing(rows: Repository, inbound: Any) -> None:
    return None


@dataclass(frozen=True)
class Post:
    """Part of the transaction of a message, and what follows it.

    ``letters``: the reply as messages, each small enough for the platform; beside it the address
    of the printable checklist, which ``page`` makes for a sender (None: there is none). ``hold``: for so long
    the first of them waits, because the channel answers with it directly; zero where it does not.
    ``written``: called after the commit.
    """

    letters: Callable[[dict[str, Any], str | None], Sequence[Outgoing]]
    hold: timedelta = timedelta(0)
    heard: Heard = _nothing
    written: Callable[[], None] = lambda: None
    page: Callable[[str, datetime], str | None] = lambda sender, now: None


def letter_key(channel: str, sender: str, external_id: str, number: int) -> str:
    """The key of the ``number``-th message (from 0) in reply to a message."""
    return f"{channel}/{sender}/{external_id}/{number}"
