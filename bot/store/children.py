"""Rows of children: what their parents told, and when to plan for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.child_models import Child, ChildCheck, ChildDose, Measurement
from bot.store.inserting import insert_of
from bot.store.portions import Rows
from bot.store.reminder_models import Address, OccurrenceRow


@dataclass
class Told:
    """A child with everything told of it."""

    child: Child
    doses: list[ChildDose] = field(default_factory=list)
    checks: list[ChildCheck] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)


class Children:
    """Children within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    # --- whose ------------------------------------------------------------------------------
    async def of(self, channel: str, address: str) -> list[Told]:
        """The children of whoever has this address, the eldest first."""
        found = await self.session.scalars(
            select(Child)
            .join(Address, Address.person_id == Child.person_id)
            .where(Address.channel == channel, Address.address == address)
            .order_by(Child.birth, Child.id)
        )
        return await self.told(list(found))

    async def by_feed(self, feed: str) -> Told | None:
        """The child of a calendar's address."""
        found = await self.session.scalars(select(Child).where(Child.feed == feed))
        return next(iter(await self.told(list(found))), None)

    async def get(self, child_id: int) -> Told | None:
        found = await self.session.get(Child, child_id)
        return (await self.told([found]))[0] if found else None

    async def told(self, children: Sequence[Child]) -> list[Told]:
        """What is kept of these."""
        made = {child.id: Told(child) for child in children}
        if not made:
            return []
        for dose in await self._rows(ChildDose, made):
            made[dose.child_id].doses.append(dose)
        for check in await self._rows(ChildCheck, made):
            made[check.child_id].checks.append(check)
        for seen in await self._rows(Measurement, made):
            made[seen.child_id].measurements.append(seen)
        return list(made.values())

    # --- what is told -----------------------------------------------------------------------
    async def add(self, person_id: int, told: Mapping[str, Any], now: datetime) -> Child:
        """``told``: name, birth, sex, weeks, days."""
        row = Child(
            person_id=person_id, reminders=False, plan_on=None, planned_with="", feed=None,
            created_at=now, updated_at=now, **told,
        )  # fmt: skip
        self.session.add(row)
        await self.session.flush()
        return row

    async def remove(self, child_id: int) -> None:
        await self.session.execute(delete(Child).where(Child.id == child_id))

    async def dose(self, child_id: int, vaccine: str, day: date, exact: bool = True) -> bool:
        """A dose was given; False where that was on record. It is known now that some were."""
        await self._no_none(child_id, vaccine)
        return await self._insert(
            ChildDose, child_id=child_id, vaccine=vaccine, day=day, exact=exact
        )

    async def none_given(self, child_id: int, vaccine: str) -> None:
        """They told that no dose was given so far."""
        await self._no_none(child_id, vaccine)
        self.session.add(ChildDose(child_id=child_id, vaccine=vaccine, day=None, exact=True))
        await self.session.flush()

    async def undose(self, child_id: int, vaccine: str, day: date) -> bool:
        """It was not given after all; False where there was no such record."""
        return await self._delete(
            ChildDose, ChildDose.child_id == child_id, ChildDose.vaccine == vaccine,
            ChildDose.day == day,
        )  # fmt: skip

    async def check(self, child_id: int, key: str, day: date, exact: bool = True) -> None:
        """A check-up was done; a day told later takes the place of the one before."""
        values = {"child_id": child_id, "key": key}
        told = {"day": day, "exact": exact}
        statement = insert_of(self.session)(ChildCheck).values(**values, **told)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=list(values), set_=told)
        )

    async def uncheck(self, child_id: int, key: str) -> bool:
        return await self._delete(
            ChildCheck, ChildCheck.child_id == child_id, ChildCheck.key == key
        )

    async def measured(self, child_id: int, day: date, sizes: Mapping[str, Any]) -> None:
        """``sizes``: columns of Measurement; those of the same day that are not named stay."""
        values = {"child_id": child_id, "day": day}
        statement = insert_of(self.session)(Measurement).values(**values, **sizes)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=list(values), set_=dict(sizes))
        )

    async def unmeasured(self, child_id: int, day: date) -> bool:
        """That day's measures were wrong; False where there were none."""
        return await self._delete(
            Measurement, Measurement.child_id == child_id, Measurement.day == day
        )

    # --- what is planned --------------------------------------------------------------------
    async def claim(self, today: date, rules: str, most: int) -> list[Child]:
        """Children to be planned, locked until the commit; those that others have are left."""
        found = await self.session.scalars(
            select(Child)
            .where(
                Child.reminders.is_(True),
                or_(
                    Child.plan_on.is_(None), Child.plan_on <= today, Child.planned_with != rules
                ),
            )
            .order_by(Child.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )  # fmt: skip
        return list(found)

    async def open(self, ids: Sequence[int]) -> Rows:
        """The open occurrences of these children, as stored."""
        found = await self.session.execute(
            select(*OccurrenceRow.__table__.columns).where(
                OccurrenceRow.child_id.in_(ids), OccurrenceRow.state == "open"
            )
        )
        return found.all()

    # --- the end of it ----------------------------------------------------------------------
    async def purge(self, born_before: date) -> int:
        """Delete the children who have grown out of what this is for."""
        done = await self.session.execute(delete(Child).where(Child.birth < born_before))
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def _no_none(self, child_id: int, vaccine: str) -> None:
        await self._delete(
            ChildDose, ChildDose.child_id == child_id, ChildDose.vaccine == vaccine,
            ChildDose.day.is_(None),
        )  # fmt: skip

    async def _insert(self, table: Any, **values: Any) -> bool:
        statement = insert_of(self.session)(table).values(**values).on_conflict_do_nothing()
        done = await self.session.execute(statement)
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def _delete(self, table: Any, *conditions: Any) -> bool:
        done = await self.session.execute(
            delete(table).where(*conditions).execution_options(synchronize_session=False)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def _rows(self, table: Any, ids: Iterable[int]) -> list[Any]:
        order = [table.child_id, table.day, *table.__table__.primary_key]
        found = await self.session.scalars(
            select(table)
            .where(table.child_id.in_(list(ids)))
            .order_by(*order)
            .execution_options(populate_existing=True)
        )
        return list(found)


async def touched(session: AsyncSession, child_id: int, now: datetime) -> None:
    """What is known of a child changed: plan for it again at the next look."""
    await session.execute(
        update(Child).where(Child.id == child_id).values(plan_on=None, updated_at=now)
    )
