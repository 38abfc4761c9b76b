"""Rows of files that are sent: pictures, documents, calendars."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.post_models import StoredFile


@dataclass(frozen=True)
class Content:
    """A file as it is sent."""

    name: str
    media_type: str
    content: bytes


class Files:
    """Stored files within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def keep(self, file_id: str, file: Content, expires_at: datetime) -> None:
        """``file_id``: made from a secure random source; whoever knows it may read the file."""
        self.session.add(
            StoredFile(
                id=file_id,
                name=file.name,
                media_type=file.media_type,
                content=file.content,
                expires_at=expires_at,
            )
        )

    async def read(self, file_id: str, now: datetime) -> Content | None:
        """The file; None for one that never was or has expired."""
        found = await self.session.get(StoredFile, file_id)
        if found is None or found.expires_at <= now:
            return None
        return Content(found.name, found.media_type, found.content)

    async def purge(self, now: datetime) -> int:
        """Delete expired files."""
        done = await self.session.execute(delete(StoredFile).where(StoredFile.expires_at <= now))
        return int(done.rowcount)  # type: ignore[attr-defined]
