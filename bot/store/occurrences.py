"""Rows of what falls due, and the records that it is planned from; read and written in bulk.

Bulk reads give plain rows instead of objects: a country has millions of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.inserting import insert_of
from bot.store.institution_models import Done, Institution, PrintedDate, StaffMember
from bot.store.institutions import lies_in
from bot.store.portions import Rows, by_value, portions
from bot.store.reminder_models import OccurrenceRow, OwnDuty

# Both databases allow some 32,000 parameters in one statement.
_ROWS = 2000


class Occurrences:
    """What falls due, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    # --- what to plan -----------------------------------------------------------------------
    async def claim(self, today: date, rules: str, most: int, after: int = 0) -> Rows:
        """Institutions to be planned, by id, locked until the commit; those that others have are
        left to them. ``rules``: what planning goes by now. ``after``: an id to go on from."""
        found = await self.session.execute(
            _institution_rows()
            .where(Institution.id > after, _due(today, rules))
            .order_by(Institution.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return found.all()

    async def to_plan(self, today: date, rules: str, most: int) -> int:
        """How many wait to be planned; counted up to ``most``."""
        some = select(Institution.id).where(_due(today, rules)).limit(most).subquery()
        return await self.session.scalar(select(func.count()).select_from(some)) or 0

    async def institutions(self, ids: Iterable[int]) -> Rows:
        """These institutions, locked until the commit: only one plans for one at a time."""
        found = await self.session.execute(
            _institution_rows()
            .where(Institution.id.in_(list(ids)))
            .order_by(Institution.id)
            .with_for_update()
        )
        return found.all()

    async def planned(self, days: Mapping[int, date], rules: str) -> None:
        """Write down when each institution is to be planned again."""
        for day, ids in by_value(days, _ROWS):
            await self.session.execute(
                update(Institution)
                .where(Institution.id.in_(ids))
                .values(plan_on=day, planned_with=rules)
                .execution_options(synchronize_session=False)
            )

    # --- what it is planned from ------------------------------------------------------------
    async def staff(self, ids: Sequence[int]) -> Rows:
        s = StaffMember
        return await self._rows(
            [s.id, s.institution_id, s.name, s.post, s.started_on, s.left_on, s.known_on], s, ids
        )

    async def dates(self, ids: Sequence[int]) -> Rows:
        return await self._rows([PrintedDate.subject, PrintedDate.name, PrintedDate.day], PrintedDate, ids)  # fmt: skip

    async def deeds(self, ids: Sequence[int]) -> Rows:
        return await self._rows([Done.subject, Done.duty, Done.day], Done, ids)

    async def own_duties(self, ids: Sequence[int]) -> Rows:
        o = OwnDuty
        columns = [o.id, o.institution_id, o.title, o.todo, o.rhythm, o.leads, o.ended_on]
        return await self._rows(columns, o, ids)

    # --- occurrences ------------------------------------------------------------------------
    async def open(self, ids: Sequence[int]) -> Rows:
        """The open occurrences of institutions, as stored."""
        found = await self.session.execute(
            select(*OccurrenceRow.__table__.columns).where(
                OccurrenceRow.institution_id.in_(ids), OccurrenceRow.state == "open"
            )
        )
        return found.all()

    async def get(self, occurrence_id: int) -> OccurrenceRow | None:
        return await self.session.get(OccurrenceRow, occurrence_id)

    async def counts(self, region: str, today: date, until: date, most: int) -> Rows:
        """Of a region, by institution: how much is overdue and how much is due until a day."""
        o, i = OccurrenceRow, Institution
        late = func.sum(case((o.due < today, 1), else_=0)).label("late")
        soon = func.sum(case((o.due >= today, 1), else_=0)).label("soon")
        columns: list[Any] = [i.id, i.name, late, soon]
        found = await self.session.execute(
            select(*columns)
            .join(o, o.institution_id == i.id)
            .where(lies_in(i.region, region), o.state == "open", o.due <= until)
            .group_by(i.id, i.name)
            .order_by(late.desc(), soon.desc(), i.id)
            .limit(most)
        )
        return found.all()

    async def write(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, date]]:
        """Write occurrences, new or changed; a closed one with the same key is open again.

        Returns by key the ids, and since when each is known: one that is open again, for longer.
        """
        found: dict[str, tuple[int, date]] = {}
        changing = ("duty", "due", "opens", "estimated", "unrecorded", "stages", "dropped", "state", "why", "closed_on")  # fmt: skip
        table: Any = OccurrenceRow.__table__
        statement = insert_of(self.session)(table)
        statement = statement.on_conflict_do_update(
            index_elements=["key"], set_={name: statement.excluded[name] for name in changing}
        ).returning(table.c.key, table.c.id, table.c.known_on)
        for some in portions(rows, _ROWS):
            written = await self.session.execute(statement, list(some))
            found |= {row.key: (row.id, row.known_on) for row in written}
        return found

    async def close(self, reasons: Mapping[str, str], today: date) -> None:
        """Close occurrences, each for its reason, by key."""
        for why, keys in by_value(reasons, _ROWS):
            await self.session.execute(
                update(OccurrenceRow)
                .where(OccurrenceRow.key.in_(keys))
                .values(state="closed", why=why, closed_on=today)
                .execution_options(synchronize_session=False)
            )

    async def purge(self, before: date) -> int:
        """Delete what was closed before a day, with its reminders."""
        done = await self.session.execute(
            delete(OccurrenceRow).where(
                OccurrenceRow.state == "closed", OccurrenceRow.closed_on < before
            )
        )
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def _rows(self, columns: list[Any], table: Any, ids: Sequence[int]) -> Rows:
        found = await self.session.execute(
            select(*columns).where(table.institution_id.in_(list(ids)))
        )
        return found.all()


def _due(today: date, rules: str) -> Any:
    """Whose day has come, or who was planned by other rules."""
    return or_(
        Institution.plan_on.is_(None),
        Institution.plan_on <= today,
        Institution.planned_with != rules,
    )


def _institution_rows() -> Any:
    i = Institution
    return select(
        i.id, i.name, i.region, i.form, i.facts, i.registered_on, i.suspended, i.closed_on, i.created_at
    )  # fmt: skip
