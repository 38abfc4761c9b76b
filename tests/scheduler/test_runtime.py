"""The ticker: jobs run at the start and by hand, a fault is reported, nothing stays behind."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from scheduler.errors import JobInvalid, TickerRunning, UnknownJob
from scheduler.runtime import Job, Ticker

HOUR = 3600


class Faults:
    """What was reported, as (job, kind of error)."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, type[BaseException]]] = []

    def __call__(self, name: str, error: BaseException) -> None:
        self.seen.append((name, type(error)))


@pytest.fixture
def faults() -> Faults:
    return Faults()


def returning(*results: int | Exception) -> Callable[[], Awaitable[int]]:
    """A job that returns, or raises, one result after the other."""
    left = iter(results)

    async def run() -> int:
        result = next(left)
        if isinstance(result, Exception):
            raise result
        return result

    return run


class Held:
    """A job that runs until it is let go, and knows how many of it run at once."""

    def __init__(self) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.now = self.most = self.finished = 0

    async def __call__(self) -> int:
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.set()
        try:
            await self.go.wait()
            self.finished += 1
        finally:
            self.now -= 1
        return self.finished


def left_behind() -> list[object]:
    """Tasks beside the test's own, and timers; asyncio has no public list of its timers."""
    loop: Any = asyncio.get_running_loop()
    timers = loop._scheduled
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return [*tasks, *(timer for timer in timers if not timer.cancelled())]


async def test_run_now_returns_what_the_job_did(faults: Faults) -> None:
    ticker = Ticker([Job("send", HOUR, returning(3)), Job("plan", HOUR, returning(5))], faults)
    assert await ticker.run_now("plan") == 5
    assert await ticker.run_now("send") == 3
    assert faults.seen == []


async def test_a_job_that_raises_is_reported_and_runs_again(faults: Faults) -> None:
    ticker = Ticker([Job("send", HOUR, returning(ValueError("no"), 2))], faults)
    assert await ticker.run_now("send") is None
    assert await ticker.run_now("send") == 2
    assert faults.seen == [("send", ValueError)]


async def test_a_name_that_no_job_has(faults: Faults) -> None:
    ticker = Ticker([Job("send", HOUR, returning())], faults)
    with pytest.raises(UnknownJob, match=r"'sned'.*send"):
        await ticker.run_now("sned")


@pytest.mark.parametrize("seconds", [0, -1, 0.5, float("inf"), float("nan"), 10**12])
def test_an_interval_that_is_not_possible(seconds: float) -> None:
    with pytest.raises(JobInvalid, match="send"):
        Job("send", seconds, returning())


def test_two_jobs_with_one_name(faults: Faults) -> None:
    with pytest.raises(JobInvalid, match="one name"):
        Ticker([Job("send", HOUR, returning()), Job("send", 60, returning())], faults)


async def test_every_job_runs_at_the_start_and_nothing_is_left_after_the_stop(
    faults: Faults,
) -> None:
    send, tidy = Held(), Held()
    ticker = Ticker([Job("send", HOUR, send), Job("tidy", HOUR, tidy)], faults)
    ticker.start()
    await send.begun.wait()
    await tidy.begun.wait()
    send.go.set()
    tidy.go.set()
    await ticker.stop()
    assert (send.finished, tidy.finished) == (1, 1)
    assert left_behind() == []
    assert faults.seen == []


async def test_a_tick_that_raises_is_reported_and_the_others_go_on(faults: Faults) -> None:
    tidy = Held()
    jobs = [Job("send", HOUR, returning(ValueError("no"), 2)), Job("tidy", HOUR, tidy)]
    ticker = Ticker(jobs, faults)
    ticker.start()
    await tidy.begun.wait()
    tidy.go.set()
    await ticker.stop()
    assert faults.seen == [("send", ValueError)]
    assert tidy.finished == 1
    assert await ticker.run_now("send") == 2


async def test_stop_lets_a_running_job_finish(faults: Faults) -> None:
    send = Held()
    ticker = Ticker([Job("send", HOUR, send)], faults)
    ticker.start()
    await send.begun.wait()
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    send.go.set()
    await stopping
    assert send.finished == 1
    assert left_behind() == []


async def test_stop_cancels_and_reports_a_job_that_does_not_finish(faults: Faults) -> None:
    send = Held()
    ticker = Ticker([Job("send", HOUR, send)], faults, grace_seconds=0)
    ticker.start()
    await send.begun.wait()
    await ticker.stop()
    assert (send.now, send.finished) == (0, 0)
    assert faults.seen == [("send", asyncio.CancelledError)]
    assert left_behind() == []


async def test_stop_right_after_start(faults: Faults) -> None:
    send = Held()
    ticker = Ticker([Job("send", HOUR, send)], faults)
    ticker.start()
    await ticker.stop()
    await asyncio.sleep(0)
    assert send.now == 0
    assert left_behind() == []
    assert faults.seen == []


async def test_stop_lets_a_job_finish_that_was_handed_out_but_has_not_begun(
    faults: Faults,
) -> None:
    steps: list[str] = []

    async def send() -> int:
        steps.append("begun")
        for _ in range(5):
            await asyncio.sleep(0)
        steps.append("finished")
        return 1

    ticker = Ticker([Job("send", HOUR, send)], faults)
    ticker.start()
    await asyncio.sleep(0)
    assert steps == []
    await ticker.stop()
    assert steps == ["begun", "finished"]
    assert left_behind() == []


async def test_it_can_be_started_again_but_not_twice(faults: Faults) -> None:
    send = Held()
    send.go.set()
    ticker = Ticker([Job("send", HOUR, send)], faults)
    for expected in (1, 2):
        ticker.start()
        with pytest.raises(TickerRunning):
            ticker.start()
        await send.begun.wait()
        await ticker.stop()
        await ticker.stop()
        assert send.finished == expected
        send.begun.clear()


async def test_run_now_waits_for_the_run_under_way(faults: Faults) -> None:
    send = Held()
    ticker = Ticker([Job("send", HOUR, send)], faults)
    ticker.start()
    await send.begun.wait()
    by_hand = asyncio.create_task(ticker.run_now("send"))
    await asyncio.sleep(0)
    send.go.set()
    assert await by_hand == 2
    await ticker.stop()
    assert send.most == 1
