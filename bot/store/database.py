"""Connections: SQLite in WAL mode as the embedded default, PostgreSQL by URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from bot.errors import Misconfigured, StoreUnavailable
from bot.store.outages import outages
from bot.store.repository import Repository
from bot.store.sqlite import sqlite_engine

# How long to wait for a lock or a connection before giving up, in seconds.
WAIT = 5.0
# The one asynchronous driver we bring for each; a URL may leave it out.
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class Database:
    """Hands out units of work. One unit is one transaction; only it commits."""

    def __init__(self, url: str, wait: float = WAIT) -> None:
        """``wait``: seconds. Raises Misconfigured for a URL that cannot work."""
        self.url = url
        self._wait = wait
        try:
            self.engine = _engine(_parsed(url), wait)
        except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
            raise Misconfigured(f"database_url: {_safe(url)} cannot be used: {error}") from error
        sqlite = self.engine.dialect.name == "sqlite"
        self._turn = asyncio.Lock() if sqlite else None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Repository]:
        """A transaction: committed when the block ends, rolled back when it raises.

        Raises StoreUnavailable when the database is locked or gone.
        """
        with outages():
            async with (
                self._in_turn(),
                AsyncSession(self.engine, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield Repository(session)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for what knows no rows of ours: migrations. Raises StoreUnavailable."""
        with outages():
            async with self._in_turn(), self.engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """On SQLite one transaction at a time, first come first served.

        They exclude each other anyway, but SQLite waits by looking again now and then, and with a
        handful of writers one of them may look at the wrong moment for seconds.
        """
        if self._turn is None:
            yield
            return
        try:
            async with asyncio.timeout(self._wait):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StoreUnavailable(f"too much to write: no turn in {self._wait} s") from error
        try:
            yield
        finally:
            self._turn.release()

    async def ping(self) -> None:
        """Raises StoreUnavailable when the database does not answer."""
        async with self.unit() as repository:
            await repository.session.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()


def _parsed(url: str) -> URL:
    parsed = make_url(url)
    driver = _DRIVERS.get(parsed.drivername, parsed.drivername)
    if driver not in _DRIVERS.values():
        raise ValueError("write sqlite:///… or postgresql://…")
    if parsed.port and parsed.port > 65535:
        raise ValueError(f"there is no port {parsed.port}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ValueError("a database in memory would be lost; name a file: sqlite:///var/tuoyu.db")
    return parsed.set(drivername=driver)


def _engine(url: URL, wait: float) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        return sqlite_engine(url, wait)
    return create_async_engine(
        url,
        # Somebody else's lock and a server that does not answer: both end in StoreUnavailable.
        connect_args={
            "timeout": wait,
            "server_settings": {"lock_timeout": str(int(wait * 1000))},
        },
        pool_pre_ping=True,
        pool_timeout=wait,
        # Texts of users would stand in error messages.
        hide_parameters=True,
    )


def _safe(url: str) -> str:
    """The URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "the URL given"
