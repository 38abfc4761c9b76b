"""Rows of institutions: found, deleted with all that is theirs, and made into subjects."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.institutions.bind_codes import for_institution
from bot.institutions.permissions import within
from bot.institutions.posts import kind_of
from bot.institutions.subjects import subjects_of
from bot.store.audits import Deed
from bot.store.database import Database
from bot.store.institution_models import BindCode, Binding, Done, PrintedDate, StaffMember
from bot.store.institutions import Fact, Owner, Printed, lies_in
from bot.store.repository import Repository
from tests.bot.institutions.books import NOW, code
from tests.bot.institutions.rows import a_member, an_institution

DAY = date(2026, 3, 1)


async def counted(rows: Repository) -> list[int]:
    tables = (StaffMember, PrintedDate, Done, Binding, BindCode)
    return [await rows.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables]


async def test_found_by_code_name_part_and_region(database: Database) -> None:
    async with database.unit() as rows:
        for number, region in ((1, "330703"), (2, "330702"), (12, "140525")):
            await an_institution(rows, number, region=region)
        store = rows.institutions
        assert set(await store.by_codes([code(1), code(12), code(3)])) == {code(1), code(12)}
        assert [r.name for r in await store.called(code(2).lower())] == ["春苗2托育园"]
        assert [r.name for r in await store.called("春苗1托育园")] == ["春苗1托育园"]
        assert len(await store.called("春苗")) == 3
        assert await store.called("%") == []
        assert [r.region for r in await store.within("330700")] == ["330702", "330703"]
        assert [r.region for r in await store.within("000000", most=1)] == ["140525"]
        assert len(await store.within()) == 3


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{2}([0-9]{2}|00)([0-9]{2}|00)", fullmatch=True))  # fmt: skip
def test_the_database_and_the_permissions_mean_the_same_region(region: str, outer: str) -> None:
    pattern = str(lies_in(StaffMember.name, outer).compile().params["name_1"])
    assert region.startswith(pattern) is within(region, outer)


async def test_two_with_one_code_are_refused(database: Database) -> None:
    async with database.unit() as rows:
        await an_institution(rows)
    with pytest.raises(IntegrityError):
        async with database.unit() as rows:
            await an_institution(rows)


async def test_two_of_one_name_only_where_one_has_left(database: Database) -> None:
    async with database.unit() as rows:
        row = await an_institution(rows)
        await a_member(rows, row, left_on=DAY)
        await a_member(rows, row, left_on=DAY)
        await a_member(rows, row)
    with pytest.raises(IntegrityError):
        async with database.unit() as rows:
            await a_member(rows, row)


async def test_dates_and_deeds(database: Database) -> None:
    async with database.unit() as rows:
        store, owner = rows.institutions, Owner((await an_institution(rows)).id)
        await store.set_dates([Printed(owner, "lease", DAY), Printed(owner, "insurance", DAY)])
        await store.set_dates([Printed(owner, "lease", DAY + timedelta(1))])
        await store.set_dates([])
        assert {(d.name, d.day) for d in await store.dates([owner.institution])} == {
            ("lease", DAY + timedelta(1)), ("insurance", DAY),
        }  # fmt: skip
        facts = [Fact(owner, "drill", DAY, "file1"), Fact(owner, "drill", DAY - timedelta(9))]
        assert await store.did(facts, "director:1", NOW) == 2
        assert await store.did(facts, "deputy:2", NOW) == 0
        kept = await store.deeds([owner.institution])
        assert [(d.day, d.file, d.by) for d in kept] == [
            (DAY - timedelta(9), None, "director:1"), (DAY, "file1", "director:1"),
        ]  # fmt: skip
        assert await store.undo(owner, "drill", DAY)
        assert not await store.undo(owner, "drill", DAY)


async def test_more_rows_than_one_statement_takes(database: Database) -> None:
    async with database.unit() as rows:
        store, owner = rows.institutions, Owner((await an_institution(rows)).id)
        days = [DAY - timedelta(n) for n in range(2500)]
        assert await store.did([Fact(owner, "drill", d) for d in days], "x", NOW) == 2500
        assert len(await store.by_codes(code(n) for n in range(9000))) == 1


async def all_of_it(rows: Repository) -> tuple[int, int]:
    """An institution with something in every table; its id, and that of one of its staff."""
    row = await an_institution(rows)
    member = await a_member(rows, row)
    await a_member(rows, row, "李雷", left_on=DAY)
    for owner in (Owner(row.id), Owner(row.id, member.id)):
        await rows.institutions.set_dates([Printed(owner, "lease", DAY)])
        await rows.institutions.did([Fact(owner, "check", DAY)], "x", NOW)
    for role, digest in (("director", "d1"), ("deputy", "d2")):
        await rows.bindings.offer(for_institution(row.id, role, digest, "x", NOW))
    await rows.bindings.redeem("d1", ("wechat", "wang"), NOW)
    return row.id, member.id


async def test_deleting_an_institution_deletes_all_that_is_its(database: Database) -> None:
    async with database.unit() as rows:
        institution, _ = await all_of_it(rows)
        await rows.audits.write(Deed("operator", "institution.add", institution), NOW)
        assert await counted(rows) == [2, 2, 2, 1, 1]
        assert await rows.institutions.delete(institution)
        assert await counted(rows) == [0, 0, 0, 0, 0]
        assert not await rows.institutions.delete(institution)
        assert len(await rows.audits.of_institution(institution, 10)) == 1


async def test_deleting_staff_deletes_their_dates_and_deeds(database: Database) -> None:
    async with database.unit() as rows:
        _, member = await all_of_it(rows)
        assert await rows.institutions.forget_staff(member)
        assert await counted(rows) == [1, 1, 1, 1, 1]
        assert not await rows.institutions.forget_staff(member)


async def test_who_left_long_ago_is_deleted(database: Database) -> None:
    async with database.unit() as rows:
        await all_of_it(rows)
        assert await rows.institutions.purge_left(DAY) == 0
        assert await rows.institutions.purge_left(DAY + timedelta(1)) == 1
        assert await counted(rows) == [1, 2, 2, 1, 1]


async def test_the_audit_log_keeps_changes_and_no_names(database: Database) -> None:
    async with database.unit() as rows:
        deed = Deed(
            "director:1", "staff.change", 7, "staff:3",
            {"person": "王芳", "post": "保育员", "left_on": None, "form": "profit"},
            {"person": "王芳芳", "post": "保育员", "left_on": DAY, "address": "wx123"},
        )  # fmt: skip
        await rows.audits.write(deed, NOW)
        (kept,) = await rows.audits.of_institution(7, 10)
        assert kept.before == {"person": "…", "left_on": None, "form": "profit"}
        assert kept.after == {"person": "…", "left_on": "2026-03-01", "address": "…"}
        assert await rows.audits.purge(NOW) == 0
        assert await rows.audits.purge(NOW + timedelta(1)) == 1


async def test_subjects(database: Database) -> None:
    async with database.unit() as rows:
        await all_of_it(rows)
        (row,) = await rows.institutions.within()
        row.facts, row.registered_on = {"meals": True}, DAY
        row.suspended, row.closed_on = [["2026-02-01", "2026-02-28"]], DAY + timedelta(5)
        found = await subjects_of(rows.occurrences, [row], {})
    itself, wang, li = found[row.id]
    assert (itself.kind, itself.id) == ("institution", f"institution:{row.id}")
    assert itself.facts == {"form": "profit", "meals": True, "register_as": "company"}
    assert (itself.since, itself.until) == (DAY, DAY + timedelta(5))
    assert itself.suspended == ((date(2026, 2, 1), date(2026, 2, 28)),)
    assert (itself.dates, itself.done) == ({"lease": DAY}, {"check": (DAY,)})
    assert (wang.kind, wang.facts["post"], wang.since) == ("staff", "carer", date(2024, 3, 1))
    assert (wang.until, li.until) == (DAY + timedelta(5), DAY)
    assert (wang.done, li.done) == ({"check": (DAY,)}, {})


@pytest.mark.parametrize(
    ("post", "kind"),
    [
        ("保育员", "carer"), ("食堂厨师", "cook"), ("保健医生", "health_officer"), ("门卫", "guard"),
        ("副园长", "director"), ("会计", "other"), ("卫生保健人员", "health_officer"), ("", "other"),
    ],
)  # fmt: skip
def test_kinds_of_posts(post: str, kind: str) -> None:
    assert kind_of(post) == kind
