"""What is deleted when it need not be kept any longer; the settings say how long each is kept."""

from datetime import datetime, timedelta

from bot.privacy import purge
from bot.settings import CHINA, Settings
from bot.store.repository import Repository


async def clean(rows: Repository, settings: Settings, now: datetime) -> int:
    """Delete everything whose time is over; how much that was."""
    today = now.astimezone(CHINA).date()
    gone = await rows.letters.purge(now - timedelta(days=settings.keep_days))
    gone += await rows.files.purge(now)
    gone += await rows.bindings.purge_codes(now)
    gone += await rows.institutions.purge_left(today - timedelta(days=settings.keep_staff_days))
    gone += await rows.occurrences.purge(today - timedelta(days=settings.keep_reminders_days))
    gone += await rows.audits.purge(now - timedelta(days=settings.keep_audit_days))
    gone += await purge.children(rows, settings.keep_children_months, today)
    gone += await purge.talks(rows, settings.keep_talks_days, now)
    return gone
