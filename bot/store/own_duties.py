"""Rows of the duties that institutions set themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.reminder_models import OwnDuty


class OwnDuties:
    """Institutions' own duties within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, institution_id: int, told: Mapping[str, Any]) -> OwnDuty:
        """``told``: title, todo, rhythm, leads."""
        row = OwnDuty(institution_id=institution_id, ended_on=None, **told)
        self.session.add(row)
        await self.session.flush()
        return row

    async def of(self, institutions: Sequence[int], today: date) -> list[OwnDuty]:
        """Those that stand, in the order in which they were added."""
        found = await self.session.scalars(
            select(OwnDuty)
            .where(
                OwnDuty.institution_id.in_(institutions),
                or_(OwnDuty.ended_on.is_(None), OwnDuty.ended_on > today),
            )
            .order_by(OwnDuty.id)
        )
        return list(found)

    async def get(self, duty_id: int) -> OwnDuty | None:
        return await self.session.get(OwnDuty, duty_id)
