"""A region's sums from rows: which count, and on which side of each border."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, update

from bot.overviews.kinds import OLD_TITLE, OWN_TITLE, by_kind, title_of
from bot.overviews.region import DutySum, Span, institution_details, region_overview
from bot.reminders.rules import Rules
from bot.store.database import Database
from bot.store.reminder_models import Address
from bot.store.repository import Repository
from content.load import Library
from scheduler.calendar import Calendar
from tests.bot.overviews.country import TODAY, done, due
from tests.bot.reminders.world import bind, checked, china, nursery, work

DAY = timedelta(days=1)


async def test_an_empty_region(database: Database) -> None:
    async with database.unit() as rows:
        await nursery(rows)
        found = await region_overview(rows, ["140525"], TODAY)
        nobody = await region_overview(rows, [], TODAY)
    assert found.institutions == nobody.institutions == []
    assert (found.due, found.overdue, found.confirmed, found.unbound) == (0, 0, 0, 0)
    assert found.duties == []


@pytest.mark.parametrize(
    ("days", "counts"), [(-1, (0, 1)), (0, (1, 0)), (30, (1, 0)), (31, (0, 0))]
)
async def test_borders_of_due(database: Database, days: int, counts: tuple[int, int]) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await due(rows, home, "fire.drill", TODAY + days * DAY)
        await due(rows, home, "fire.drill", TODAY + 3 * DAY, state="closed", why="done")
        found = await region_overview(rows, ["330703"], TODAY)
    (one,) = found.institutions
    assert (one.due, one.overdue) == (found.due, found.overdue) == counts
    assert one.next_due == (None if days < 0 else TODAY + days * DAY)


async def test_regions_lie_in_one_another(database: Database) -> None:
    async with database.unit() as rows:
        for number, region in enumerate(("330703", "330702", "140525"), 1):
            await nursery(rows, number, region=region)

        async def count(*codes: str) -> int:
            return len((await region_overview(rows, codes, TODAY)).institutions)

        assert await count("330703") == 1
        assert await count("330700") == await count("330000") == 2
        assert await count("330700", "330703") == 2
        assert await count("330703", "140000") == 2
        assert await count("000000") == 3


async def test_closed_ones_are_left_out(database: Database) -> None:
    async with database.unit() as rows:
        await nursery(rows, 1, closed_on=TODAY - DAY)
        last = await nursery(rows, 2, closed_on=TODAY)
        found = await region_overview(rows, ["330703"], TODAY)
    assert [one.id for one in found.institutions] == [last.id]


async def test_what_counts_as_confirmed(database: Database) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await done(rows, home, "fire.drill", date(2026, 10, 20), china(2026, 11, 1, 8))
        await done(rows, home, "fire.facilities", TODAY, china(2026, 11, 23, 23))
        await done(rows, home, "fire.check", TODAY, china(2026, 11, 24, 8))
        before = china(2026, 11, 1, 8) - timedelta(hours=9)
        await done(rows, home, "own.3", date(2026, 10, 31), before)
        # A file that is imported tells of years.
        at = china(2026, 11, 20)
        await done(rows, home, "safety.record_check", date(2025, 3, 1), at, "operator")
        await done(rows, home, "safety.record_check", date(2026, 11, 2), at, "operator")
        found = await region_overview(rows, ["330703"], TODAY)
    assert found.confirmed == 3
    assert {d.duty: d.confirmed for d in found.duties} == {
        "fire.drill": 1, "fire.facilities": 1, "safety.record_check": 1,
    }  # fmt: skip


async def test_spans_can_be_others(database: Database) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await due(rows, home, "fire.drill", date(2026, 11, 29))
        await due(rows, home, "fire.check", date(2026, 11, 30))
        for day in (15, 16, 22, 23):
            await done(rows, home, "fire.drill", date(2026, 11, day), china(2026, 11, day))
        last = Span(date(2026, 11, 16), date(2026, 11, 22))
        found = await region_overview(rows, ["330703"], TODAY, date(2026, 11, 29), last)
    assert (found.due, found.confirmed) == (1, 2)


async def test_the_worst_come_first(database: Database) -> None:
    async with database.unit() as rows:
        homes = [await nursery(rows, number) for number in (1, 2, 3, 4)]
        await due(rows, homes[1], "fire.drill", TODAY - DAY)
        for day in (1, 2):
            await due(rows, homes[2], "fire.drill", TODAY - day * DAY)
        await due(rows, homes[3], "fire.drill", TODAY + DAY)
        found = await region_overview(rows, ["330703"], TODAY)
    assert [one.id for one in found.institutions] == [homes[n].id for n in (2, 1, 3, 0)]
    assert [one.id for one in found.worst(5)] == [homes[2].id, homes[1].id]
    assert [one.id for one in found.worst(1)] == [homes[2].id]


async def test_who_can_be_told(database: Database) -> None:
    async with database.unit() as rows:
        nobody, web, lost, bound, twice = [await nursery(rows, n) for n in range(1, 6)]
        await bind(rows, web, "browser", channel="web")
        await bind(rows, lost, "gone")
        await rows.contacts.lost("telegram", "gone", "blocked us", china(2026, 11, 1))
        await bind(rows, bound, "boss", channel="wechat")
        await bind(rows, twice, "boss")
        await bind(rows, twice, "deputy", "deputy")
        found = await region_overview(rows, ["330703"], TODAY)
    assert {one.id: one.bound for one in found.institutions} == {
        nobody.id: False, web.id: False, lost.id: False, bound.id: True, twice.id: True,
    }  # fmt: skip
    assert found.unbound == 3
    assert len(found.institutions) == 5


async def test_another_address_of_the_person_counts(database: Database) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        person = await bind(rows, home, "browser", channel="web")
        other = await rows.persons.ensure("telegram", "phone")
        await _join(rows, other.id, person)
        found = await region_overview(rows, ["330703"], TODAY)
    assert found.unbound == 0


async def _join(rows: Repository, one: int, other: int) -> None:
    await rows.session.execute(
        update(Address).where(Address.person_id == one).values(person_id=other)
    )


async def test_sums_by_kind(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home, other = await nursery(rows, 1), await nursery(rows, 2)
        await due(rows, home, "fire.drill", TODAY - DAY)
        await due(rows, other, "fire.facilities", TODAY + 2 * DAY)
        await due(rows, home, "own.1", TODAY + DAY)
        await due(rows, other, "own.2", TODAY + 5 * DAY)
        await due(rows, other, "nothing.known", TODAY - DAY)
        found = await region_overview(rows, ["330703"], TODAY)
    kinds = {k.kind: k for k in by_kind(found.duties, known.duties)}
    assert set(kinds) == {"fire", "other"}
    fire, other_kind = kinds["fire"], kinds["other"]
    assert (fire.title, fire.due, fire.overdue) == ("消防", 1, 1)
    assert fire.next_due == TODAY + 2 * DAY
    assert (other_kind.due, other_kind.overdue, other_kind.next_due) == (2, 1, TODAY + DAY)
    own = next(d for d in found.duties if d.duty == "own.")
    assert own == DutySum("own.", 2, 0, 0, TODAY + DAY)
    assert title_of("own.", known.duties) == OWN_TITLE
    assert title_of("nothing.known", known.duties) == OLD_TITLE


async def test_it_takes_a_few_queries_whatever_their_number(database: Database) -> None:
    async with database.unit() as rows:
        for number in range(1, 30):
            await due(rows, await nursery(rows, number), "fire.drill", TODAY)
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        async with database.unit() as rows:
            found = await region_overview(rows, ["330703"], TODAY)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert found.due == 29
    assert len([s for s in asked if "FROM institution" in s or "duty_" in s]) == 3


async def test_what_the_plan_wrote_is_what_is_counted(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home = await nursery(rows, created_at=china(2026, 1, 5))
        await checked(rows, home, "王芳", date(2025, 12, 1))
        await checked(rows, home, "李梅", date(2025, 11, 10))
        await bind(rows, home, "boss")
    await work(database, known).run(china(2026, 11, 23))
    async with database.unit() as rows:
        found = await region_overview(rows, ["330703"], TODAY)
        rules = Rules(known, Calendar())
        details = await institution_details(rows, home.id, rules, TODAY)
        assert await institution_details(rows, home.id + 1, rules, TODAY) is None
    health = next(d for d in found.duties if d.duty == "staff.health_check")
    assert (health.due, health.overdue, health.next_due) == (1, 1, date(2026, 12, 1))
    assert details
    checks = [(o.who, o.due) for o in details.open if o.duty.id == "staff.health_check"]
    assert checks == [("李梅", date(2026, 11, 10)), ("王芳", date(2026, 12, 1))]
