"""What changes between the plan and the telling: nobody is told what is not theirs, nothing is
told twice, and nothing is forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.reminders.deeds import Deeds, put_off
from bot.store.database import Database
from bot.store.institution_models import Binding, Institution
from bot.store.institutions import Owner
from bot.store.post_models import OutboxMessage
from bot.store.reminder_models import OccurrenceRow, Person, Reminder
from content.load import Library
from tests.bot.reminders.test_work import letters, reminders
from tests.bot.reminders.world import bind, checked, china, nursery, printed, work

CHECK = "staff.health_check"
# On SQLite one transaction waits for the other as a whole.
SHARED = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


async def one(database: Database, day: date = date(2025, 12, 22)) -> tuple[int, int, int]:
    """An institution whose colleague's check is due on 2026-12-22; numbers of it, them, the boss."""
    async with database.unit() as rows:
        home = await nursery(rows)
        member = await checked(rows, home, "王芳", day)
        return home.id, member.id, await bind(rows, home, "boss")


async def test_who_is_unbound_is_told_nothing_more(database: Database, known: Library) -> None:
    home, _, _ = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 22))  # a Sunday: planned, not told
    assert ("d30", "pending", "outside working hours") in await reminders(database, CHECK)
    async with database.unit() as rows:
        await rows.session.execute(delete(Binding))
        await rows.institutions.touch([home])
    await doing.run(china(2026, 11, 23))
    assert await letters(database) == []
    why = [r[2] for r in await reminders(database, CHECK) if r[:2] == ("d30", "skipped")]
    assert why == ["outside working hours; does not act for the institution any more"]


async def test_who_is_bound_again_is_told_after_all(database: Database, known: Library) -> None:
    home, _, _ = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 22))
    for bound in (False, True):
        async with database.unit() as rows:
            if bound:
                row = await rows.institutions.get(home)
                assert row
                await bind(rows, row, "boss")
            else:
                await rows.session.execute(delete(Binding))
            await rows.institutions.touch([home])
        await doing.planner.run(china(2026, 11, 22, 12))
    await doing.run(china(2026, 11, 23))
    assert len(await letters(database)) == 1


async def test_what_is_put_off_and_overtaken_is_told_once(
    database: Database, known: Library
) -> None:
    home, _, boss = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 12, 8))  # d14
    async with database.unit() as rows:
        occurrence = await rows.session.scalar(
            select(OccurrenceRow).where(OccurrenceRow.duty == CHECK)
        )
        assert occurrence
        until = await put_off(rows, boss, occurrence, date(2026, 12, 16), china(2026, 12, 8, 11))
        assert until == date(2026, 12, 16)
    for day in range(9, 18):
        await doing.run(china(2026, 12, day))
    told = [letter for letter in await letters(database) if "王芳" in letter.payload["text"]]
    assert [letter.key[-10:] for letter in told] == ["2026-12-08", "2026-12-16"]
    assert told[1].payload["text"].count("王芳") == 1
    assert home


async def test_what_is_due_cannot_be_put_off(database: Database, known: Library) -> None:
    await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 12, 22))
    before = await reminders(database, CHECK)
    async with database.unit() as rows:
        occurrence = await rows.session.scalar(
            select(OccurrenceRow).where(OccurrenceRow.duty == CHECK)
        )
        assert occurrence
        until = await put_off(rows, 1, occurrence, date(2026, 12, 30), china(2026, 12, 22, 11))
        assert until == date(2026, 12, 22)
    assert await reminders(database, CHECK) == before


async def test_what_was_not_done_after_all_is_told(database: Database, known: Library) -> None:
    home, member, _ = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 22))
    owner = Owner(home, member)
    async with database.unit() as rows:
        deeds = Deeds(rows, doing.planner, "director:1", china(2026, 11, 22, 11))
        await deeds.done(owner, CHECK, date(2026, 11, 20))
        await deeds.undone(owner, CHECK, date(2026, 11, 20))
    await doing.run(china(2026, 11, 23))
    assert ("d30", "queued", None) in await reminders(database, CHECK)


async def test_a_day_that_moved_far_is_told_of_anew(database: Database, known: Library) -> None:
    home, _, _ = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 23))
    async with database.unit() as rows:
        row = await rows.institutions.get(home)
        assert row
        row.suspended = [["2026-12-15", "2027-03-14"]]
        await rows.institutions.touch([home])
    for day in range(30):
        await doing.run(china(2027, 2, 1) + timedelta(day))
    async with database.unit() as rows:
        told = await rows.session.execute(
            select(Reminder.stage, Reminder.on)
            .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
            .where(OccurrenceRow.duty == CHECK, Reminder.told_at.is_not(None))
            .order_by(Reminder.on)
        )
        # Due on 15 March then; while it is suspended, it is silent.
        assert told.all() == [("d30", date(2026, 11, 22))]
        changed = await rows.session.scalars(
            select(OccurrenceRow.dropped).where(OccurrenceRow.duty == CHECK)
        )
        assert "d30" in {name for name, _, _ in changed.one()}
    await doing.run(china(2027, 3, 15))
    assert ("due", "queued", None) in await reminders(database, CHECK)


async def test_days_off_announced_late_tell_nobody_twice(
    database: Database, known: Library
) -> None:
    """The food permit's last day moves by a day or two when working days are announced."""
    async with database.unit() as rows:
        home = await nursery(rows)
        await bind(rows, home, "boss")
        await printed(rows, home, "food_permit", date(2027, 1, 13))
    doing = work(database, known)
    await doing.run(china(2026, 11, 23))
    async with database.unit() as rows:
        told = await rows.session.scalar(
            select(Reminder.stage)
            .join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
            .where(OccurrenceRow.duty == "food.permit", Reminder.told_at.is_not(None))
        )
        await printed_one_day_later(rows.session)
        await rows.institutions.touch([home.id])
    await doing.run(china(2026, 11, 24))
    assert [r[0] for r in await reminders(database, "food.permit") if r[1] == "queued"] == [told]


async def printed_one_day_later(session: object) -> None:
    """As the rows look when the days they were planned with have changed since."""
    found = await session.scalars(  # type: ignore[attr-defined]
        select(Reminder).join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
        .where(OccurrenceRow.duty == "food.permit")
    )  # fmt: skip
    for row in found:
        row.on += timedelta(1)


async def test_a_day_has_one_digest_though_the_clock_was_set_back(
    database: Database, known: Library
) -> None:
    home, _, _ = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 24))
    async with database.unit() as rows:
        row = await rows.session.get(Institution, home)
        assert row
        await checked(rows, row, "李丽", date(2025, 12, 3))
        # As it is after a day that the clock then left again.
        await rows.session.execute(update(Person).values(last_digest=date(2026, 11, 20)))
        await rows.institutions.touch([home])
    await doing.run(china(2026, 11, 24, 15))
    await doing.run(china(2026, 11, 25))
    first, second = await letters(database)
    assert "李丽" not in first.payload["text"]
    assert "李丽" in second.payload["text"]


async def test_whom_nothing_reaches_has_another_told(database: Database, known: Library) -> None:
    home, _, _ = await one(database)
    async with database.unit() as rows:
        row = await rows.session.get(Institution, home)
        assert row
        await bind(rows, row, "helper", "deputy")
    doing = work(database, known)
    await doing.run(china(2026, 11, 24))
    async with database.unit() as rows:
        (letter,) = await rows.session.scalars(select(OutboxMessage))
        letter.state, letter.reason = "dropped", "blocked us"
        await rows.contacts.lost("telegram", "boss", "blocked us", china(2026, 11, 24, 10))
    await doing.run(china(2026, 11, 24, 11))
    assert [letter.address for letter in await letters(database)] == ["boss", "helper"]


async def test_the_letters_of_who_is_forgotten_are_waited_for_no_longer(
    database: Database, known: Library
) -> None:
    _, _, boss = await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 24))
    async with database.unit() as rows:
        await rows.forget("telegram", "boss")
    async with database.unit() as rows:
        states = set(await rows.session.scalars(select(Reminder.state).where(Reminder.person_id == boss)))  # fmt: skip
        new = await rows.persons.ensure("telegram", "somebody else")
        assert states == {"skipped"}
        # The rows that name the one before would be theirs.
        assert new.id != boss


async def test_a_letter_that_was_deleted_is_told_again(database: Database, known: Library) -> None:
    await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 24))
    async with database.unit() as rows:
        await rows.session.execute(delete(OutboxMessage))
    await doing.run(china(2026, 11, 24, 15))
    await doing.run(china(2026, 11, 25))
    assert [letter.key[-10:] for letter in await letters(database)] == ["2026-11-25"]


@SHARED
async def test_two_who_settle_do_not_settle_the_same(database: Database, known: Library) -> None:
    await one(database)
    doing = work(database, known)
    await doing.run(china(2026, 11, 24))
    async with database.unit() as rows:
        await rows.session.execute(update(OutboxMessage).values(state="failed", reason="no answer"))
    async with database.unit() as first, database.unit() as second:
        assert (await first.reminders.settle())[0] > 0
        assert await second.reminders.settle() == (0, [], [])


@SHARED
async def test_a_person_whom_the_planner_has_is_told_by_the_next_look(
    database: Database, known: Library
) -> None:
    """Who is locked is passed over: teller and planner never wait for each other."""
    _, _, boss = await one(database)
    doing = work(database, known)
    await doing.planner.run(china(2026, 11, 24))
    async with database.unit() as rows:
        await rows.persons.lock([boss])
        assert await doing.teller.run(china(2026, 11, 24)) == 0
    assert await doing.teller.run(china(2026, 11, 24)) == 1


async def test_it_is_for_nobody_as_long_as_nobody_can_be_reached(
    database: Database, known: Library
) -> None:
    home, _, _ = await one(database)
    async with database.unit() as rows:
        await rows.contacts.lost("telegram", "boss", "blocked us", china(2026, 11, 20))
    doing = work(database, known)
    for day in (24, 25):
        async with database.unit() as rows:
            await rows.institutions.touch([home])
        await doing.run(china(2026, 11, day))
    told = [r for r in await reminders(database, CHECK) if r[0] == "d30"]
    assert ("d30", "pending", "no contact that can be reached") in told
