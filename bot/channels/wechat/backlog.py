"""Pushes that came while the database was away: kept in memory, done when it is back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.errors import StoreUnavailable
from bot.logs import log, trace

Work = Callable[[], Awaitable[None]]
_LOOK_AGAIN = 1.0  # seconds


@dataclass(frozen=True)
class _Kept:
    follower: str
    work: Work


class Backlog:
    """Does what is kept in the order in which it came.

    WeChat gives up a push after three tries, some fifteen seconds; an outage lasts longer. It is
    told at once that we have it. What is kept here is lost if the process ends before the
    database is back; then the follower has to write again.
    """

    def __init__(
        self, most: int = 1000, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._most, self._sleep = most, sleep
        self._kept: dict[str, _Kept] = {}
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def full(self) -> bool:
        return len(self._kept) >= self._most

    def holds(self, follower: str) -> bool:
        """Whether something of theirs waits: what they say next must not overtake it."""
        return any(kept.follower == follower for kept in self._kept.values())

    def add(self, key: str, follower: str, work: Work, *, beyond: bool = False) -> bool:
        """Keep it; False when there is no room. One with the same key is kept already.

        ``beyond``: also when there is none, for what WeChat was told that we have.
        """
        if key in self._kept:
            return True
        if self.full and not beyond:
            return False
        self._kept[key] = _Kept(follower, work)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work_off())
        return True

    async def stop(self) -> None:
        """Give up what is left."""
        if self._task and not self._task.done():
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        if self._kept:
            log.error("wechat_backlog_lost", pushes=len(self._kept))

    async def _work_off(self) -> None:
        while self._kept:
            key, kept = next(iter(self._kept.items()))
            try:
                await kept.work()
            except StoreUnavailable:
                await self._sleep(_LOOK_AGAIN)
                continue
            except Exception as error:
                log.error("wechat_backlog_failed", **trace(error))
            del self._kept[key]
