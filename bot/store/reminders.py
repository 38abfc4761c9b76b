"""Rows of reminders: for whom each stage is, whether it was told, and why not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.child_models import Child
from bot.store.inserting import insert_of
from bot.store.institution_models import Institution, StaffMember
from bot.store.portions import Rows, by_value, portions
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import NOBODY, OccurrenceRow, Reminder

_ROWS = 2000


class Reminders:
    """Reminders within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_occurrences(self, ids: Sequence[int]) -> Rows:
        """What is on record for these occurrences."""
        r = Reminder
        columns = [r.id, r.occurrence_id, r.stage, r.on, r.person_id, r.role, r.state, r.why, r.told_at]  # fmt: skip
        rows: list[Any] = []
        for some in portions(ids, _ROWS):
            rows += (await self.session.execute(select(*columns).where(r.occurrence_id.in_(some)))).all()  # fmt: skip
        return rows

    async def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write reminders; one of the same stage for the same person stays as it is."""
        if rows:
            statement = insert_of(self.session)(Reminder.__table__).on_conflict_do_nothing()
            await self.session.execute(statement, list(rows))

    async def skip(self, reasons: Mapping[int, str]) -> None:
        """These are not told, each for its reason, by id; but for those that were told meanwhile."""
        for why, some in by_value(reasons, _ROWS):
            await self._set(_waits(some), state="skipped", why=why)

    async def revive(self, roles: Mapping[int, str]) -> None:
        """These were skipped and concern somebody after all, by id, each in a role."""
        for role, some in by_value(roles, _ROWS):
            await self._set(
                and_(Reminder.id.in_(some), Reminder.state == "skipped"),
                state="pending", why=None, role=role,
            )  # fmt: skip

    async def waits(self, reasons: Mapping[int, str]) -> None:
        """These wait still, each for its reason, by id."""
        for why, some in by_value(reasons, _ROWS):
            await self._set(_waits(some), why=why)

    async def pending(self, persons: Sequence[int]) -> Rows:
        """What is to be told to these persons, with all that a digest says of it, locked until
        the commit: what is done meanwhile is not told."""
        r, o, i, s, c = Reminder, OccurrenceRow, Institution, StaffMember, Child
        found = await self.session.execute(
            select(
                r.id, r.person_id, r.stage, r.on, r.role, r.why, r.told_at, o.key, o.duty, o.due,
                o.estimated, o.unrecorded, o.known_on, o.id.label("occurrence_id"), i.id.label("institution_id"),
                i.name.label("institution"), s.name.label("staff"), c.id.label("child_id"),
                c.name.label("child"),
            )
            .join(o, o.id == r.occurrence_id)
            .outerjoin(i, i.id == o.institution_id)
            .outerjoin(c, c.id == o.child_id)
            .outerjoin(s, s.id == o.staff_id)
            .where(r.person_id.in_(persons), r.state == "pending", o.state == "open")
            .order_by(r.on, r.id)
            .with_for_update(of=r)
        )  # fmt: skip
        return found.all()

    async def told(self, digests: Mapping[str, Sequence[int]], now: datetime) -> None:
        """These reminders (ids by the key of the letter) stand in a letter of the outbox now."""
        table: Any = Reminder.__table__
        statement = (
            update(table)
            .where(table.c.id == bindparam("number"))
            .values(state="queued", digest=bindparam("letter"), told_at=now, why=None)
        )
        rows = [{"number": n, "letter": key} for key, ids in digests.items() for n in ids]
        if rows:
            await (await self.session.connection()).execute(statement, rows)

    async def again(self, occurrence_id: int, person_id: int, why: str) -> None:
        """They asked to be told of it once more, later."""
        await self._set(
            and_(
                Reminder.occurrence_id == occurrence_id,
                Reminder.person_id == person_id,
                Reminder.state.in_(("sent", "queued")),
                Reminder.told_at.is_not(None),
            ),
            state="pending", why=why,
        )  # fmt: skip

    async def of_digest(self, digest: str, person_id: int) -> list[tuple[Reminder, OccurrenceRow]]:
        """What a digest told a person, by due day, whatever became of it since."""
        found = await self.session.execute(
            select(Reminder, OccurrenceRow)
            .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
            .where(Reminder.digest == digest, Reminder.person_id == person_id)
            .order_by(OccurrenceRow.due, OccurrenceRow.id)
        )
        return [(reminder, occurrence) for reminder, occurrence in found.all()]

    async def settle(self, most: int = 5000) -> tuple[int, list[int], list[int]]:
        """Write down what became of the letters: how many, the persons not reached, and the
        institutions that these act for. What another has in hand is left to them.

        What did not arrive is pending again: the next look may find another way.
        """
        found = await self.session.execute(
            select(
                Reminder.id, Reminder.person_id, OccurrenceRow.institution_id,
                OutboxMessage.state, OutboxMessage.reason,
            )
            .outerjoin(OutboxMessage, OutboxMessage.key == Reminder.digest)
            .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
            .where(
                Reminder.state == "queued",
                # Deleted with the address that it went to, or settled.
                or_(
                    OutboxMessage.id.is_(None),
                    OutboxMessage.state.in_(("sent", "failed", "dropped")),
                ),
            )
            .limit(most)
            .with_for_update(of=Reminder, skip_locked=True)
        )  # fmt: skip
        rows = found.all()
        sent = [row.id for row in rows if row.state == "sent"]
        for some in portions(sent, _ROWS):
            await self._set(Reminder.id.in_(some), state="sent")
        lost = [row for row in rows if row.state != "sent"]
        reasons = {row.id: f"did not arrive: {row.reason or 'deleted'}"[:200] for row in lost}
        for why, some in by_value(reasons, _ROWS):
            await self._set(
                Reminder.id.in_(some),
                state="pending", why=why, told_at=None, tries=Reminder.tries + 1,
            )  # fmt: skip
        persons = sorted({row.person_id for row in lost})
        places = sorted({row.institution_id for row in lost if row.institution_id})
        return len(rows), persons, places

    async def waiting(self, most: int) -> Rows:
        """What is open and told nobody yet, by due day, with the reason where there is one."""
        r, o, i, s = Reminder, OccurrenceRow, Institution, StaffMember
        found = await self.session.execute(
            select(
                o.key, o.duty, o.due, i.name.label("institution"), s.name.label("staff"),
                r.stage, r.person_id, r.role, r.why,
            )
            .join(o, o.id == r.occurrence_id)
            .join(i, i.id == o.institution_id)
            .outerjoin(s, s.id == o.staff_id)
            .where(r.state == "pending", o.state == "open")
            .order_by(o.due, o.id, r.id)
            .limit(most)
        )  # fmt: skip
        return found.all()

    async def ledger(
        self, institutions: Sequence[int] | None, since: date, until: date, most: int
    ) -> Rows:
        """Every occurrence due within these days with each of its reminders, by due day."""
        r, o, i, s = Reminder, OccurrenceRow, Institution, StaffMember
        statement = (
            select(
                o.key, o.duty, o.due, o.stages, o.dropped, o.state, o.why, o.closed_on,
                i.name.label("institution"), s.name.label("staff"), r.stage, r.on, r.person_id,
                r.role, r.state.label("told"), r.why.label("reason"), r.told_at, r.digest, r.tries,
            )
            .join(i, i.id == o.institution_id)
            .outerjoin(s, s.id == o.staff_id)
            .outerjoin(r, r.occurrence_id == o.id)
            .where(o.due >= since, o.due <= until)
            .order_by(o.due, o.id, r.on, r.id)
            .limit(most)
        )  # fmt: skip
        if institutions is not None:
            statement = statement.where(o.institution_id.in_(institutions))
        return (await self.session.execute(statement)).all()

    async def _set(self, which: Any, **values: Any) -> None:
        await self.session.execute(
            update(Reminder)
            .where(which)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _waits(ids: Sequence[int]) -> Any:
    return and_(Reminder.id.in_(ids), Reminder.state == "pending")


def nobody(occurrence_id: int, stage: str, on: date, state: str, why: str) -> dict[str, Any]:
    """The row of a stage that is for no one."""
    return {**reminder(occurrence_id, stage, on, NOBODY, None), "state": state, "why": why}


def reminder(
    occurrence_id: int, stage: str, on: date, person: int, role: str | None
) -> dict[str, Any]:
    """The row of a stage that somebody is to be told of."""
    return {
        "occurrence_id": occurrence_id, "stage": stage, "on": on, "person_id": person,
        "role": role, "state": "pending", "why": None, "tries": 0,
    }  # fmt: skip


def grouped(rows: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    """Rows by one of their columns."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found
