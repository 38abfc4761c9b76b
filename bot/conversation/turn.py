"""One message being answered: what came, what is known, what will be said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.conversation.messages import Reply
from bot.conversation.state import TalkState
from bot.conversation.understanding import Understanding
from bot.settings import CHINA


@dataclass(frozen=True)
class Said:
    """A message as it came: text, or the id of a choice. ``cut``: the text was longer.

    ``position``: latitude and longitude. ``unread``: a picture, a voice or what else we cannot read.
    ``picture``: a picture's content, where it was wanted as evidence.
    """

    text: str = ""
    choice: str | None = None
    cut: bool = False
    position: tuple[float, float] | None = None
    unread: bool = False
    picture: bytes | None = None


@dataclass
class Turn:
    """Filled while the message is worked on. ``said`` is None when a choice was picked."""

    state: TalkState
    reply: Reply
    now: datetime
    said: Understanding | None = None

    @property
    def slots(self) -> dict[str, Any]:
        return self.state.session.slots

    @property
    def waiting(self) -> str | None:
        """The slot a flow is asking for."""
        return self.state.session.waiting

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    @property
    def place(self) -> str | None:
        """The place a question is about when it names none: the one named last, else the plan's."""
        return self.state.topic_region or self.slots.get("region")

    def asked_place(self, said: Understanding) -> str | None:
        """The place a question is about: the one it names, else ``place``."""
        return said.facts.get("region") or self.place

    def runs(self, flow: str) -> bool:
        return any(frame.flow == flow for frame in self.state.session.stack)
