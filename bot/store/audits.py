"""Rows of the audit log: written with the change they tell of, deleted when they are old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.institution_models import AuditEntry

# That they changed is said, not what they are.
PERSONAL = frozenset({"person", "address"})
HIDDEN = "…"
# The last entry of an institution; its number may be given anew.
DELETED = "institution.delete"


@dataclass(frozen=True)
class Deed:
    """What somebody did: ``staff.change``, with the fields before and after."""

    actor: str
    action: str
    institution: int | None = None
    subject: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class Audits:
    """The audit log within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def write(self, deed: Deed, now: datetime) -> None:
        """Only the fields that differ are kept."""
        before, after = _differing(deed.before, deed.after)
        self.session.add(
            AuditEntry(
                at=now, actor=deed.actor, action=deed.action, institution_id=deed.institution,
                subject=deed.subject, before=before, after=after,
            )
        )  # fmt: skip

    async def of_institution(self, institution_id: int, most: int) -> list[AuditEntry]:
        """The newest entries, newest first."""
        found = await self.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.institution_id == institution_id)
            .order_by(AuditEntry.id.desc())
            .limit(most)
        )
        return list(found)

    async def deleted(self, name: str) -> list[int]:
        """Numbers of deleted institutions that had this name or credit code, the last first."""
        found = await self.session.scalars(
            select(AuditEntry).where(AuditEntry.action == DELETED).order_by(AuditEntry.id.desc())
        )
        return [
            row.institution_id
            for row in found
            if row.institution_id and name in (row.before or {}).values()
        ]

    async def purge(self, before: datetime) -> int:
        done = await self.session.execute(delete(AuditEntry).where(AuditEntry.at < before))
        return int(done.rowcount)  # type: ignore[attr-defined]


def _differing(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    old, new = before or {}, after or {}
    names = [n for n in {**old, **new} if n not in old or n not in new or old[n] != new[n]]
    kept = [{n: _shown(n, side[n]) for n in names if n in side} for side in (old, new)]
    return kept[0] or None, kept[1] or None


def _shown(name: str, value: Any) -> Any:
    if name in PERSONAL and value is not None:
        return HIDDEN
    return value.isoformat() if isinstance(value, date) else value
