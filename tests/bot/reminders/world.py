"""A small country for tests of reminders: institutions, staff, people bound to them."""

from datetime import UTC, date, datetime
from typing import Any

from bot.reminders.rules import Rules
from bot.reminders.ways import Ways
from bot.reminders.work import Work
from bot.store.database import Database
from bot.store.institution_models import Binding, Institution, Officer, StaffMember
from bot.store.institutions import Fact, Owner, Printed
from bot.store.repository import Repository
from content.load import Library
from scheduler.calendar import Calendar
from tests.bot.institutions.rows import an_institution

WAYS = Ways(free=frozenset({"telegram"}), windowed=frozenset({"wechat"}), templates=True)


def china(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment on China's clock."""
    return datetime(year, month, day, hour - 8, tzinfo=UTC)


def work(database: Database, library: Library, ways: Ways = WAYS) -> Work:
    return Work(database, Rules(library, Calendar()), ways)


async def bind(
    rows: Repository, institution: Institution, address: str, role: str = "director",
    channel: str = "telegram",
) -> int:  # fmt: skip
    """Bind an address; the person's id."""
    rows.session.add(
        Binding(
            institution_id=institution.id, role=role, channel=channel, address=address,
            bound_at=china(2026, 1, 5),
        )
    )  # fmt: skip
    return (await rows.persons.ensure(channel, address)).id


async def appoint(rows: Repository, region: str, address: str) -> int:
    """Make an officer of an address; the person's id."""
    made = Officer(region=region, channel="telegram", address=address, bound_at=china(2026, 1, 5))
    rows.session.add(made)
    return (await rows.persons.ensure("telegram", address)).id


async def checked(
    rows: Repository, institution: Institution, name: str, day: date | None, **other: Any
) -> StaffMember:
    """Somebody of the staff whose last health check was on a day."""
    told = {"post": "保育员", "started_on": date(2024, 3, 1), "left_on": None, **other}
    member = StaffMember(institution_id=institution.id, name=name, **told)
    await rows.institutions.add([member])
    if day:
        owner = Owner(institution.id, member.id)
        fact = Fact(owner, "staff.health_check", day)
        await rows.institutions.did([fact], "test", china(2026, 1, 5))
    return member


async def nursery(rows: Repository, number: int = 1, **other: Any) -> Institution:
    """An institution of 金东区 that owes nothing soon but what a test gives it."""
    return await an_institution(rows, number, **{"registered_on": date(2024, 1, 10), **other})


async def printed(rows: Repository, institution: Institution, name: str, day: date) -> None:
    await rows.institutions.set_dates([Printed(Owner(institution.id), name, day)])
