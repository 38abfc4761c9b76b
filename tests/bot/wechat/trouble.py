"""What goes wrong on our side: a service that is slow, a database that is away."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import StoreUnavailable
from bot.store.database import Database
from tests.bot.wechat.town import Town


class Slow:
    """``Service.handle`` that ends when it is told to."""

    def __init__(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on, self.begun = asyncio.Event(), asyncio.Event()
        handle = town.service.handle

        async def slow(inbound: Any) -> dict[str, Any]:
            self.begun.set()
            await self.go_on.wait()
            return await handle(inbound)

        monkeypatch.setattr(town.service, "handle", slow)


class Outage:
    """A database that is away until it is told to come back."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.away = True
        unit = database.unit

        @asynccontextmanager
        async def broken() -> Any:
            if self.away:
                raise StoreUnavailable("away")
            async with unit() as rows:
                yield rows

        monkeypatch.setattr(database, "unit", broken)
