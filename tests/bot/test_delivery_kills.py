"""Killed while delivering: nothing is lost, and only what was on its way may come twice.

Real processes are killed with SIGKILL at moments that a seeded generator picks; where exactly that
hits depends on the machine, what must hold afterwards does not.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.bot import backlog
from tests.bot.accounts import account_settings, bot_settings
from tests.bot.backlog import Key
from tests.bot.commands import environment
from tests.bot.waiting import until, until_it_is
from tests.fakes.telegram import TelegramFake
from tests.fakes.wechat import FakeWeChat, wechat_server
from tests.process import killed, started

KILLS = 6
LEASE = 1.0  # seconds


@pytest.fixture
def wechat() -> Iterator[tuple[FakeWeChat, str]]:
    with wechat_server() as running:
        yield running


class Deliveries:
    """Processes that deliver one after the other, and what was on its way when they were killed."""

    def __init__(
        self, settings: dict[str, str], database: Database, came: Callable[[], list[Key]]
    ) -> None:
        self.hit: Counter[Key] = Counter()
        self._settings, self._database, self._came = settings, database, came

    async def begun_and_killed(self, after: int, pause: float) -> None:
        """``after`` so many letters arrived, and a ``pause`` in seconds."""
        wanted = len(self._came()) + after
        process = await started(self._settings, "tests.bot.delivering", str(LEASE))
        try:
            await until(lambda: len(self._came()) >= wanted)
            await asyncio.sleep(pause)
        finally:
            await killed(process)
        self.hit.update(await backlog.on_their_way(self._database))

    async def finished(self, letters: set[Key]) -> None:
        process = await started(self._settings, "tests.bot.delivering", str(LEASE))
        try:
            await until(lambda: set(self._came()) >= letters)
            await until_it_is(self._settled)
        finally:
            await killed(process)

    async def _settled(self) -> bool:
        rows = (await backlog.ledger(self._database)).values()
        return all(row.settled_at for row in rows)


async def test_killed_again_and_again_while_delivering(
    database: Database, wechat: tuple[FakeWeChat, str], tmp_path: Path
) -> None:
    chance = random.Random(2026)
    letters = await backlog.write(database)
    async with TelegramFake() as telegram:
        accounts = bot_settings(telegram.address) | account_settings(wechat[1])
        settings = environment(tmp_path, **accounts) | {"TUOYU_DATABASE_URL": database.url}
        deliveries = Deliveries(settings, database, lambda: backlog.arrived(telegram, wechat[0]))
        for _ in range(KILLS):
            await deliveries.begun_and_killed(chance.randrange(1, 60), chance.uniform(0, 0.1))
        await deliveries.finished(letters)
        came = backlog.arrived(telegram, wechat[0])
    assert deliveries.hit
    assert set(came) == letters
    # A letter that was on its way at a kill may come once more for it, and no other.
    assert backlog.repeats(came) <= deliveries.hit
    assert backlog.in_order(came)
    await the_ledger_agrees(database, came)


async def the_ledger_agrees(database: Database, came: list[Key]) -> None:
    """Every letter was sent, and was taken up at least as often as it came."""
    times = Counter(came)
    for key, row in (await backlog.ledger(database)).items():
        assert row.state == "sent", key
        assert row.claims >= times[key], key
        lost = [what for _, what in row.history if what == "no word of the last attempt"]
        assert len(lost) == row.claims - 1 - row.failures, row.history
