"""A platform's limit of messages a second, kept by waiting for one's turn."""

import asyncio
from collections.abc import Awaitable, Callable


class Pace:
    """At most ``per_second`` turns a second, evenly; the clock is a monotonic one, in seconds."""

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._step, self._clock, self._sleep = 1 / per_second, clock, sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Return when it is this caller's turn; turns are given in the order of asking."""
        now = self._clock()
        mine = max(self._next, now)
        self._next = mine + self._step
        if mine > now:
            await self._sleep(mine - now)
