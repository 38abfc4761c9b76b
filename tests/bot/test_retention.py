"""What is deleted and when: for each setting the last moment before its time, and the one after."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.institutions.bind_codes import LIFE, for_institution
from bot.retention import clean
from bot.settings import CHINA, Settings
from bot.store.audits import Deed
from bot.store.database import Database
from bot.store.files import Content
from bot.store.institution_models import AuditEntry, BindCode, Done, Institution, StaffMember
from bot.store.institutions import Fact, Owner
from bot.store.post_models import OutboxMessage, StoredFile
from bot.store.reminder_models import OccurrenceRow, Reminder
from bot.store.reminders import reminder
from bot.store.repository import Repository
from tests.bot.institutions.rows import a_member, an_institution
from tests.bot.overviews.country import due

# Ten in the morning in China.
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = NOW.astimezone(CHINA).date()
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SETTINGS = Settings(
    _env_file=None, keep_days=5, keep_staff_days=10, keep_reminders_days=30, keep_audit_days=40
)


async def letter(rows: Repository, age: timedelta) -> None:
    await rows.letters.put("k", ("telegram", "boss"), {"type": "text", "text": "王芳"}, NOW - age)
    row = await rows.letters.by_key("k")
    assert row
    row.state = "sent"


async def file(rows: Repository, age: timedelta) -> None:
    await rows.files.keep("f" * 20, Content("a", "image/png", b"x"), NOW - age)


async def code(rows: Repository, age: timedelta) -> None:
    home = await an_institution(rows)
    made = NOW - age - LIFE
    await rows.bindings.offer(for_institution(home.id, "director", "d", "operator", made))


async def left(rows: Repository, age: timedelta) -> None:
    home = await an_institution(rows)
    member = await a_member(rows, home, left_on=TODAY - age)
    deed = Fact(Owner(home.id, member.id), "staff.health_check", date(2026, 1, 1))
    await rows.institutions.did([deed], "director:1", NOW)


async def closed(rows: Repository, age: timedelta) -> None:
    home = await an_institution(rows)
    on = TODAY - age
    await due(rows, home, "fire.drill", on, state="closed", why="done", closed_on=on)
    (row,) = await rows.session.scalars(select(OccurrenceRow))
    await rows.reminders.add([reminder(row.id, "d7", on, 1, "director")])


async def entry(rows: Repository, age: timedelta) -> None:
    await rows.audits.write(Deed("operator", "x", after={"a": 1}), NOW - age)


async def total(rows: Repository, *tables: type) -> int:
    counts = [await rows.session.scalar(select(func.count()).select_from(t)) for t in tables]
    return sum(count or 0 for count in counts)


Make = Callable[[Repository, timedelta], Awaitable[None]]


@pytest.mark.parametrize(
    ("make", "tables", "last", "over"),
    [
        (file, [StoredFile], -SECOND, timedelta(0)),
        (code, [BindCode], -SECOND, timedelta(0)),
        (left, [StaffMember, Done], 10 * DAY, 11 * DAY),
        (closed, [OccurrenceRow, Reminder], 30 * DAY, 31 * DAY),
        (entry, [AuditEntry], 40 * DAY, 40 * DAY + SECOND),
    ],
    ids=["files", "codes", "staff", "reminders", "audit"],
)
async def test_the_day_before_and_after(
    database: Database, make: Make, tables: list[type], last: timedelta, over: timedelta
) -> None:
    async with database.unit() as rows:
        await make(rows, last)
        there = await total(rows, *tables)
        assert there == len(tables)
        assert await clean(rows, SETTINGS, NOW) == 0
        assert await total(rows, *tables) == there
        # What is left becomes older.
        assert await clean(rows, SETTINGS, NOW + over - last) == 1
        assert await total(rows, *tables) == 0
        assert await clean(rows, SETTINGS, NOW + over - last) == 0


async def test_letters_are_forgotten_and_the_ledger_stays(database: Database) -> None:
    async with database.unit() as rows:
        await letter(rows, 5 * DAY)
        assert await clean(rows, SETTINGS, NOW) == 0
        assert await clean(rows, SETTINGS, NOW + SECOND) == 1
    async with database.unit() as rows:
        (row,) = await rows.session.scalars(select(OutboxMessage))
        assert (row.key, row.state, row.payload) == ("k", "sent", None)


async def test_letters_that_wait_keep_their_text(database: Database) -> None:
    async with database.unit() as rows:
        await letter(rows, 50 * DAY)
        (row,) = await rows.session.scalars(select(OutboxMessage))
        row.state = "waiting"
        await rows.session.flush()
        assert await clean(rows, SETTINGS, NOW) == 0


async def test_what_is_in_use_stays(database: Database) -> None:
    """Who works there, what is open, and what an institution has done, however old."""
    async with database.unit() as rows:
        home = await an_institution(rows)
        await a_member(rows, home)
        await due(rows, home, "fire.drill", TODAY - 5000 * DAY)
        old = Fact(Owner(home.id), "fire.drill", date(2010, 1, 1))
        await rows.institutions.did([old], "director:1", NOW - 5000 * DAY)
        assert await clean(rows, SETTINGS, NOW) == 0
        assert await total(rows, Institution, StaffMember, OccurrenceRow, Done) == 4


async def test_days_are_chinas(database: Database) -> None:
    """At seven in the evening of UTC it is the next day in China."""
    async with database.unit() as rows:
        await left(rows, 10 * DAY)
        evening = datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)
        assert await clean(rows, SETTINGS, evening) == 0
        assert await clean(rows, SETTINGS, evening + SECOND) == 1
