"""The reminders of a whole country on PostgreSQL: planned, told, handed over, at several sizes.

``TUOYU_BENCH_INSTITUTIONS``: the sizes, with commas between them. By itself this module draws the
growth too: ``python -m tests.bench.reminders 1000,10000,100000 docs/reminders-growth.svg``.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil
from sqlalchemy import text

from bot.outbox.courier import Courier
from bot.outbox.outcome import Letter, Outcome, Sent
from bot.reminders.crew import Crew
from bot.reminders.rules import Rules
from bot.reminders.teller import Teller
from bot.reminders.ways import Ways
from bot.store.database import Database
from bot.store.migrate import upgrade
from bot.wiring import library
from scheduler.calendar import Calendar
from tests.bench import country
from tests.bench.outbox import Taking
from tests.postgres import postgres_server

SIZES = os.environ.get("TUOYU_BENCH_INSTITUTIONS", "1000,10000")
WORKERS = 2
# Whoever has nothing to hear today gets one that is made up, so that all have a digest.
_EVERYBODY = """
INSERT INTO reminder (occurrence_id, stage, "on", person_id, role, state, tries)
SELECT DISTINCT ON (o.institution_id) o.id, 'bench', o.known_on, a.person_id, 'director', 'pending', 0
FROM duty_occurrence o JOIN binding b ON b.institution_id = o.institution_id
JOIN person_address a ON a.channel = b.channel AND a.address = b.address
WHERE NOT EXISTS (SELECT FROM reminder r WHERE r.person_id = a.person_id AND r.state = 'pending')
"""
_AGAIN = """
UPDATE outbox SET state = 'waiting', due_at = now(), settled_at = NULL, claims = 0, history = '[]'
"""


class Answering(Taking):
    """A platform that answers as one in the same country does; nobody's answers at once."""

    async def send(self, letter: Letter) -> Outcome:
        await asyncio.sleep(0.05)
        return Sent()


@dataclass
class Memory:
    """The most that our processes held together, in MB: this one and its children."""

    peak: float = 0.0
    _over: Event = field(default_factory=Event)

    def look(self) -> None:
        while not self._over.wait(0.1):
            ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
            self.peak = max(self.peak, sum(map(_held, ours)))

    def stop(self) -> None:
        self._over.set()


def _held(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 2**20 if "python" in process.name() else 0.0
    except psutil.Error:
        return 0.0


@contextmanager
def memory() -> Iterator[Memory]:
    measured = Memory()
    watcher = Thread(target=measured.look)
    watcher.start()
    try:
        yield measured
    finally:
        measured.stop()
        watcher.join()


def measure() -> dict[str, float]:
    figures: dict[str, float] = {}
    for size in map(int, SIZES.split(",")):
        for name, value in measured(size).items():
            figures[f"reminders {size} institutions, {name}"] = value
    return figures


def measured(size: int) -> dict[str, float]:
    with postgres_server() as server:
        url: str = server.get_uri()
        figures = {"load s": timed(lambda: asyncio.run(_settled(url, size)))}
        with memory() as held:
            figures["first plan s"] = timed(lambda: _planned(url, country.TODAY))
        figures["first plan, memory of all processes MB"] = held.peak
        figures["plan again s"] = timed(lambda: _planned(url, country.TODAY))
        asyncio.run(_execute(url, _EVERYBODY, "UPDATE person SET look_at = now()"))
        seconds = timed(lambda: asyncio.run(_told(url)))
        figures["tell s"] = seconds
        figures |= _handed_over_in_all_ways(url)
        figures["next day's plan s"] = timed(lambda: _planned(url, country.TODAY + timedelta(1)))
    return figures


def timed(what: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def rules() -> Rules:
    return Rules(country.of_twelve(library()), Calendar())


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def _planned(url: str, day: date) -> None:
    Crew(url, rules, ["bench"], WORKERS).plan(_at(day))


async def _settled(url: str, size: int) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()
    await country.settle(url, size)


async def _execute(url: str, *statements: str) -> None:
    database = Database(url)
    async with database.unit() as rows:
        for statement in statements:
            await rows.session.execute(text(statement))
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text("VACUUM ANALYZE"))
    await database.close()


async def _told(url: str) -> None:
    database = Database(url)
    await Teller(database, rules(), Ways(free=frozenset({"bench"}))).run(_at(country.TODAY))
    await database.close()


def _handed_over_in_all_ways(url: str) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, carrier in (("at once", Taking()), ("in 50 ms", Answering())):
        for workers in (1, 2):
            asyncio.run(_execute(url, _AGAIN))
            rate = _handed_over(url, carrier, workers)
            figures[f"letters/s to a channel that answers {name}, {workers} worker(s)"] = rate
        one, two = list(figures.values())[-2:]
        figures[f"two workers / one, answers {name}"] = two / one
    return figures


def _handed_over(url: str, carrier: Taking, workers: int) -> float:
    """Letters a second, from the first claim to the last outcome."""
    begin = time.time() + 4  # until then all of them have started
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        shares = list(pool.map(partial(_deliver, url, carrier), [begin] * workers))
    last = max(ended for _, ended in shares)
    return sum(count for count, _ in shares) / (last - begin)


def _deliver(url: str, carrier: Taking, begin: float) -> tuple[int, float]:
    return asyncio.run(_delivered(url, carrier, begin))


async def _delivered(url: str, carrier: Taking, begin: float) -> tuple[int, float]:
    database = Database(url)
    await database.ping()
    courier = Courier(database, carrier, lambda: datetime.now(UTC), lambda: 1.0)
    await asyncio.sleep(begin - time.time())
    count = await courier.deliver_due()
    ended = time.time()
    await database.close()
    return count, ended


def draw(sizes: list[int], by_size: list[dict[str, float]], file: Path) -> None:
    """How the times grow with the number of institutions."""
    import matplotlib as mpl

    mpl.use("Agg")
    # The same figures give the same file, byte for byte.
    mpl.rcParams["svg.hashsalt"] = "tuoyu"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 5))
    for name in ("first plan s", "next day's plan s", "plan again s", "tell s"):
        axes.loglog(sizes, [figures[name] for figures in by_size], "o-", label=name[:-2])
    axes.axhline(180, linestyle="--", color="grey", label="3 minutes")
    axes.set(xlabel="institutions, 15 staff each", ylabel="seconds")
    axes.legend()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1].split(",")]
    by_size = []
    for size in sizes:
        by_size.append(measured(size))
        for name, value in by_size[-1].items():
            print(f"{size} institutions, {name}: {value:,.2f}", flush=True)
    if len(sys.argv) > 2:
        draw(sizes, by_size, Path(sys.argv[2]))


if __name__ == "__main__":
    main()
