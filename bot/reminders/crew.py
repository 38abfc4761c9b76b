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
class Orders:
    """What each process is told. ``rules`` makes them there: a function of a module."""

    url: str
    rules: Callable[[], Rules]
    channels: Collection[str]
    now: datetime


@dataclass(frozen=True)
class Crew:
    """The processes of one server: asked where more wait than one should plan while it answers."""

    url: str
    rules: Callable[[], Rules]
    channels: Collection[str]
    workers: int

    async def run(self, now: datetime) -> Tally:
        """See ``plan``. The loop goes on meanwhile."""
        return await asyncio.to_thread(
            plan, Orders(self.url, self.rules, self.channels, now), self.workers
        )


def plan(orders: Orders, workers: int) -> Tally:
    """Plan all whose day has come, with so many processes. On SQLite more than one is no faster.

    Raises StoreUnavailable, and BrokenProcessPool where one was killed: what it had committed
    stays, the rest is planned at the next run.
    """
    tally = Tally()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for part in pool.map(work, [orders] * workers):
            tally += part
    return tally


def work(orders: Orders) -> Tally:
    """One process's share."""
    rules = orders.rules()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    return asyncio.run(_work(orders, rules))


async def _work(orders: Orders, rules: Rules) -> Tally:
    database = Database(orders.url)
    try:
        return await Planner(database, rules, orders.channels).run(orders.now)
    finally:
        await database.close()
