"""A service on a database that is ready: migrated, and gone afterwards if it was temporary."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.conversation.service import Service
from bot.settings import Settings
from bot.store.migrate import upgrade
from bot.wiring import service


@asynccontextmanager
async def opened(settings: Settings, db: str | None) -> AsyncIterator[Service]:
    """The service on ``db``; without one, on a fresh database that is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="tuoyu-") as folder:
        url = db or f"sqlite+aiosqlite:///{Path(folder) / 'chat.db'}"
        made = service(settings.model_copy(update={"database_url": url}))
        try:
            await upgrade(made.database)
            yield made
        finally:
            await made.database.close()
