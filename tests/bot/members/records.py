"""A look at what is on record after a talk."""

from datetime import date

from sqlalchemy import select

from bot.store.database import Database
from bot.store.institution_models import (
    AuditEntry,
    Binding,
    Done,
    Institution,
    PrintedDate,
    StaffMember,
)
from bot.store.reminder_models import OccurrenceRow, Person


async def deeds(database: Database) -> list[tuple[str, date]]:
    async with database.unit() as rows:
        found = await rows.session.execute(select(Done.duty, Done.day).order_by(Done.day))
        return [(duty, day) for duty, day in found.all()]


async def staff(database: Database) -> list[StaffMember]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(StaffMember).order_by(StaffMember.id)))


async def dates(database: Database) -> dict[str, date]:
    async with database.unit() as rows:
        found = await rows.session.execute(select(PrintedDate.name, PrintedDate.day))
        return {row.name: row.day for row in found.all()}


async def audits(database: Database) -> list[str]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


async def bindings(database: Database) -> list[tuple[str, str, str]]:
    async with database.unit() as rows:
        found = await rows.session.execute(
            select(Binding.role, Binding.channel, Binding.address).order_by(Binding.id)
        )
        return [(role, channel, address) for role, channel, address in found.all()]


async def persons(database: Database) -> list[Person]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(Person).order_by(Person.id)))


async def institution(database: Database) -> Institution:
    async with database.unit() as rows:
        return (await rows.session.scalars(select(Institution))).one()


async def occurrence(database: Database, duty: str, state: str = "open") -> list[OccurrenceRow]:
    async with database.unit() as rows:
        found = await rows.session.scalars(
            select(OccurrenceRow)
            .where(OccurrenceRow.duty == duty, OccurrenceRow.state == state)
            .order_by(OccurrenceRow.due)
        )
        return list(found)
