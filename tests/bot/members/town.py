"""An institution with people who write to it, and a service that knows their rows."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.conversation.service import Inbound, Service
from bot.conversation.talk import Talk
from bot.family.planner import FamilyPlanner
from bot.family.reception import Reception as FamilyReception
from bot.family.visit import Means as FamilyMeans
from bot.institutions import bind_codes
from bot.members.reception import Reception
from bot.members.visit import Means
from bot.reminders.planner import Planner
from bot.reminders.rules import Rules
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.institution_models import Institution
from scheduler.calendar import Calendar

AT = datetime(2026, 11, 22, 10, tzinfo=CHINA)
KEY = b"key of the tests"
CODE = "7K3M9Q2XWT"
PUSHING = frozenset({"telegram", "wechat"})


@dataclass
class Town:
    """``at``: the clock; every message comes a second after the one before."""

    service: Service
    planner: Planner
    at: datetime = AT
    _count: int = field(default=0)

    @property
    def database(self) -> Database:
        return self.service.database

    async def send(
        self, text: str = "", sender: str = "boss", channel: str = "telegram", **more: Any
    ) -> dict[str, Any]:
        """What comes back to a message, or to the button ``choice``."""
        self._count += 1
        self.at += timedelta(seconds=1)
        inbound = Inbound(channel, sender, f"m{self._count}", self.at, text, **more)
        return await self.service.handle(inbound)

    async def press(self, choice: str, sender: str = "boss", **more: Any) -> dict[str, Any]:
        return await self.send("", sender, choice=choice, **more)

    async def offer(self, institution: Institution, role: str, code: str = CODE) -> None:
        hashed = bind_codes.digest(KEY, code)
        row = bind_codes.for_institution(institution.id, role, hashed, "operator", self.at)
        async with self.database.unit() as rows:
            await rows.bindings.offer(row)

    async def appoint(self, region: str, code: str = CODE) -> None:
        row = bind_codes.for_region(region, bind_codes.digest(KEY, code), "operator", self.at)
        async with self.database.unit() as rows:
            await rows.bindings.offer(row)


def town(talker: Talk, database: Database) -> Town:
    planner = Planner(database, Rules(talker.library, Calendar()), PUSHING)
    service = Service(talker, database, max_text=2000)
    service.receptions = receptions(talker, database, planner)
    return Town(service, planner)


def receptions(
    talker: Talk, database: Database, planner: Planner
) -> tuple[Reception, FamilyReception]:
    """Who answers what needs rows, as the server has them."""
    families = FamilyPlanner(database, talker.library.child, Calendar(), PUSHING)
    pick, file_id = random.Random(5).choice, "id-of-a-file-nobody-guesses"
    members = Means(planner, pick, lambda: KEY, lambda: file_id)
    return (
        Reception(talker, members),
        FamilyReception(FamilyMeans(talker, families, lambda: file_id)),
    )


def code_in(reply: dict[str, Any]) -> str:
    """The code that a reply shows."""
    text: str = reply["text"]
    return text.partition("绑定码：")[2][:11]
