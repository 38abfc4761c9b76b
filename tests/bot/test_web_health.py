"""/healthz and /readyz: what fails is named, and nothing else is called failing."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.outbox.outcome import Later
from bot.store.database import Database
from bot.store.letters import ClaimTerms
from bot.web.app import create_app
from bot.web.identity import Identity
from bot.web.operation import Operation
from bot.web.readiness import STUCK
from nlu.errors import BackendFailed
from tests.bot.outbox.post_office import Clock, Platform, courier, write

ALL_OK = {"database": "ok", "migrations": "ok", "model": "ok", "outbox": "ok"}


def asking(talker: Talk, database: Database, clock: Clock, *channels: str) -> httpx.AsyncClient:
    service = Service(talker, database, max_text=2000)
    operation = Operation(channels=channels)
    app = create_app(service, Identity(b"secret"), clock, operation=operation)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


async def failing(client: httpx.AsyncClient) -> set[str]:
    """The parts that /readyz calls failing; it answers 503 exactly where there are some."""
    response = await client.get("/readyz")
    parts = response.json()["parts"]
    assert set(parts) == set(ALL_OK)
    assert response.status_code == (200 if parts == ALL_OK else 503)
    return {name for name, part in parts.items() if part == "failing"}


async def test_all_is_well(talker: Talk, database: Database) -> None:
    async with asking(talker, database, Clock(), "test") as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        assert (await client.get("/readyz")).json() == {"status": "ok", "parts": ALL_OK}


async def test_database_away(talker: Talk, sqlite: Database, tmp_path: Path) -> None:
    async with asking(talker, sqlite, Clock()) as client:
        (tmp_path / "test.db").rename(tmp_path / "away.db")
        response = await client.get("/readyz")
        assert response.json()["parts"]["outbox"] == "unknown"
        assert await failing(client) == {"database"}
        assert (await client.get("/healthz")).status_code == 200


async def test_migrations_missing(talker: Talk, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    async with asking(talker, database, Clock(), "test") as client:
        assert await failing(client) == {"migrations"}
    await database.close()


async def test_model_away(talker: Talk, sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(text: str) -> None:
        raise BackendFailed("no answer")

    monkeypatch.setattr(talker.understander.nlu, "parse", away)
    async with asking(talker, sqlite, Clock()) as client:
        assert await failing(client) == {"model"}


async def test_a_courier_that_takes_nothing_up(talker: Talk, database: Database) -> None:
    clock = Clock()
    await write(database, [("a", "a1")])
    async with (
        asking(talker, database, clock, "test") as client,
        asking(talker, database, clock, "other") as elsewhere,
    ):
        clock.forward(STUCK.total_seconds())
        assert await failing(client) == set()
        clock.forward(1)
        assert await failing(client) == {"outbox"}
        assert await failing(elsewhere) == set()
        await courier(database, Platform(), clock).deliver_due()
        assert await failing(client) == set()


async def test_a_message_that_waits_for_its_next_try_is_not_a_stuck_courier(
    talker: Talk, database: Database
) -> None:
    clock, platform = Clock(), Platform()
    platform.answer = lambda letter: Later("closed", seconds=timedelta(hours=3).total_seconds())
    await write(database, [("a", "a1"), ("a", "a2")])
    await courier(database, platform, clock).deliver_due()
    async with asking(talker, database, clock, "test") as client:
        clock.forward(3600)
        assert await failing(client) == set()


async def test_a_courier_that_died_while_sending(talker: Talk, database: Database) -> None:
    clock = Clock()
    await write(database, [("a", "a1")])
    async with database.unit() as rows:
        terms = ClaimTerms(timedelta(minutes=2), timedelta(0))
        await rows.letters.claim("test", clock.now, terms, 10)
    async with asking(talker, database, clock, "test") as client:
        clock.forward(11 * 60)
        assert await failing(client) == set()
        clock.forward(2 * 60)
        assert await failing(client) == {"outbox"}
