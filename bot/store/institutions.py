"""Rows of institutions and their staff, with the dates printed and the duties done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.inserting import insert_of
from bot.store.institution_models import Done, Institution, PrintedDate, StaffMember
from bot.store.portions import portions
from content.regions import stem

# Both databases allow some 32,000 parameters in one statement.
_AT_ONCE = 4000
_ROWS = 1000
# PostgreSQL's advisory lock of imports; any number that is always the same.
_IMPORT = 0x7475_6F80


@dataclass(frozen=True)
class Owner:
    """Whose a date or a deed is: an institution's, or its member of staff's."""

    institution: int
    staff: int | None = None

    @property
    def subject(self) -> str:
        """As the planner names it."""
        return f"institution:{self.institution}" if self.staff is None else f"staff:{self.staff}"

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "subject": self.subject, "institution_id": self.institution, "staff_id": self.staff,
        }  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A date printed on a certificate, by the name that duties give it."""

    owner: Owner
    name: str
    day: date


@dataclass(frozen=True)
class Fact:
    """That a duty was done on a day; ``file``: the evidence."""

    owner: Owner
    duty: str
    day: date
    file: str | None = None


class Institutions:
    """Institutions within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def one_import(self) -> None:
        """Wait for another import to end; two at once would both add what neither finds."""
        if self.session.get_bind().dialect.name == "postgresql":
            await self.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT})

    # --- institutions -----------------------------------------------------------------------
    async def get(self, institution_id: int) -> Institution | None:
        return await self.session.get(Institution, institution_id)

    async def by_codes(self, codes: Iterable[str]) -> dict[str, Institution]:
        found = await self._all(select(Institution), Institution.code, codes)
        return {row.code: row for row in found}

    async def called(self, name: str) -> list[Institution]:
        """Those with this credit code or exactly this name; else those whose name contains it."""
        exact = or_(Institution.code == name.upper(), Institution.name == name)
        for fits in (exact, Institution.name.contains(name, autoescape=True)):
            found = await self.session.scalars(
                select(Institution).where(fits).order_by(Institution.id).limit(20)
            )
            if rows := list(found):
                return rows
        return []

    async def within(self, region: str | None = None, most: int | None = None) -> list[Institution]:
        """Those of a region and of all that lies in it, by region and name."""
        statement = select(Institution).order_by(Institution.region, Institution.name)
        if region:
            statement = statement.where(lies_in(Institution.region, region))
        return list(await self.session.scalars(statement.limit(most)))

    async def add(self, rows: Sequence[Institution | StaffMember]) -> None:
        """Write new rows; they have their ids then."""
        self.session.add_all(rows)
        await self.session.flush()

    async def delete(self, institution_id: int) -> bool:
        """Delete an institution with its staff, dates, deeds and bindings; the audit log stays.

        ``Forgetting.institution`` deletes what no foreign key reaches as well.
        """
        done = await self.session.execute(
            delete(Institution).where(Institution.id == institution_id)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]

    # --- staff ------------------------------------------------------------------------------
    async def staff(self, institutions: Iterable[int]) -> list[StaffMember]:
        """All who work or worked there, in the order in which they were added."""
        found = await self._all(select(StaffMember), StaffMember.institution_id, institutions)
        return sorted(found, key=lambda row: row.id)

    async def member(self, staff_id: int) -> StaffMember | None:
        return await self.session.get(StaffMember, staff_id)

    async def forget_staff(self, staff_id: int) -> bool:
        """Delete a member of staff with all dates and deeds."""
        done = await self.session.execute(delete(StaffMember).where(StaffMember.id == staff_id))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def purge_left(self, before: date) -> int:
        """Delete those who left before a day, with all that was kept of them."""
        done = await self.session.execute(delete(StaffMember).where(StaffMember.left_on < before))
        return int(done.rowcount)  # type: ignore[attr-defined]

    # --- dates and deeds --------------------------------------------------------------------
    async def dates(self, institutions: Iterable[int]) -> list[PrintedDate]:
        """The printed dates of institutions and of their staff."""
        return await self._all(select(PrintedDate), PrintedDate.institution_id, institutions)

    async def deeds(self, institutions: Iterable[int]) -> list[Done]:
        """What institutions and their staff have done, the oldest first."""
        found = await self._all(select(Done), Done.institution_id, institutions)
        return sorted(found, key=lambda row: row.day)

    async def set_dates(self, printed: Iterable[Printed]) -> None:
        """Keep printed dates; each takes the place of the one before."""
        rows = [{**p.owner.columns, "name": p.name, "day": p.day} for p in printed]
        for some in portions(rows, _ROWS):
            statement = insert_of(self.session)(PrintedDate).values(some)
            await self.session.execute(
                statement.on_conflict_do_update(
                    index_elements=["subject", "name"], set_={"day": statement.excluded.day}
                )
            )

    async def did(self, facts: Iterable[Fact], by: str, now: datetime) -> int:
        """Write down what was done; how many of them were not on record for their day."""
        rows = [
            {**f.owner.columns, "duty": f.duty, "day": f.day, "file": f.file, "by": by, "at": now}
            for f in facts
        ]
        new = 0
        for some in portions(rows, _ROWS):
            statement = insert_of(self.session)(Done).values(some).on_conflict_do_nothing()
            new += (await self.session.execute(statement)).rowcount  # type: ignore[attr-defined]
        return new

    async def undo(self, owner: Owner, duty: str, day: date) -> bool:
        """Take back what was said by mistake."""
        done = await self.session.execute(
            delete(Done).where(Done.subject == owner.subject, Done.duty == duty, Done.day == day)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def last_deed(self, institutions: Iterable[int], by: Iterable[str]) -> Done | None:
        """What these (labels of who says so) said last that was done there."""
        found = await self.session.scalars(
            select(Done)
            .where(Done.institution_id.in_(list(institutions)), Done.by.in_(list(by)))
            .order_by(Done.at.desc())
            .limit(1)
        )
        return found.first()

    async def evidence(self, owner: Owner, duty: str, day: date, file: str) -> bool:
        """Put a file to a deed; False where there is no such deed."""
        done = await self.session.execute(
            update(Done)
            .where(Done.subject == owner.subject, Done.duty == duty, Done.day == day)
            .values(file=file)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def touch(self, institutions: Iterable[int]) -> None:
        """Their records or their people changed: plan their duties again at the next look."""
        for some in portions(sorted(set(institutions)), _AT_ONCE):
            # In one order always: two that wait for each other would never end.
            await self.session.execute(
                select(Institution.id)
                .where(Institution.id.in_(some))
                .order_by(Institution.id)
                .with_for_update()
            )
            await self.session.execute(
                update(Institution)
                .where(Institution.id.in_(some))
                .values(plan_on=None)
                .execution_options(synchronize_session="fetch")
            )

    async def touch_region(self, region: str) -> None:
        """The officers of a region changed: plan all that lies in it at the next look."""
        await self.session.execute(
            update(Institution)
            .where(lies_in(Institution.region, region))
            .values(plan_on=None)
            .execution_options(synchronize_session=False)
        )

    async def _all(self, statement: Select[Any], column: Any, values: Iterable[Any]) -> list[Any]:
        rows: list[Any] = []
        for some in portions(sorted(set(values)), _AT_ONCE):
            rows += await self.session.scalars(statement.where(column.in_(some)))
        return rows


def lies_in(column: Any, region: str) -> ColumnElement[bool]:
    """Whether a division code (GB/T 2260) lies in a region: 330703 in 330700, 330000, 000000."""
    return column.startswith(stem(region), autoescape=True)  # type: ignore[no-any-return]
