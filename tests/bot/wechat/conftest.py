"""A door to a WeChat of our own, behind the application as it is served."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.conversation.talk import Talk
from bot.store.database import Database
from tests.bot.outbox.post_office import Clock
from tests.bot.wechat.town import Deadline, Town, opened_town, town_settings
from tests.fakes.wechat import FakeWeChat, wechat_server


@pytest.fixture
def wechat() -> Iterator[tuple[FakeWeChat, str]]:
    with wechat_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deadline() -> Deadline:
    return Deadline()


@pytest.fixture
async def town(
    talker: Talk,
    sqlite: Database,
    wechat: tuple[FakeWeChat, str],
    clock: Clock,
    deadline: Deadline,
) -> AsyncIterator[Town]:
    """Encrypted pushes, a quick database."""
    settings = town_settings(wechat[1])
    async with opened_town(talker, sqlite, settings, wechat[0], clock, deadline) as made:
        yield made


@pytest.fixture
async def plain(
    talker: Talk,
    sqlite: Database,
    wechat: tuple[FakeWeChat, str],
    clock: Clock,
    deadline: Deadline,
) -> AsyncIterator[Town]:
    """Pushes in plain text, as in development."""
    settings = town_settings(wechat[1], wechat_plaintext=True, wechat_aes_key=None)
    async with opened_town(talker, sqlite, settings, wechat[0], clock, deadline) as made:
        yield made


@pytest.fixture
async def towns(
    talker: Talk, database: Database, wechat: tuple[FakeWeChat, str], clock: Clock
) -> AsyncIterator[tuple[Town, Town]]:
    """Two servers on one database, each with a courier."""
    settings, other = town_settings(wechat[1]), Database(database.url)
    async with (
        opened_town(talker, database, settings, wechat[0], clock, Deadline()) as one,
        opened_town(talker, other, settings, wechat[0], clock, Deadline()) as two,
    ):
        yield one, two
    await other.close()
