"""Rows of files that are sent: pictures, documents, calendars."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.institution_models import Done
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

    async def keep(
        self,
        file_id: str,
        file: Content,
        expires_at: datetime | None,
        of: tuple[str, str] | None = None,
    ) -> None:
        """``file_id``: made from a secure random source; whoever knows it may read the file.

        ``expires_at``: None for the evidence of a deed, which nobody may read by its id alone.
        ``of``: channel and address of whose it is.
        """
        channel, address = of or (None, None)
        self.session.add(
            StoredFile(
                id=file_id,
                name=file.name,
                media_type=file.media_type,
                content=file.content,
                expires_at=expires_at,
                channel=channel,
                address=address,
            )
        )

    async def read(self, file_id: str, now: datetime) -> Content | None:
        """The file; None for one that never was or has expired."""
        found = await self.session.get(StoredFile, file_id)
        if found is None or found.expires_at is None or found.expires_at <= now:
            return None
        return Content(found.name, found.media_type, found.content)

    async def evidence(self, file_id: str) -> Content | None:
        """The evidence of a deed. Who may see it is asked of the permissions by the caller."""
        found = await self.session.get(StoredFile, file_id)
        if found is None or found.expires_at is not None:
            return None
        return Content(found.name, found.media_type, found.content)

    async def forget(self, channel: str, address: str) -> None:
        """Delete somebody's files."""
        await self.session.execute(
            delete(StoredFile).where(StoredFile.channel == channel, StoredFile.address == address)
        )

    async def purge(self, now: datetime) -> int:
        """Delete expired files, and evidence whose deed is gone."""
        lost = and_(
            StoredFile.expires_at.is_(None),
            ~select(Done.subject).where(Done.file == StoredFile.id).exists(),
        )
        done = await self.session.execute(
            delete(StoredFile)
            .where(or_(StoredFile.expires_at <= now, lost))
            .execution_options(synchronize_session=False)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]
