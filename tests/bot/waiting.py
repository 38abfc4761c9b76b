"""Waiting for what processes and platforms in threads do: they call nobody, so one looks again."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], bool]) -> None:
    """Two minutes are given up after."""

    async def asked() -> bool:
        return holds()

    await until_it_is(asked)


async def until_it_is(holds: Callable[[], Awaitable[bool]]) -> None:
    """The same for what has to be awaited."""
    async with asyncio.timeout(120):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
