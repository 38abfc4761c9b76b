"""An institution is deleted with everything; its audit log stays and can be read."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.institutions.bind_codes import for_institution
from bot.institutions.desk import Desk, NotFound
from bot.institutions.records import Records
from bot.institutions.trail import line
from bot.store.audits import Deed
from bot.store.base import Base
from bot.store.database import Database
from bot.store.files import Content
from bot.store.institution_models import AuditEntry, Institution
from bot.store.institutions import Fact, Owner
from bot.store.post_models import OutboxMessage, StoredFile
from bot.store.reminder_models import OwnDuty
from bot.store.repository import Repository
from content.load import Library
from content.regions import Regions
from tests.bot.institutions.books import NOW, code
from tests.bot.institutions.rows import an_institution
from tests.bot.reminders.world import bind, checked, china, nursery, printed, work

MONDAY = china(2026, 11, 23)
# What belongs to no institution, or stays on purpose.
_STAYS = {"audit_entry", "person", "person_address", "outbox", "alembic_version"}


def desk(database: Database, regions: Regions) -> Records:
    return Records(Desk(database, regions, lambda: MONDAY, lambda of: of[0], b"key"))


async def full(rows: Repository, number: int = 1) -> Institution:
    """An institution of which there is something in every table."""
    home = await nursery(rows, number, created_at=china(2026, 1, 5))
    member = await checked(rows, home, f"王芳{number}", date(2025, 12, 22))
    await printed(rows, home, "lease", date(2026, 12, 1))
    await bind(rows, home, f"boss{number}")
    await rows.bindings.offer(for_institution(home.id, "deputy", f"d{number}", "operator", NOW))
    duty = OwnDuty(
        institution_id=home.id, title="换表", todo="换", leads=[7],
        rhythm={"type": "yearly", "opens": "11-01", "closes": "11-30"},
    )  # fmt: skip
    rows.session.add(duty)
    await rows.files.keep(f"e{number:020}", Content("a", "image/png", b"x"), china(2027, 1, 1))
    proof = Fact(
        Owner(home.id, member.id), "staff.record_check", date(2026, 5, 1), f"e{number:020}"
    )
    await rows.institutions.did([proof], "director:1", NOW)
    await rows.audits.write(Deed("director:1", "staff.add", home.id, after={"person": "王芳"}), NOW)
    return home


async def counts(database: Database) -> dict[str, int]:
    async with database.unit() as rows:
        return {
            table.name: await rows.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


async def test_everything_goes_and_the_other_one_stays(
    database: Database, known: Library, regions: Regions
) -> None:
    async with database.unit() as rows:
        await full(rows, 1)
    doing = work(database, known)
    await doing.run(MONDAY)
    before = await counts(database)
    async with database.unit() as rows:
        await full(rows, 2)
    await doing.run(MONDAY + timedelta(minutes=5))
    records = desk(database, regions)
    assert await records.forget(await records.named("春苗2托育园"))
    after = await counts(database)
    touched = {"duty_occurrence", "reminder", "staff_member", "duty_done", "printed_date", "binding", "bind_code", "own_duty", "file"}  # fmt: skip
    assert all(before[name] for name in touched - {"snooze"})
    assert {n: c for n, c in after.items() if n not in _STAYS} == {
        n: c for n, c in before.items() if n not in _STAYS
    }
    async with database.unit() as rows:
        letters = {
            row.address: row for row in await rows.session.scalars(select(OutboxMessage))
        }  # fmt: skip
        assert letters["boss1"].payload
        assert letters["boss1"].state == "waiting"
        gone = letters["boss2"]
        assert (gone.payload, gone.state, gone.reason) == (
            None, "dropped", "the institution was deleted",
        )  # fmt: skip
        assert gone.settled_at == MONDAY
        assert [f.id for f in await rows.session.scalars(select(StoredFile))] == [f"e{1:020}"]
        await rows.reminders.settle()


async def test_again_and_unknown(database: Database, regions: Regions) -> None:
    async with database.unit() as rows:
        home = await an_institution(rows)
    records = desk(database, regions)
    with pytest.raises(NotFound, match="全名"):
        await records.named("春苗")
    assert (await records.named(code(1))).id == home.id
    assert await records.forget(home)
    assert not await records.forget(home)
    with pytest.raises(NotFound):
        await records.named("春苗1托育园")
    async with database.unit() as rows:
        actions = await rows.session.scalars(select(AuditEntry.action))
        assert list(actions) == ["institution.delete"]


async def test_the_log_of_one_that_is_there_and_one_that_was(
    database: Database, regions: Regions
) -> None:
    async with database.unit() as rows:
        home = await an_institution(rows)
        for number in range(3):
            deed = Deed("director:1", "dates.set", home.id, after={"date.lease": f"2027-0{number + 1}-01"})  # fmt: skip
            await rows.audits.write(deed, NOW)
    records = desk(database, regions)
    newest, *others = await records.audit("春苗1", most=2)
    assert newest.endswith("director:1  dates.set  date.lease:  →2027-03-01")
    assert len(others) == 1
    await records.forget(home)
    told = await records.audit("春苗1托育园", most=10)
    assert len(told) == 4
    assert "institution.delete" in told[0]
    assert told == await records.audit(code(1), most=10)
    with pytest.raises(NotFound):
        await records.audit("秋实", most=10)


async def test_a_number_that_is_given_anew_has_its_own_log(
    database: Database, regions: Regions
) -> None:
    async with database.unit() as rows:
        home = await an_institution(rows)
        await rows.audits.write(Deed("director:1", "staff.add", home.id), NOW)
    records = desk(database, regions)
    await records.forget(home)
    async with database.unit() as rows:
        new = await an_institution(rows, 2, id=home.id)
        await rows.audits.write(Deed("director:2", "staff.left", new.id), NOW)
    (only,) = await records.audit("春苗2托育园", most=10)
    assert "staff.left" in only
    assert ["delete" in told for told in await records.audit("春苗1托育园", most=9)] == [
        True,
        False,
    ]
    await records.forget(new)
    assert len(await records.audit("春苗2托育园", most=10)) == 2


def test_a_line_is_one_line() -> None:
    entry = AuditEntry(
        at=NOW, actor="operator", action="institution.change", subject=None,
        before={"name": "旧\n名", "only": None}, after={"name": "新\x1b[31m名"},
    )  # fmt: skip
    told = line(entry)
    assert told.isprintable()
    assert told.endswith("operator  institution.change  name: 旧 名→新[31m名; only: None→ ")
