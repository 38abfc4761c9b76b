"""From records to letters: planned, told once, settled, confirmed."""

from datetime import date, timedelta

from sqlalchemy import select

from bot.reminders.deeds import Deeds
from bot.store.database import Database
from bot.store.institution_models import Institution
from bot.store.institutions import Owner
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import OccurrenceRow, Reminder
from content.load import Library
from tests.bot.reminders.world import bind, checked, china, nursery, work


async def letters(database: Database) -> list[OutboxMessage]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


async def reminders(database: Database, duty: str) -> list[tuple[str, str, str | None]]:
    """Stage, state and reason, in the order of the days."""
    async with database.unit() as rows:
        found = await rows.session.execute(
            select(Reminder.stage, Reminder.state, Reminder.why)
            .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
            .where(OccurrenceRow.duty == duty)
            .order_by(Reminder.on, Reminder.id)
        )
        return [(stage, state, why) for stage, state, why in found.all()]


async def test_a_health_check_is_told_before_it_is_due(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await checked(rows, home, "王芳", date(2025, 12, 22))
        await bind(rows, home, "boss")
    doing = work(database, known)
    await doing.run(china(2026, 11, 22))  # a Sunday
    assert await letters(database) == []
    await doing.run(china(2026, 11, 23))
    (letter,) = await letters(database)
    assert letter.address == "boss"
    assert "王芳" in letter.payload["text"]
    assert "12月22日" in letter.payload["text"]
    await doing.run(china(2026, 11, 23, 11))
    await doing.run(china(2026, 11, 24))
    assert len(await letters(database)) == 1
    assert ("d30", "queued", None) in await reminders(database, "staff.health_check")


async def test_done_closes_it_and_opens_the_next_cycle(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        member = await checked(rows, home, "王芳", date(2025, 12, 22))
        await bind(rows, home, "boss")
    doing = work(database, known)
    await doing.run(china(2026, 11, 23))
    async with database.unit() as rows:
        deeds = Deeds(rows, doing.planner, "director:1", china(2026, 11, 25))
        owner = Owner(home.id, member.id)
        assert await deeds.done(owner, "staff.health_check", date(2026, 11, 24))
        assert not await deeds.done(owner, "staff.health_check", date(2026, 11, 24))
    await doing.run(china(2026, 12, 8))
    async with database.unit() as rows:
        found = await rows.session.execute(
            select(OccurrenceRow.state, OccurrenceRow.why, OccurrenceRow.due).where(
                OccurrenceRow.duty == "staff.health_check"
            )
        )
        assert found.all() == [("closed", "done", date(2026, 12, 22))]
        row = await rows.session.get(Institution, home.id)
        assert row
        assert row.plan_on
        assert row.plan_on <= date(2027, 10, 25)
        again = Deeds(rows, doing.planner, "director:1", china(2026, 12, 9))
        assert await again.undone(owner, "staff.health_check", date(2026, 11, 24))
    async with database.unit() as rows:
        states = await rows.session.scalars(select(OccurrenceRow.state).where(OccurrenceRow.duty == "staff.health_check"))  # fmt: skip
        assert list(states) == ["open"]


async def test_nothing_changes_when_it_runs_again(database: Database, known: Library) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await checked(rows, home, "王芳", date(2025, 12, 22))
        await bind(rows, home, "boss")
    doing = work(database, known)
    first = await doing.planner.run(china(2026, 11, 23))
    again = await doing.planner.run(china(2026, 11, 23) + timedelta(hours=3))
    assert (first.institutions, again.institutions) == (1, 0)


async def test_a_letter_that_did_not_arrive_is_told_another_day(
    database: Database, known: Library
) -> None:
    async with database.unit() as rows:
        home = await nursery(rows)
        await checked(rows, home, "王芳", date(2025, 12, 22))
        await bind(rows, home, "boss")
    doing = work(database, known)
    await doing.run(china(2026, 11, 23))
    async with database.unit() as rows:
        (letter,) = await rows.session.scalars(select(OutboxMessage))
        letter.state, letter.reason = "failed", "given up: timeout"
    await doing.run(china(2026, 11, 23, 15))
    assert [r[1] for r in await reminders(database, "staff.health_check") if r[0] == "d30"] == ["pending"]  # fmt: skip
    await doing.run(china(2026, 11, 24))
    assert [letter.key[-10:] for letter in await letters(database)] == ["2026-11-23", "2026-11-24"]
