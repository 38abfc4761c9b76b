"""The ticker: runs a few jobs again and again. The one importer of APScheduler.

It only ticks. What is due is written in rows, and a job looks there; so nothing is lost when
the process restarts, and no job store is needed but the one in memory.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.errors import JobInvalid, TickerRunning, UnknownJob

LONGEST_SECONDS = 366 * 24 * 3600


@dataclass(frozen=True)
class Job:
    """Something to do every so many seconds (1 to a year). ``run`` returns how much it did."""

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[int]]

    def __post_init__(self) -> None:
        if not 1 <= self.every_seconds <= LONGEST_SECONDS:
            raise JobInvalid(f"{self.name}: every {self.every_seconds} seconds is not possible")


class Ticker:
    """Runs each job at the start and then at its interval; never one job twice at a time.

    A job that raises is reported to ``on_error`` and runs again next time. ``stop`` gives
    running jobs ``grace_seconds`` to finish; one that takes longer is cancelled and reported
    with its CancelledError. Raises JobInvalid for two jobs with one name.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        on_error: Callable[[str, BaseException], None],
        grace_seconds: float = 10,
    ) -> None:
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) < len(jobs):
            raise JobInvalid("two jobs have one name")
        self._on_error = on_error
        self._grace_seconds = grace_seconds
        self._locks = {name: asyncio.Lock() for name in self._jobs}
        self._ticks: set[asyncio.Task[None]] = set()
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Begin to tick; to be called where an event loop runs. Raises TickerRunning."""
        if self._scheduler is not None:
            raise TickerRunning("the ticker runs already")
        # A new one each time: APScheduler forgets its jobs when it is shut down.
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in self._jobs.values():
            self._add(self._scheduler, job)
        self._scheduler.start()

    def _add(self, scheduler: AsyncIOScheduler, job: Job) -> None:
        scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=job.every_seconds, timezone=UTC),
            args=(job,),
            id=job.name,
            name=job.name,
            max_instances=1,
            coalesce=True,
            # However late, a tick is run: rows do not stop being due.
            misfire_grace_time=None,
            # At once: a process restarted more often than the interval would never run it.
            next_run_time=datetime.now(UTC),
        )

    async def stop(self) -> None:
        """Stop ticking and leave nothing running. Does nothing if the ticker does not run."""
        if self._scheduler is None:
            return
        scheduler, self._scheduler = self._scheduler, None
        scheduler.pause()
        try:
            await self._finish_ticks()
        finally:
            scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # APScheduler only queues its shutdown on the loop

    async def _finish_ticks(self) -> None:
        await asyncio.sleep(0)  # ticks already handed to the loop begin, so that we see them
        if not self._ticks:
            return
        _, late = await asyncio.wait(self._ticks, timeout=self._grace_seconds)
        for tick in late:
            tick.cancel()
        if late:
            await asyncio.wait(late)

    async def run_now(self, name: str) -> int | None:
        """Run one job, after the run under way if there is one; the ticker need not run.

        Returns what the job returned; None if it raised (which is reported). Raises UnknownJob.
        """
        if name not in self._jobs:
            raise UnknownJob(f"no job is named {name!r}; there are: {', '.join(self._jobs)}")
        return await self._run(self._jobs[name])

    async def _run(self, job: Job) -> int | None:
        async with self._locks[job.name]:
            try:
                return await job.run()
            except Exception as error:
                self._on_error(job.name, error)
                return None

    async def _tick(self, job: Job) -> None:
        tick = asyncio.current_task()
        assert tick is not None  # noqa: S101 - a coroutine always runs in a task
        self._ticks.add(tick)
        try:
            await self._run(job)
        except asyncio.CancelledError as error:
            # It ends here: nobody awaits a tick, and APScheduler would log a fault of the job.
            self._on_error(job.name, error)
        finally:
            self._ticks.discard(tick)
