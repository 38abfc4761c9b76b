"""SQLite as an engine: WAL mode, transactions that begin as a writer's, a file that may vanish."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def sqlite_engine(url: URL, wait: float) -> AsyncEngine:
    """Makes the folder of the file (OSError if it cannot). ``wait``: seconds for the lock."""
    engine = create_async_engine(
        url,
        connect_args={"timeout": wait, "async_creator_fn": _open},
        pool_timeout=wait,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    if url.database and "uri" not in url.query:
        file = Path(url.database).absolute()
        file.parent.mkdir(parents=True, exist_ok=True)
        _Watched(file).listen(engine)
    return engine


async def _open(*args: Any, **keywords: Any) -> aiosqlite.Connection:
    connection = aiosqlite.connect(*args, **keywords)
    # As SQLAlchemy's own creator does: a connection nobody closed must not keep the process.
    connection._thread.daemon = True
    try:
        return await connection
    except sqlite3.Error:
        # Its thread still reports to our loop, which a short command closes right away.
        await asyncio.to_thread(connection._thread.join)
        raise


def _pragmas(connection: Any, record: Any) -> None:
    # We say BEGIN ourselves (below); the driver's own would come too late to lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Any) -> None:
    # A deferred transaction that reads and then writes fails at once when another one wrote
    # meanwhile; an immediate one waits its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class _Watched:
    """Notices a database file that was deleted or replaced under an open connection.

    SQLite itself goes on writing to the deleted file and says nothing. One that was replaced (a
    backup played back) is opened anew; one that is gone is not made again, empty.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened = False

    def listen(self, engine: AsyncEngine) -> None:
        event.listen(engine.sync_engine, "do_connect", self._before)
        event.listen(engine.sync_engine, "connect", self._after)
        event.listen(engine.sync_engine, "checkout", self._checkout)

    def _before(self, dialect: Any, record: Any, args: Any, parameters: Any) -> None:
        if self._opened and not self._file.exists():
            raise FileNotFoundError(f"the database file {self._file} is gone")

    def _after(self, connection: Any, record: Any) -> None:
        self._opened = True
        record.info["file"] = self._identity()

    def _checkout(self, connection: Any, record: Any, proxy: Any) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError(f"{self._file} is another file now")

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
