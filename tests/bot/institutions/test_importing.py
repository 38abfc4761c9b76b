"""An import: all or nothing, twice the same as once, and nothing lost that was there before."""

import asyncio
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.institutions.bind_codes import digest
from bot.institutions.desk import Desk, NotAllowed, NotFound
from bot.institutions.excel import read
from bot.institutions.importing import Importing, Outcome, Tally
from bot.store.database import Database
from bot.store.institution_models import AuditEntry, Institution
from bot.store.institutions import Fact, Owner
from content.regions import Regions
from tests.bot.institutions.books import NOW, TODAY, book, code, institution, member
from tests.bot.institutions.rows import an_institution

Rows = list[dict[str, Any]]
CHECKED = {"done.staff.health_check": "2026-03-01"}


@pytest.fixture
def desk(database: Database, regions: Regions) -> Desk:
    return Desk(database, regions, lambda: NOW, Random(7).choice, b"key")


async def bring(desk: Desk, institutions: Rows, staff: Rows, trial: bool = False) -> Outcome:
    return await desk.bring_in(read(book(institutions, staff), desk.regions, TODAY), trial)


async def everything(database: Database) -> list[Any]:
    """All rows of all our tables, the audit log included."""
    from bot.store.base import Base

    async with database.unit() as rows:
        return [
            sorted(map(str, (await rows.session.execute(table.select())).all()))
            for table in Base.metadata.sorted_tables
        ]


async def test_new_rows(desk: Desk) -> None:
    rows = [institution(1, meals="是", **{"date.lease": "2028-02-28"}), institution(2)]
    outcome = await bring(desk, rows, [member(1, **CHECKED), member(2, "李雷"), member(2, "韩梅")])
    assert outcome == Outcome(Tally(2, 0, 0), Tally(3, 0, 0), [])
    async with desk.database.unit() as unit:
        first, second = await unit.institutions.within()
        assert (first.name, first.region, first.facts) == ("春苗1托育园", "330703", {"meals": True})
        assert [s.name for s in await unit.institutions.staff([second.id])] == ["李雷", "韩梅"]
        assert [d.day for d in await unit.institutions.dates([first.id])] == [date(2028, 2, 28)]
        (deed,) = await unit.institutions.deeds([first.id])
        assert (deed.duty, deed.day, deed.by) == (
            "staff.health_check",
            date(2026, 3, 1),
            "operator",
        )


async def test_a_second_time_changes_nothing(desk: Desk) -> None:
    rows = [
        institution(1, form="社区办", nature="营利性", meals="否", **{"date.lease": "2028-02-28"})
    ]
    staff = [member(1, started_on="2024-03-01", **CHECKED), member(1, "李雷", left_on="2026-01-31")]
    await bring(desk, rows, staff)
    before = await everything(desk.database)
    assert await bring(desk, rows, staff) == Outcome(Tally(0, 0, 1), Tally(0, 0, 2), [])
    assert await everything(desk.database) == before


async def test_one_bad_cell_and_nothing_is_brought_in(desk: Desk) -> None:
    before = await everything(desk.database)
    outcome = await bring(desk, [institution(1), institution(2, form="?")], [member(1)])
    assert [str(p).split("：")[0] for p in outcome.problems] == ["“机构”表 D3"]
    assert await everything(desk.database) == before


async def test_staff_of_nobody(desk: Desk) -> None:
    before = await everything(desk.database)
    outcome = await bring(desk, [institution(1, name=None)], [member(1), member(2)])
    assert [str(p) for p in outcome.problems] == [
        "“机构”表 A2：没有填机构名称",
        "“员工”表 A3：没有这家机构：“机构”表里没有，以前也没有导入过",
    ]
    assert await everything(desk.database) == before


async def test_staff_of_an_institution_brought_in_before(desk: Desk) -> None:
    await bring(desk, [institution(1)], [])
    assert (await bring(desk, [], [member(1)])).staff == Tally(new=1)


async def test_a_trial_tells_the_same_and_keeps_nothing(desk: Desk) -> None:
    before = await everything(desk.database)
    told = await bring(desk, [institution(1)], [member(1)], trial=True)
    assert await everything(desk.database) == before
    assert told == await bring(desk, [institution(1)], [member(1)])


async def test_it_breaks_in_the_middle(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise OSError("in the middle")

    before = await everything(desk.database)
    with monkeypatch.context() as patch:
        patch.setattr(Importing, "_staff", broken)
        with pytest.raises(Exception, match="in the middle"):
            await bring(desk, [institution(1)], [member(1)])
    assert await everything(desk.database) == before


async def test_changes_and_what_is_left_empty(desk: Desk) -> None:
    await bring(desk, [institution(1, meals="是", registered_on="2024-03-01")], [member(1)])
    renamed = institution(1, name="新苗托育园", **{"date.lease": "2028-02-28"})
    outcome = await bring(desk, [renamed], [member(1, post="炊事人员")])
    assert outcome == Outcome(Tally(0, 1, 0), Tally(0, 1, 0), [])
    async with desk.database.unit() as unit:
        (row,) = await unit.institutions.within()
        assert (row.name, row.facts) == ("新苗托育园", {"meals": True})
        assert row.registered_on == date(2024, 3, 1)
        entries = reversed(await unit.audits.of_institution(row.id, 10))
        made = [(entry.action, entry.before, entry.after) for entry in entries]
    assert made[2:] == [
        (
            "institution.change",
            {"name": "春苗1托育园", "date.lease": None},
            {"name": "新苗托育园", "date.lease": "2028-02-28"},
        ),
        ("staff.change", {"post": "保育人员"}, {"post": "炊事人员"}),
    ]
    assert [action for action, _, _ in made[:2]] == ["institution.add", "staff.add"]
    assert "王芳" not in str(made)


async def test_a_fact_that_changes(desk: Desk) -> None:
    await bring(desk, [institution(1, meals="是")], [])
    assert (await bring(desk, [institution(1, meals="否")], [])).institutions == Tally(changed=1)
    async with desk.database.unit() as unit:
        (row,) = await unit.institutions.within()
        assert row.facts == {"meals": False}


async def test_a_deed_on_record_stays_beside_the_new_one(desk: Desk) -> None:
    await bring(desk, [institution(1)], [member(1, **CHECKED)])
    later = {"done.staff.health_check": "2026-10-01"}
    assert (await bring(desk, [], [member(1, **later)])).staff == Tally(changed=1)
    async with desk.database.unit() as unit:
        (row,) = await unit.institutions.within()
        days = [deed.day for deed in await unit.institutions.deeds([row.id])]
    assert days == [date(2026, 3, 1), date(2026, 10, 1)]


@pytest.mark.parametrize(
    ("again", "people"),
    [
        ({}, [("王芳", date(2026, 6, 30))]),
        ({"post": "其他", "started_on": "2024-03-01"}, [("王芳", date(2026, 6, 30))]),
        ({"left_on": "2026-07-31"}, [("王芳", date(2026, 7, 31))]),
        ({"started_on": "2026-09-01"}, [("王芳", date(2026, 6, 30)), ("王芳", None)]),
    ],
    ids=["an old file", "an old file with more", "left later", "came back"],
)
async def test_somebody_who_left(
    desk: Desk, again: dict[str, Any], people: list[tuple[str, date | None]]
) -> None:
    await bring(desk, [institution(1)], [member(1, left_on="2026-06-30")])
    for _ in range(2):
        await bring(desk, [], [member(1, **again)])
        async with desk.database.unit() as unit:
            (row,) = await unit.institutions.within()
            found = await unit.institutions.staff([row.id])
            assert [(s.name, s.left_on) for s in found] == people


async def test_two_imports_at_once(desk: Desk) -> None:
    rows, staff = [institution(n) for n in range(20)], [member(n) for n in range(20)]
    outcomes = await asyncio.gather(*(bring(desk, rows, staff) for _ in range(4)))
    assert sorted(o.institutions.new for o in outcomes) == [0, 0, 0, 20]
    async with desk.database.unit() as unit:
        assert await unit.session.scalar(select(func.count()).select_from(Institution)) == 20
        assert await unit.session.scalar(select(func.count()).select_from(AuditEntry)) == 40


async def test_a_code_for_an_institution_and_for_a_place(desk: Desk) -> None:
    async with desk.database.unit() as rows:
        await an_institution(rows)
    told = [await desk.code("春苗1", "director"), await desk.code("330703", "officer")]
    assert [whom for _, whom in told] == ["春苗1托育园", "浙江省金华市金东区"]
    hashed = [digest(b"key", made) for made, _ in told]
    async with desk.database.unit() as rows:
        bound = [await rows.bindings.redeem(h, ("wechat", "wang"), NOW) for h in hashed]
    assert [type(row).__name__ for row in bound] == ["Binding", "Officer"]


@pytest.mark.parametrize(
    ("name", "role", "why"),
    [
        ("秋实", "director", "没有叫“秋实”的机构"),
        ("春苗", "deputy", "对得上2家：春苗1托育园（"),
        ("火星", "officer", "看不出“火星”是哪里"),
        ("鼓楼区", "officer", "看不出“鼓楼区”是哪里"),
    ],
)
async def test_a_code_for_nobody(desk: Desk, name: str, role: str, why: str) -> None:
    async with desk.database.unit() as rows:
        await an_institution(rows, 1)
        await an_institution(rows, 2)
    with pytest.raises(NotFound, match=why):
        await desk.code(name, role)


async def test_a_code_for_one_that_is_closed(desk: Desk) -> None:
    async with desk.database.unit() as rows:
        await an_institution(rows, closed_on=date(2026, 11, 20))
    with pytest.raises(NotAllowed, match="已经停办"):
        await desk.code(code(1), "director")


async def test_deeds_said_in_chat_meanwhile(desk: Desk) -> None:
    """What somebody confirmed before the file came stays theirs."""
    await bring(desk, [institution(1)], [member(1)])
    async with desk.database.unit() as unit:
        (row,) = await unit.institutions.within()
        (person,) = await unit.institutions.staff([row.id])
        fact = Fact(Owner(row.id, person.id), "staff.health_check", date(2026, 3, 1))
        await unit.institutions.did([fact], "director:1", NOW)
    assert (await bring(desk, [], [member(1, **CHECKED)])).staff == Tally(same=1)
    async with desk.database.unit() as unit:
        assert [d.by for d in await unit.institutions.deeds([row.id])] == ["director:1"]


async def test_what_an_import_changed_is_planned_anew(desk: Desk) -> None:
    await bring(desk, [institution(1), institution(2)], [])
    async with desk.database.unit() as unit:
        for row in await unit.institutions.within():
            row.plan_on = date(2026, 12, 20)
    await bring(desk, [institution(1), institution(2)], [member(2, "李雷")])
    async with desk.database.unit() as unit:
        plans = [row.plan_on for row in await unit.institutions.within()]
        assert plans == [date(2026, 12, 20), None]
