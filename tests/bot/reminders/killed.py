"""A process that plans, tells, delivers, settles and confirms until it is killed.

What takes long to load is loaded once: for each line on its input (a moment in ISO format, and a
word: ``go`` or ``finish``) it forks a process that works from that moment on, and prints that one's
number; when that is gone it prints ``gone``. With ``finish`` the work ends where nothing is left.
"""

import asyncio
import os
import random
import sys
import time
import traceback
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.outbox.courier import Courier
from bot.outbox.outcome import Letter, Outcome, Sent
from bot.reminders.deeds import Deeds, owner_of
from bot.reminders.work import Work
from bot.store.database import Database
from bot.store.reminder_models import OccurrenceRow, Reminder
from bot.wiring import library
from tests.bot.reminders.world import work


class Clock:
    """Runs on from a moment."""

    def __init__(self, since: datetime) -> None:
        self.since, self.started = since, time.monotonic()

    def __call__(self) -> datetime:
        return self.since + timedelta(seconds=time.monotonic() - self.started)


class Fake:
    """A platform: what it received stands in a file, a line a message."""

    channel = "telegram"
    gap = timedelta(0)

    def __init__(self, path: str) -> None:
        # One write is one line, whoever else writes; what was written stays if we are killed.
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def send(self, letter: Letter) -> Outcome:
        os.write(self.file, f"{letter.key}\n".encode())
        await asyncio.sleep(0.02)
        return Sent()


async def live(url: str, received: str, since: datetime, finish: bool) -> None:
    clock = Clock(since)
    database = Database(url, wait=30)
    doing = work(database, library())
    courier = Courier(database, Fake(received), clock, lambda: 1.0)
    while True:
        done = await doing.run(clock())
        done += await courier.deliver_due()
        done += await doing.settle(clock())
        if finish and not done:
            break
        if not finish:
            await confirm(doing, clock())
    await database.close()


async def confirm(doing: Work, now: datetime) -> None:
    """Somebody presses 「办好了」 under something that they were told of, if there is anything."""
    async with doing.database.unit() as rows:
        told = await rows.session.scalars(
            select(OccurrenceRow)
            .join(Reminder, Reminder.occurrence_id == OccurrenceRow.id)
            .where(OccurrenceRow.state == "open", Reminder.state == "sent")
            .order_by(OccurrenceRow.due, OccurrenceRow.id)
            .limit(1)
        )
        for occurrence in told:
            deeds = Deeds(rows, doing.planner, "director:1", now)
            await deeds.done(owner_of(occurrence), occurrence.duty, deeds.today)


def main() -> None:
    url, received = sys.argv[1:]
    library()
    for line in sys.stdin:
        moment, word = line.split()
        child = os.fork()
        if child == 0:
            try:
                random.seed()
                asyncio.run(live(url, received, datetime.fromisoformat(moment), word == "finish"))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print("gone", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
