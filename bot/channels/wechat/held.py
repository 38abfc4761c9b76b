"""The first letter of a reply: held for a while, because it may go back with the push."""

from datetime import datetime

from bot.channels.outgoing import Outgoing, restored
from bot.channels.wechat import CHANNEL
from bot.conversation.service import Inbound
from bot.outbox.post import letter_key
from bot.store.post_models import OutboxMessage
from bot.store.repository import Repository

PASSIVE = "passive"


async def _first(rows: Repository, inbound: Inbound) -> OutboxMessage | None:
    return await rows.letters.by_key(letter_key(CHANNEL, inbound.sender, inbound.external_id, 0))


async def answered(rows: Repository, inbound: Inbound, now: datetime) -> Outgoing | None:
    """The letter, settled as sent with the push; None where it is or was sent in another way.

    A retry of the push may have it again, because it did not get the first one.
    """
    row = await _first(rows, inbound)
    if row is None or row.payload is None:
        return None
    if row.state == "waiting":
        row.state, row.settled_at, row.reason = "sent", now, PASSIVE
        row.history = [*row.history, [now.isoformat(), f"sent: {PASSIVE}"]]
    passive = row.state == "sent" and row.reason == PASSIVE
    return restored(row.payload) if passive else None


async def released(rows: Repository, inbound: Inbound, now: datetime) -> None:
    """Too late to go back with the push: it is due now."""
    row = await _first(rows, inbound)
    if row is not None and row.state == "waiting" and row.due_at > now:
        row.due_at = now
        row.history = [*row.history, [now.isoformat(), "too late for the push"]]
