"""Parents who talk, on a database of their own, with a clock and ids that the tests give."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.conversation.service import Inbound, Service
from bot.conversation.talk import Talk
from bot.family.planner import FamilyPlanner
from bot.family.reception import Reception
from bot.family.visit import Means
from bot.settings import CHINA
from bot.store.child_models import Child
from bot.store.children import Told
from bot.store.database import Database
from scheduler.calendar import Calendar

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)
CHANNELS = ("telegram", "wechat")


def china(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CHINA)


def planner(talk: Talk, database: Database) -> FamilyPlanner:
    return FamilyPlanner(database, talk.library.child, Calendar(), CHANNELS)


def service(talk: Talk, database: Database, public_url: str | None = None) -> Service:
    numbers = count(1)
    means = Means(
        talk, planner(talk, database), lambda: f"unguessable-{next(numbers):08}", public_url
    )
    service = Service(talk, database, max_text=2000)
    service.receptions = (Reception(means),)
    return service


@dataclass
class Parent:
    """Somebody who writes on a channel."""

    service: Service
    sender: str = "mother"
    channel: str = "jsonl"
    now: datetime = NOW
    last: dict[str, Any] = field(default_factory=dict)
    said: int = 0

    async def says(self, text: str) -> str:
        """The answer's text."""
        return await self._hear(text=text)

    async def presses(self, label: str) -> str:
        """A button of the last answer."""
        ids = [c["id"] for c in self.last["choices"] if c["label"] == label]
        assert ids, f"no button {label} in {self.last['choices']}"
        return await self._hear(choice=ids[0])

    async def _hear(self, text: str = "", choice: str | None = None) -> str:
        self.said += 1
        inbound = Inbound(
            self.channel, self.sender, f"{self.sender}{self.said}", self.now, text, choice
        )
        self.last = await self.service.handle(inbound)
        answer: str = self.last["text"]
        return answer

    @property
    def labels(self) -> Sequence[str]:
        return [c["label"] for c in self.last["choices"]]

    @property
    def status(self) -> str:
        return str(self.last["status"])

    async def keeps(self, told: str) -> str:
        """Tell of a child, and say yes."""
        await self.says(told)
        return await self.presses("记下来")


async def children(
    database: Database, channel: str = "jsonl", sender: str = "mother"
) -> list[Told]:
    async with database.unit() as rows:
        return await rows.children.of(channel, sender)


async def only_child(database: Database) -> Told:
    async with database.unit() as rows:
        (row,) = (await rows.session.scalars(select(Child))).all()
        found = await rows.children.get(row.id)
    assert found
    return found
