"""The web application on a database of its own, and a browser's memory of cookies."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.web.app import create_app
from bot.web.identity import Identity
from tests.bot.said import AT


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated SQLite database."""
    made = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await upgrade(made)
    yield made
    await made.close()


@pytest.fixture
def app(talker: Talk, sqlite: Database) -> FastAPI:
    service = Service(talker, sqlite, max_text=2000)
    return create_app(service, Identity(b"secret of the tests"), clock=lambda: AT)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor; it keeps its cookie."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as made:
        yield made
