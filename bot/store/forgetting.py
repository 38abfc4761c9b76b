"""An institution is deleted with everything: what no foreign key reaches is deleted here."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.institution_models import Done, Institution
from bot.store.post_models import OutboxMessage, StoredFile
from bot.store.reminder_models import OccurrenceRow, Reminder

_WHY = "the institution was deleted"


class Forgetting:
    """Deletion within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def institution(self, institution_id: int, now: datetime) -> bool:
        """Delete it with staff, dates, deeds, evidence, bindings, codes, reminders, and what
        letters said of it; the audit log stays. False where there is none.

        Letters that did not go out yet are dropped: what they said of others is told again.
        """
        letters = OutboxMessage.key.in_(_digests(institution_id))
        waiting = letters & (OutboxMessage.state == "waiting")
        await self._set(waiting, state="dropped", settled_at=now, reason=_WHY)
        await self._set(letters & (OutboxMessage.state != "sending"), payload=None)
        await self.session.execute(
            delete(StoredFile)
            .where(StoredFile.id.in_(_evidence(institution_id)))
            .execution_options(synchronize_session=False)
        )
        gone = await self.session.execute(
            delete(Institution).where(Institution.id == institution_id)
        )
        return bool(gone.rowcount)  # type: ignore[attr-defined]

    async def _set(self, which: Any, **values: Any) -> None:
        await self.session.execute(
            update(OutboxMessage)
            .where(which)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _digests(institution_id: int) -> Any:
    """Keys of the letters that told somebody of its duties."""
    return (
        select(Reminder.digest)
        .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
        .where(OccurrenceRow.institution_id == institution_id, Reminder.digest.is_not(None))
    )


def _evidence(institution_id: int) -> Any:
    return select(Done.file).where(
        Done.institution_id == institution_id, Done.file.is_not(None)
    )  # fmt: skip
