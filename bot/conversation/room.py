"""How many messages one process works on at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import StoreUnavailable


class Room:
    """``most`` places, first come first served; who gets none in ``wait`` seconds is sent away.

    A message is work for the processor, so a hundred at once would not be done any sooner, only
    all as late as the last of them. And the threads that understand them would keep the event
    loop from its turn, and with it answers that are ready and deadlines (WeChat's five seconds).
    """

    def __init__(self, most: int = 8, wait: float = 10.0) -> None:
        self._wait = wait
        self._places = asyncio.Semaphore(most)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Raises StoreUnavailable where there is none: the message may be sent again."""
        try:
            async with asyncio.timeout(self._wait):
                await self._places.acquire()
        except TimeoutError as error:
            raise StoreUnavailable(f"too many messages: no place in {self._wait} s") from error
        try:
            yield
        finally:
            self._places.release()
