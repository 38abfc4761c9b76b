"""The five seconds: what goes back with a push, and what is said later instead.

WeChat waits five seconds, then sends the push again, three times in all. So an answer that takes
longer is acknowledged at once and follows by customer service; a push that cannot be recorded is
acknowledged too, and kept until it can.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from bot.channels.outgoing import Outgoing, Text
from bot.channels.wechat.backlog import Backlog
from bot.channels.wechat.held import answered, released
from bot.channels.wechat.passive import BUSY, BUSY_LATE
from bot.conversation.service import Inbound, Service
from bot.errors import StoreUnavailable
from bot.logs import log, trace

# WeChat waits five. The rest is for the way there and back, and where hundreds push at once for
# their way to us and the saying so: on two busy cores that took a second.
PATIENCE = 3.5


async def patience() -> None:
    """Returns when it is too late to answer with the push."""
    await asyncio.sleep(PATIENCE)


class Answering:
    """Answers messages. ``deadline``: returns when it is too late; ``written``: calls the courier."""

    def __init__(
        self,
        service: Service,
        backlog: Backlog,
        clock: Callable[[], datetime],
        written: Callable[[], None],
        deadline: Callable[[], Awaitable[None]] = patience,
    ) -> None:
        self._service, self._backlog = service, backlog
        self._clock, self._written, self._deadline = clock, written, deadline
        self._late: set[asyncio.Task[None]] = set()

    async def answer(self, inbound: Inbound) -> Outgoing | None:
        """What goes back with the push; None: only that it arrived."""
        if self._backlog.holds(inbound.sender):
            return self._kept(inbound)
        work = asyncio.ensure_future(self._reply(inbound))
        if not await self._in_time(work):
            self._follow(work, inbound)
            return Text(text=BUSY_LATE) if self._backlog.full else None
        try:
            work.result()
            return await self._settled(inbound)
        except StoreUnavailable as error:
            log.warning("wechat_waits", reason=str(error))
            return self._kept(inbound)
        except Exception as error:
            # Not even the excuse could be written; the same push would end here again.
            log.error("push_failed", **trace(error))
            return Text(text=BUSY)

    async def stop(self) -> None:
        """Let what is late be finished."""
        if self._late:
            await asyncio.wait(self._late, timeout=5)

    async def _in_time(self, work: asyncio.Future[Any]) -> bool:
        deadline = asyncio.ensure_future(self._deadline())
        try:
            await asyncio.wait({work, deadline}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            deadline.cancel()
        return work.done()

    async def _reply(self, inbound: Inbound) -> dict[str, Any]:
        """Raises StoreUnavailable when nothing could be recorded."""
        try:
            return await self._service.handle(inbound)
        except StoreUnavailable:
            raise
        except Exception as error:
            # A mistake of ours: said so once, rather than sent to us again and again.
            log.error("push_failed", **trace(error))
            return await self._service.excuse(inbound)

    async def _settled(self, inbound: Inbound) -> Outgoing | None:
        """The letter that goes with the push; if none does, the courier has or will send it."""
        try:
            async with self._service.database.unit() as rows:
                return await answered(rows, inbound, self._clock())
        except StoreUnavailable:
            return None

    def _kept(self, inbound: Inbound) -> Outgoing | None:
        work = partial(self._later, inbound)
        kept = self._backlog.add(_key(inbound), inbound.sender, work)
        return None if kept else Text(text=BUSY)

    def _follow(self, work: asyncio.Future[dict[str, Any]], inbound: Inbound) -> None:
        task = asyncio.ensure_future(self._followed(work, inbound))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _followed(self, work: asyncio.Future[dict[str, Any]], inbound: Inbound) -> None:
        try:
            await work
            await self._released(inbound)
        except StoreUnavailable:
            again = partial(self._later, inbound)
            self._backlog.add(_key(inbound), inbound.sender, again, beyond=True)
        except Exception as error:
            log.error("push_failed", **trace(error))

    async def _later(self, inbound: Inbound) -> None:
        """Answer it by customer service. Raises StoreUnavailable."""
        await self._reply(inbound)
        await self._released(inbound)

    async def _released(self, inbound: Inbound) -> None:
        async with self._service.database.unit() as rows:
            await released(rows, inbound, self._clock())
        self._written()


def _key(inbound: Inbound) -> str:
    """Events of two followers may have the same id."""
    return f"{inbound.sender}/{inbound.external_id}"
