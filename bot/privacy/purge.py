"""What is deleted by itself: children who have grown out of this, and talks long silent."""

from datetime import date, datetime, timedelta

from bot.privacy.erase import FAREWELL
from bot.store.repository import Repository
from content.rules.ages import after_months

# Vaccinations and check-ups are kept up to here.
GROWN_MONTHS = 36
# Of the silent ones so many at once: the rest an hour later.
_TALKS = 500


async def children(rows: Repository, keep_months: int, today: date) -> int:
    """Those older than 36 months and ``keep_months``."""
    months = GROWN_MONTHS + keep_months
    last = after_months(today, -months)
    # Born on 29 February they are so old on the 29th already, whatever the month of today.
    gone = after_months(last, months) < today
    return await rows.children.purge(last + timedelta(1) if gone else last)


async def talks(rows: Repository, keep_days: int, now: datetime) -> int:
    """Talks silent for longer than ``keep_days``, and persons of whom nothing else is left."""
    silent = await rows.personal.silent(now - timedelta(days=keep_days), _TALKS)
    for channel, sender in silent:
        await rows.personal.forget_talk(channel, sender)
    gone = len(silent) + await rows.personal.purge_farewells(FAREWELL)
    return gone + (await rows.personal.purge_persons() if silent else 0)
