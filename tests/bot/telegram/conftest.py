"""A Bot API of our own, and the application behind it."""

from collections.abc import AsyncIterator

import pytest

from bot.conversation.talk import Talk
from bot.store.database import Database
from tests.bot.telegram.office import Office, opened
from tests.fakes.telegram import TelegramFake


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library goes through a proxy where one is set, as it should; here it would miss us."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def platform() -> AsyncIterator[TelegramFake]:
    async with TelegramFake() as made:
        yield made


@pytest.fixture
async def office(talker: Talk, sqlite: Database, platform: TelegramFake) -> AsyncIterator[Office]:
    async with opened(talker, sqlite, platform) as made:
        yield made
