"""What is open at an institution as events."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from bot.calendar.institution import calendar_name, events
from bot.overviews.region import institution_details
from bot.reminders.open_duties import OpenDuty, Overview
from bot.reminders.rules import Rules
from bot.store.database import Database
from bot.store.reminder_models import OwnDuty
from content.load import Library
from scheduler.calendar import Calendar
from tests.bot.reminders.world import checked, china, nursery, printed

TODAY = date(2026, 11, 23)


def one(known: Library, **other: Any) -> OpenDuty:
    told = {
        "key": "k:institution:1:2026", "duty": known.duties["fire.drill"],
        "subject": "institution:1", "who": "", "due": TODAY, "opens": None, "estimated": False,
        **other,
    }  # fmt: skip
    return OpenDuty(**told)


def shown(known: Library, *duties: OpenDuty, staff: bool = True) -> list[tuple[str, str]]:
    overview = Overview(SimpleNamespace(name="春苗"), list(duties), [])
    return [(e.title, e.detail) for e in events(overview, known, TODAY, staff=staff)]


def test_title_and_basis(known: Library) -> None:
    duty = known.duties["staff.health_check"]
    ((title, detail),) = shown(known, one(known, duty=duty, who="王芳"))
    assert title == f"王芳：{duty.title}"
    lines = detail.splitlines()
    assert lines[0] == f"怎么办：{duty.todo}"
    basis = [line for line in lines if line.startswith("依据：《")]
    assert len(basis) == len(duty.basis)
    cite = duty.basis[0]
    assert known.source(cite.source).title in basis[0]
    assert cite.section in basis[0]


def test_remarks(known: Library) -> None:
    late, later = shown(
        known,
        one(known, due=TODAY - timedelta(days=1), unrecorded=True, estimated=True),
        one(known, due=date(2027, 6, 30), opens=date(2027, 1, 1)),
    )
    assert late[0].startswith("【已过期】")
    assert "推算" in late[1]
    assert "放假安排" in late[1]
    assert not later[0].startswith("【")
    assert "1月1日起可以办。" in later[1]


def test_colleagues_are_for_who_may_see_them(known: Library) -> None:
    duties = [one(known), one(known, who="王芳")]
    assert len(shown(known, *duties)) == 2
    ((title, _),) = shown(known, *duties, staff=False)
    assert "王芳" not in title


async def test_from_rows(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home = await nursery(rows, created_at=china(2026, 1, 5))
        member = await checked(rows, home, "王芳", date(2025, 12, 22))
        await printed(rows, home, "lease", date(2027, 2, 28))
        own = OwnDuty(
            institution_id=home.id, title="换压力表", todo="每年换一次",
            rhythm={"type": "yearly", "opens": "03-01", "closes": "03-05"}, leads=[7],
        )  # fmt: skip
        rows.session.add(own)
        await rows.session.flush()
        rules = Rules(known, Calendar())
        first = await institution_details(rows, home.id, rules, TODAY)
        await printed(rows, home, "lease", date(2027, 3, 31))
        moved = await institution_details(rows, home.id, rules, TODAY)
    assert first
    assert moved
    assert calendar_name(first) == "春苗1托育园待办"
    made = {e.uid: e for e in events(first, known, TODAY, staff=True)}
    assert len(made) == len(first.open) > 5
    check = made[f"staff.health_check:staff:{member.id}:2025-12-22"]
    assert (check.title, check.day) == ("王芳：每年体检", date(2026, 12, 22))
    ours = [e for e in made.values() if e.uid.startswith("own.")]
    assert [e.title for e in ours] == ["【已过期】换压力表", "换压力表"]
    assert all("园里自己加的提醒" in e.detail for e in ours)
    assert [e for e in made.values() if "依据：" not in e.detail] == ours
    again = {e.uid: e for e in events(moved, known, TODAY, staff=True)}
    changed = [uid for uid in made if uid not in again or made[uid] != again[uid]]
    assert len(changed) == 1
    assert "租" in made[changed[0]].title
    assert not any("王芳" in uid for uid in made)
