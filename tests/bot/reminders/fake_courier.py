"""Takes letters from the outbox as couriers do, without a platform; some do not arrive."""

import zlib
from datetime import datetime

from sqlalchemy import select

from bot.store.post_models import OutboxMessage
from bot.store.repository import Repository


async def deliver(rows: Repository, now: datetime, trouble: bool = True) -> int:
    """Settle every letter that waits: what becomes of it follows from its key alone."""
    waiting = select(OutboxMessage).where(OutboxMessage.state == "waiting")
    letters = list(await rows.session.scalars(waiting))
    for letter in letters:
        # No random source: two databases with the same letters have the same trouble.
        fate = zlib.crc32(letter.key.encode()) % 100 if trouble else 99
        letter.settled_at = now
        if fate < 4:
            letter.state, letter.reason = "failed", "given up: no answer in time"
        elif fate < 6:
            letter.state, letter.reason = "dropped", "blocked us"
            await rows.contacts.lost(letter.channel, letter.address, "blocked us", now)
        else:
            letter.state = "sent"
    return len(letters)
