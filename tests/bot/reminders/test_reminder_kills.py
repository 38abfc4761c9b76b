"""Killed anywhere between plan and confirmation: every reminder is sent once, or, where the kill
hit its sending, twice; none is lost, and the ledger agrees with what was received.

``TUOYU_KILLS``: how often. Real processes are killed with SIGKILL at moments that a seeded
generator picks; where exactly that hits depends on the machine.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import select

from bot.reminders.notice import digest_key
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import NOBODY, Reminder
from tests.bot.commands import environment
from tests.bot.reminders.world import appoint, bind, checked, china, nursery
from tests.process import ROOT

KILLS = int(os.environ.get("TUOYU_KILLS", "6"))
PLACES = 25
START = date(2026, 11, 23)


class Worker:
    """The process that loads once and forks for each life."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.received = folder / "received"
        settings = environment(folder)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.reminders.killed", database.url, str(self.received)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=settings, cwd=ROOT, text=True,
        )  # fmt: skip

    async def cut_short(self, since: datetime, letters: int, pause: float) -> int:
        """A life from a moment on, killed a pause (seconds) after so many letters arrived, or
        after four seconds in which they did not. The exit code."""
        wanted = letters + sum(self.came().values())
        pid = int(await self._asked(f"{since.isoformat()} go\n"))
        with suppress(TimeoutError):
            async with asyncio.timeout(4):
                while sum(self.came().values()) < wanted:  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        await asyncio.sleep(pause)
        os.kill(pid, signal.SIGKILL)
        return await self._gone()

    async def whole(self, since: datetime) -> int:
        """A life from a moment on, until nothing is left to do. The exit code."""
        await self._asked(f"{since.isoformat()} finish\n")
        return await self._gone()

    async def _gone(self) -> int:
        return int((await asyncio.to_thread(self._out.readline)).split()[1])

    async def _asked(self, line: str) -> str:
        assert self.process.stdin
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return await asyncio.to_thread(self._out.readline)

    @property
    def _out(self) -> IO[str]:
        assert self.process.stdout
        return self.process.stdout

    def came(self) -> Counter[str]:
        return Counter(self.received.read_text().split()) if self.received.exists() else Counter()

    def stop(self) -> None:
        with self.process:
            assert self.process.stdin
            self.process.stdin.close()


async def test_killed_again_and_again(database: Database, tmp_path: Path) -> None:
    await _country(database)
    chance, hit = random.Random(2026), Counter[str]()
    worker, now = Worker(database, tmp_path), _morning(START)
    try:
        for number in range(KILLS):
            # A second life on the same day goes on with what the first was killed over.
            now = _morning(START + timedelta(number // 2)) + timedelta(hours=4 * (number % 2))
            # A third of them while planning, the others while sending and just after it.
            letters, pause = chance.choice(((0, 0.6), (1, 0.03), (2, 0.2)))
            code = await worker.cut_short(now, letters, chance.uniform(0, pause))
            assert code == -signal.SIGKILL
            hit.update(await _on_their_way(database))
        for hours in (1, 24, 48):
            assert await worker.whole(now + timedelta(hours=hours)) == 0
    finally:
        worker.stop()
    await _the_ledger_agrees(database, worker.came(), hit)


async def _country(database: Database) -> None:
    async with database.unit() as rows:
        for n in range(1, PLACES + 1):
            home = await nursery(rows, n, created_at=china(2026, 11, 20))
            for k in range(4):
                await checked(rows, home, f"员工{k}", START - timedelta(365 - (n * 4 + k) % 90))
            await bind(rows, home, f"boss{n}")
        await appoint(rows, "330703", "officer")


def _morning(day: date) -> datetime:
    return china(day.year, day.month, day.day)


async def _letters(database: Database) -> dict[str, OutboxMessage]:
    async with database.unit() as rows:
        return {row.key: row for row in await rows.session.scalars(select(OutboxMessage))}


async def _on_their_way(database: Database) -> list[str]:
    """Taken up and not settled when the process was killed: it may have sent them or not."""
    return [key for key, row in (await _letters(database)).items() if row.state == "sending"]


async def _the_ledger_agrees(database: Database, came: Counter[str], hit: Counter[str]) -> None:
    letters = await _letters(database)
    assert came
    assert set(letters) == set(came)
    assert {row.state for row in letters.values()} == {"sent"}
    # Twice only what a kill hit, and not more often than that.
    assert came - Counter(set(came)) <= hit
    async with database.unit() as rows:
        reminders = list(await rows.session.scalars(select(Reminder)))
    told = [r for r in reminders if r.told_at]
    assert all(r.state == "sent" for r in told)
    assert {r.digest for r in told} == set(letters)
    for row in told:
        day = row.told_at.astimezone(CHINA).date()
        assert row.digest == digest_key(row.person_id, day)
    counted = Counter(r.digest for r in told)
    assert counted == {key: int(row.payload["fields"]["count"]) for key, row in letters.items()}
    # Who was not told of a stage: nobody needed to be, or the row says why.
    assert all(r.why for r in reminders if not r.told_at)
    assert all(r.state == "skipped" or r.person_id == NOBODY or r.why for r in reminders if not r.told_at)  # fmt: skip
