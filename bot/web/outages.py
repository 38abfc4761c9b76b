"""The database with a count of how often it was away: web, channels and couriers all use it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.errors import StoreUnavailable
from bot.store.database import WAIT, Database
from bot.store.repository import Repository


class CountedDatabase(Database):
    """Tells ``on_outage`` of every transaction that ended because the database was away."""

    def __init__(self, url: str, on_outage: Callable[[], None], wait: float = WAIT) -> None:
        super().__init__(url, wait)
        self._on_outage = on_outage

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Repository]:
        try:
            async with super().unit() as rows:
                yield rows
        except StoreUnavailable:
            self._on_outage()
            raise
