"""The application as it is served: opened, answering, closed again; also when it cannot open."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.errors import StoreUnavailable
from bot.settings import Settings
from bot.store.database import Database
from bot.web.served import served


def settings(folder: Path, **more: str) -> Settings:
    url = f"sqlite:///{folder / 'tuoyu.db'}"
    return Settings(_env_file=None, **({"database_url": url, "var": folder} | more))


async def greet(app: FastAPI, cookies: httpx.Cookies | None = None) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", cookies=cookies
    ) as client:
        return await client.post("/api/chat", json={"id": "m1", "text": "你好"})


async def test_people_and_talks_outlive_a_restart(tmp_path: Path) -> None:
    first = served(settings(tmp_path))
    async with first.router.lifespan_context(first):
        greeted = await greet(first)
    again = served(settings(tmp_path))
    async with again.router.lifespan_context(again):
        repeated = await greet(again, greeted.cookies)
    assert greeted.status_code == repeated.status_code == 200
    assert greeted.json() == repeated.json()
    assert "set-cookie" not in repeated.headers


async def test_another_secret_is_another_signature(tmp_path: Path) -> None:
    statuses = []
    for secret in ("one secret of thirty-two characters", "and another one of that length...."):
        app = served(settings(tmp_path, secret=secret))
        async with app.router.lifespan_context(app):
            statuses.append(await greet(app, statuses[0].cookies if statuses else None))
    assert all("set-cookie" in response.headers for response in statuses)
    assert not (tmp_path / "secret").exists()


async def test_start_that_fails_closes_what_it_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    close = Database.close

    async def watched(database: Database) -> None:
        closed.append(database.url)
        await close(database)

    monkeypatch.setattr(Database, "close", watched)
    app = served(settings(tmp_path, database_url=f"sqlite:///{tmp_path}"))
    with pytest.raises(StoreUnavailable):
        await start(app)
    assert closed == [f"sqlite:///{tmp_path}"]


async def start(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        pytest.fail("it started")
