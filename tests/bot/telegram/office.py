"""Telegram's door with everything behind it, as the server wires it, on a clock that stands.

Letters are delivered when a test says so.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.telegram.door import TelegramDoor, webhook_secret
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.receiving import PATH, SECRET_HEADER
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.outbox.courier import Courier, Terms
from bot.settings import Settings
from bot.store.database import Database
from bot.web.app import create_app
from bot.web.identity import Identity
from tests.bot.outbox.post_office import Clock
from tests.fakes.telegram import TOKEN, TelegramFake

SECRET = b"secret of the tests, thirty-two b"


def settings(platform: TelegramFake, **more: Any) -> Settings:
    made = {"telegram_token": TOKEN, "telegram_api": platform.address}
    made |= {"public_url": "https://tuoyu.example.cn", "secret": SECRET.decode()}
    return Settings(_env_file=None, **(made | more))


@dataclass
class Office:
    door: TelegramDoor
    service: Service
    database: Database
    courier: Courier
    clock: Clock
    client: httpx.AsyncClient
    written: list[str]

    async def push(self, update: Any, secret: str | None = None) -> httpx.Response:
        """An update as Telegram delivers it; ``update`` may be bytes."""
        headers = {SECRET_HEADER: (webhook_secret(SECRET) if secret is None else secret).encode()}
        given: dict[str, Any] = {"content" if isinstance(update, bytes) else "json": update}
        return await self.client.post(PATH, headers=headers, **given)

    async def deliver(self, seconds: float = 5) -> None:
        """Let so much time pass, and what is due go out."""
        for _ in range(int(seconds)):
            await self.courier.deliver_due()
            self.clock.forward(1.01)
        await self.door._receiver.stop()  # type: ignore[union-attr]

    def poller(self) -> Poller:
        assert self.door._receiver
        return Poller(self.door.bot, self.door._receiver, self.clock.sleep)


@asynccontextmanager
async def opened(
    talker: Talk, database: Database, platform: TelegramFake, **more: Any
) -> AsyncIterator[Office]:
    clock, written = Clock(), []  # type: ignore[var-annotated]
    door = TelegramDoor(
        settings(platform, **more), database, clock, lambda: written.append("called"), SECRET
    )
    service = Service(talker, database, 2000, {door.name: door.post})
    app = create_app(service, Identity(SECRET), clock=clock)
    routes = door.open(service)
    if routes:
        app.include_router(routes)
    terms = Terms(timeout=1.0)
    courier = Courier(database, door.carrier, clock, lambda: 1.0, terms, clock.sleep)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Office(door, service, database, courier, clock, client, written)
    await door.stop()
