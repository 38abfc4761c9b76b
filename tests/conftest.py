"""What many tests share: the real library, flows and model, loaded once."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.settings import Settings
from bot.store.base import Base
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.wiring import definitions, library, talk
from content.load import Library
from flows.load import Definitions
from nlu.runtime import Runtime
from tests.postgres import postgres_server


@pytest.fixture(scope="session")
def known() -> Library:
    return library()


@pytest.fixture(scope="session")
def defined(known: Library) -> Definitions:
    return definitions(known)


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    return Runtime()


@pytest.fixture(scope="session")
def talker() -> Talk:
    return talk(Settings(_env_file=None))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL for the whole run; the URL of its database, which starts empty."""
    with postgres_server() as server:
        yield server.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty, migrated database: SQLite, and PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    else:
        url = request.getfixturevalue("postgres")
    made = Database(url)
    await upgrade(made)
    yield made
    async with made.connection() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())
    await made.close()


@pytest.fixture
def service(talker: Talk, database: Database) -> Service:
    return Service(talker, database, max_text=2000)
