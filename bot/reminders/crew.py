"""The daily plan by several processes: each claims portions that no other has."""

import asyncio
import gc
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from bot.reminders.planner import Planner, Tally
from bot.reminders.rules import Rules
from bot.store.database import Database

# Planning makes many small objects and no cycles of them: looking for some takes a third of the
# time. So it is done seldom, and not among what was loaded.
_SELDOM = (100_000, 20, 50)


@dataclass(frozen=True)
class Crew:
    """The processes of one server. ``rules`` makes them in each: a function of a module."""

    url: str
    rules: Callable[[], Rules]
    channels: Collection[str]
    workers: int

    async def run(self, now: datetime) -> Tally:
        """See ``plan``. The loop goes on meanwhile."""
        return await asyncio.to_thread(self.plan, now)

    def plan(self, now: datetime) -> Tally:
        """Plan all whose day has come, all together. On SQLite more than one is no faster.

        Raises StoreUnavailable, and BrokenProcessPool where one was killed: what it had committed
        stays, the rest is planned at the next run.
        """
        tally = Tally()
        with ProcessPoolExecutor(self.workers, mp_context=get_context("spawn")) as pool:
            for part in pool.map(work, [self] * self.workers, [now] * self.workers):
                tally += part
        return tally


def work(crew: Crew, now: datetime) -> Tally:
    """One process's share."""
    rules = crew.rules()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    return asyncio.run(_work(crew, rules, now))


async def _work(crew: Crew, rules: Rules, now: datetime) -> Tally:
    database = Database(crew.url)
    try:
        return await Planner(database, rules, crew.channels).run(now)
    finally:
        await database.close()
