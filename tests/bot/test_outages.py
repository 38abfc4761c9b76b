"""A database that is locked, gone, damaged or stopped: StoreUnavailable, and later it goes on."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.errors import Misconfigured, StoreUnavailable
from bot.store.database import Database
from bot.store.migrate import upgrade
from tests.bot.said import AT, messages, said
from tests.postgres import postgres_server

WAIT = 0.2


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'test.db'}", wait=WAIT)
    await upgrade(made)
    yield made
    await made.close()


@pytest.fixture
def impatient(talker: Talk, sqlite: Database) -> Service:
    return Service(talker, sqlite, max_text=2000)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_locked(impatient: Service, sqlite: Database, tmp_path: Path) -> None:
    with locked(tmp_path / "test.db"), pytest.raises(StoreUnavailable, match="locked"):
        await impatient.handle(said("你好"))
    assert (await impatient.handle(said("你好")))["status"] == "answered"
    assert len(await messages(sqlite)) == 1


async def test_no_turn_in_time(sqlite: Database) -> None:
    async with sqlite.unit():
        with pytest.raises(StoreUnavailable, match="no turn"):
            await sqlite.ping()
    await sqlite.ping()


async def test_locked_while_it_starts(tmp_path: Path) -> None:
    made = Database(f"sqlite:///{tmp_path / 'new.db'}", wait=WAIT)
    await made.ping()
    with locked(tmp_path / "new.db"), pytest.raises(StoreUnavailable, match="locked"):
        await upgrade(made)
    await upgrade(made)
    await made.close()


async def test_file_gone(impatient: Service, tmp_path: Path) -> None:
    await impatient.handle(said("你好"))
    (tmp_path / "test.db").unlink()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="gone"):
            await impatient.handle(said("你好", 2))
    assert not (tmp_path / "test.db").exists()


async def test_file_replaced_by_a_backup(
    impatient: Service, sqlite: Database, tmp_path: Path
) -> None:
    await impatient.handle(said("你好", "kept"))
    with closing(sqlite3.connect(tmp_path / "test.db")) as source:
        source.execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    await impatient.handle(said("你好", "lost"))
    play_back(tmp_path)
    await impatient.handle(said("你好", "later"))
    assert [m.external_id for m in await messages(sqlite)] == ["mkept", "mlater"]


def play_back(folder: Path) -> None:
    for file in folder.glob("test.db*"):
        file.unlink()
    (folder / "backup.db").rename(folder / "test.db")


@pytest.mark.parametrize("name", ["garbage.db", "folder.db"])
async def test_no_database(talker: Talk, tmp_path: Path, name: str) -> None:
    (tmp_path / "garbage.db").write_bytes(b"not a database " * 1000)
    (tmp_path / "folder.db").mkdir()
    broken = Database(f"sqlite:///{tmp_path / name}", wait=WAIT)
    for attempt in (broken.ping(), upgrade(broken)):
        with pytest.raises(StoreUnavailable, match="cannot be used now"):
            await attempt
    with pytest.raises(StoreUnavailable):
        await Service(talker, broken, 2000).handle(said("你好"))
    await broken.close()


async def test_damaged_in_the_middle(talker: Talk, tmp_path: Path) -> None:
    file = tmp_path / "damaged.db"
    made = Database(f"sqlite:///{file}")
    await upgrade(made)
    await made.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    damaged = Database(f"sqlite:///{file}")
    with pytest.raises(StoreUnavailable, match="malformed"):
        await Service(talker, damaged, 2000).handle(said("你好"))
    await damaged.close()


async def test_read_only(impatient: Service, talker: Talk, tmp_path: Path) -> None:
    await impatient.handle(said("你好"))
    shown = Database(f"sqlite:///file:{tmp_path / 'test.db'}?mode=ro&uri=true", wait=WAIT)
    with pytest.raises(StoreUnavailable, match="readonly"):
        await Service(talker, shown, 2000).handle(said("你好", 2))
    await shown.close()


async def test_disk_full(impatient: Service, sqlite: Database) -> None:
    async with sqlite.engine.connect() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(StoreUnavailable, match="full"):
        await write_until_it_fails(impatient)
    kept = len(await messages(sqlite))
    async with sqlite.engine.connect() as connection:
        await connection.execute(text("PRAGMA max_page_count = 100000"))
    await impatient.handle(said("你好", "later"))
    assert len(await messages(sqlite)) == kept + 1


async def write_until_it_fails(service: Service) -> None:
    for number in range(1000):
        await service.handle(said("你好" * 500, number))


async def test_a_mistake_of_ours_is_no_outage(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.unit() as rows:
            await rows.session.execute(text("INSERT INTO message (id) VALUES (1)"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tuoyu.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://localhost/x",
        "postgresql+psycopg://localhost/x",
        "sqlite:////proc/version/x.db",
        "postgresql://localhost:99999999999/x",
    ],
)
def test_url_that_cannot_work(url: str) -> None:
    with pytest.raises(Misconfigured, match="database_url"):
        Database(url)


def test_password_is_not_told() -> None:
    with pytest.raises(Misconfigured) as caught:
        Database("mysql://root:geheim@localhost/x")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("where", ["127.0.0.1:1/x", "/x?host=/nowhere"])
async def test_no_postgresql_there(where: str) -> None:
    away = Database(f"postgresql://{where}", wait=5)
    with pytest.raises(StoreUnavailable):
        await away.ping()
    await away.close()


async def test_no_such_database_in_postgresql(postgres: str) -> None:
    away = Database(postgres.replace("/postgres?", "/other?"))
    with pytest.raises(StoreUnavailable, match="other"):
        await away.ping()
    await away.close()


async def test_row_locked_by_another_in_postgresql(talker: Talk, postgres: str) -> None:
    other, mine = Database(postgres), Database(postgres, wait=WAIT)
    await upgrade(other)
    async with other.unit() as rows:
        await rows.conversation("test", "u1", AT)
        with pytest.raises(StoreUnavailable, match="timeout"):
            await Service(talker, mine, 2000).handle(said("你好"))
    await Service(talker, mine, 2000).handle(said("你好"))
    await Service(talker, mine, 2000).forget("test", "u1", AT)
    for database in (other, mine):
        await database.close()


async def test_postgresql_stops_in_the_middle_and_comes_back(talker: Talk) -> None:
    with postgres_server() as server:
        made = Database(server.get_uri(), wait=2)
        await upgrade(made)
        service = Service(talker, made, 2000)
        await service.handle(said("你好", "before"))
        with pytest.raises(StoreUnavailable):
            await stop_in_the_middle(made, server)
        with pytest.raises(StoreUnavailable):
            await service.handle(said("你好", "meanwhile"))
        server.ensure_postgres_running()
        await service.handle(said("你好", "later"))
        assert [m.external_id for m in await messages(made)] == ["mbefore", "mlater"]
        await made.close()


async def stop_in_the_middle(made: Database, server: object) -> None:
    async with made.unit() as rows:
        conversation = await rows.conversation("test", "u1", AT)
        await rows.record(conversation, "half", "half", {}, AT)
        server.stop()  # type: ignore[attr-defined]
        await rows.unanswered("half", None, 0.0, AT)
