"""Followers who push through a door, the courier behind it, and the WeChat that it sends to."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import xmltodict
from pydantic import SecretStr

from bot.channels.wechat.door import WeChatDoor
from bot.channels.wechat.reading import understood
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.outbox.courier import Courier
from bot.reminders.planner import Planner
from bot.reminders.rules import Rules
from bot.settings import Settings
from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from bot.web.app import create_app
from bot.web.identity import Identity
from scheduler.calendar import Calendar
from tests.bot.members.town import receptions
from tests.bot.outbox.post_office import Clock
from tests.fakes.wechat import (
    AES_KEY,
    APP_ID,
    SECRET,
    TOKEN,
    FakeWeChat,
    aes_push,
    event_xml,
    opened,
    plain_push,
    text_xml,
)


class Deadline:
    """The five seconds; they end when a test says so, or at once."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    def strike(self) -> None:
        self._over.set()

    async def __call__(self) -> None:
        await self._over.wait()


def town_settings(api: str, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "wechat_app_id": APP_ID,
        "wechat_app_secret": SecretStr(SECRET),
        "wechat_token": SecretStr(TOKEN),
        "wechat_aes_key": SecretStr(AES_KEY),
        "wechat_api": api,
        "wechat_templates": {"reminder": "tpl-1"},
    }
    return Settings(_env_file=None, **{**values, **more})


class Town:
    """Pushes and what came of them. ``calls``: how often the courier was called."""

    def __init__(
        self,
        door: WeChatDoor,
        service: Service,
        client: httpx.AsyncClient,
        platform: FakeWeChat,
        clock: Clock,
    ) -> None:
        self.door, self.service, self.client = door, service, client
        self.platform, self.clock = platform, clock
        self.courier = Courier(
            service.database, door.carrier, clock, lambda: 1.0, sleep=clock.sleep
        )
        self.calls = 0
        self.aes = True
        self._nonce = 0

    @property
    def now(self) -> int:
        return int(self.clock.now.timestamp())

    async def push(self, xml: str | bytes, **how: Any) -> httpx.Response:
        """A push as WeChat signs it now; each has a nonce of its own."""
        self._nonce += 1
        make = aes_push if self.aes else plain_push
        query, body = make(xml, self.now, f"n{self._nonce}", **how)
        return await self.send(query, body)

    async def send(self, query: dict[str, str], body: bytes) -> httpx.Response:
        return await self.client.post("/wechat", params=query, content=body)

    async def say(self, text: str, number: int = 1, follower: str = "oFollower1") -> str:
        """The content of the passive answer, or ``success``."""
        return content(await self.push(text_xml(text, number, self.now, follower)), self.aes)

    async def event(self, event: str, **more: str) -> str:
        return content(await self.push(event_xml(event, self.now, **more)), self.aes)

    async def ledger(self) -> list[OutboxMessage]:
        """Oldest first."""
        async with self.service.database.unit() as rows:
            return list(reversed(await rows.letters.ledger(1000)))

    async def recorded(self, xml: str) -> None:
        """A push that was answered by a process that ended before it could say so."""
        inbound = understood(xml, self.clock.now).inbound
        assert inbound
        await self.service.handle(inbound)

    async def quiet(self) -> None:
        """Until nothing is left to do in the background."""
        answering = self.door._answering
        while answering and (answering._late or self.door.backlog or self.door._aside):
            await asyncio.sleep(0)
            tasks = [*answering._late, *self.door._aside]
            if tasks:
                await asyncio.wait(tasks)


def content(response: httpx.Response, aes: bool = True) -> str:
    """What the follower reads at once."""
    assert response.status_code == 200, response.text
    if response.text == "success":
        return "success"
    answer = xmltodict.parse(opened(response.text) if aes else response.text)["xml"]
    if answer["MsgType"] == "news":
        return str(answer["Articles"]["item"]["Url"])
    return str(answer["Content"])


def settled(rows: list[OutboxMessage]) -> list[tuple[str, str | None]]:
    """What became of each letter, and how."""
    return [(row.state, row.reason) for row in rows]


def pure(text: str) -> str:
    """Without white space, which may be lost where a text is cut."""
    return re.sub(r"\s", "", text)


@asynccontextmanager
async def opened_town(
    talker: Talk,
    database: Database,
    settings: Settings,
    platform: FakeWeChat,
    clock: Clock,
    deadline: Deadline,
) -> AsyncIterator[Town]:
    def written() -> None:
        town.calls += 1

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    door = WeChatDoor(settings, database, clock, written, deadline, sleep)
    service = Service(talker, database, settings.max_text, {door.name: door.post})
    planner = Planner(database, Rules(talker.library, Calendar()), {door.name})
    service.receptions = receptions(talker, database, planner)
    app = create_app(service, Identity(b"secret of the tests"), clock=clock)
    app.include_router(door.open(service))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        town = Town(door, service, client, platform, clock)
        town.aes = settings.wechat_aes_key is not None
        await door.start()
        yield town
        await door.stop()
