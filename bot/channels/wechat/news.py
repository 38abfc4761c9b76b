"""News that nobody waits for an answer to: followers who leave, templates that arrived or not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.channels.wechat import CHANNEL
from bot.channels.wechat.reading import Delivery, Push
from bot.errors import StoreUnavailable
from bot.logs import log
from bot.store.database import Database
from bot.store.post_models import OutboxMessage
from bot.store.repository import Repository

_GONE = "unfollowed us"
# The event may be here before the courier has written down the message's number.
_TRIES = 10
_PAUSE = 2.0
_NEWEST = 200


class News:
    """Writes down what WeChat tells us."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database, self._clock, self._sleep = database, clock, sleep

    async def gone(self, push: Push) -> None:
        """Nothing is sent to them until they are back. Raises StoreUnavailable.

        Pushes may overtake each other: who was heard after they left has come back.
        """
        now = self._clock()
        async with self._database.unit() as rows:
            talk = await rows.peek(CHANNEL, push.follower)
            left = datetime.fromtimestamp(push.created, now.tzinfo)
            if talk and talk.updated_at >= left + timedelta(seconds=1):
                return
            await rows.contacts.lost(CHANNEL, push.follower, _GONE, now)
            await rows.letters.drop_all(CHANNEL, push.follower, _GONE, now)

    async def delivered(self, follower: str, delivery: Delivery) -> None:
        """Note in the ledger what became of a template; tries for a while to find it there."""
        for _ in range(_TRIES):
            try:
                async with self._database.unit() as rows:
                    if await _noted(rows, follower, delivery, self._clock()):
                        return
            except StoreUnavailable:
                log.warning("wechat_delivery_waits")
            await self._sleep(_PAUSE)
        log.warning("wechat_delivery_unknown")


async def _noted(rows: Repository, follower: str, delivery: Delivery, now: datetime) -> bool:
    ledger = await rows.letters.ledger(_NEWEST, address=follower)
    found = [r for r in ledger if r.channel == CHANNEL and r.external_id == delivery.message]
    for row in found:
        _note(row, delivery.status, now)
    return bool(found)


def _note(row: OutboxMessage, status: str, now: datetime) -> None:
    """``success``, or why it was not delivered: it was taken from us, and still never arrived."""
    reason = "template, delivered" if status == "success" else f"template, {status}"[:200]
    if row.reason == reason:
        return  # told before
    row.state = "sent" if status == "success" else "failed"
    row.reason = reason
    row.history = [*row.history, [now.isoformat(), reason]]
