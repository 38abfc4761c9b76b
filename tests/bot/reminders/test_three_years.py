"""Three years day by day: what fell due was told before, or a row says why it was not.

``TUOYU_SIMULATION``: how many institutions live through them (200 is the full size).
"""

import os
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.reminders.work import Work
from bot.settings import CHINA
from bot.store.base import Base
from bot.store.database import Database
from bot.store.post_models import Contact, OutboxMessage
from bot.store.reminder_models import NOBODY, OccurrenceRow, Reminder
from content.load import Library
from scheduler.calendar import Calendar
from scheduler.duties.hours import next_moment, send_day
from tests.bot.reminders.fake_courier import deliver
from tests.bot.reminders.life import KINDS, Event, Life, found
from tests.bot.reminders.world import china, work

PLACES = int(os.environ.get("TUOYU_SIMULATION", "1"))
START, DAYS = date(2026, 3, 2), 3 * 365
CALENDAR = Calendar()


@dataclass
class Ledger:
    """All rows after the years."""

    occurrences: list[OccurrenceRow]
    reminders: dict[int, list[Reminder]]
    letters: list[OutboxMessage]


async def test_three_years(known: Library, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'years.db'}", wait=60)
    async with database.connection() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await _live(work(database, known), random.Random(2026))
    ledger = await _ledger(database)
    await database.close()
    told = [r for rows in ledger.reminders.values() for r in rows if r.told_at]
    assert len(told) > 30 * PLACES
    assert [o.key for o in ledger.occurrences if not _explained(ledger, o)] == []
    assert _twice_on_a_day(ledger) == []
    assert [letter.key for letter in ledger.letters if not _in_hours(letter.created_at)] == []
    assert _told_after_the_end(ledger) == []


async def _live(doing: Work, chance: random.Random) -> None:
    async with doing.database.unit() as rows:
        await found(rows, PLACES, START)
    for number in range(DAYS):
        day = START + timedelta(number)
        morning = china(day.year, day.month, day.day, 8) - timedelta(hours=2)
        async with doing.database.unit() as rows:
            for event in _events(chance):
                await Life(rows, doing.planner, morning).happen(event)
            await _heard_again(rows.session, chance)
        # Once when everybody can be told, on some days at any other hour too.
        moments = [morning + timedelta(hours=8)]
        if chance.random() < 0.2:
            moments.append(morning + timedelta(hours=1, minutes=chance.randrange(60 * 16)))
        for now in sorted(moments):
            await doing.run(now)
            async with doing.database.unit() as rows:
                await deliver(rows, now)


def _events(chance: random.Random) -> list[Event]:
    """At each place a duty is done every week or so, and anything else happens ten times a year."""
    done = [
        Event("done", place, chance.randrange(90))
        for place in range(PLACES)
        if chance.random() < 0.15
    ]
    count = sum(chance.random() < 10 / 365 for _ in range(PLACES))
    return done + [
        Event(chance.choice(KINDS), chance.randrange(PLACES), chance.randrange(90))
        for _ in range(count)
    ]


async def _heard_again(session: Any, chance: random.Random) -> None:
    """Who blocked us comes back now and then."""
    for contact in await session.scalars(select(Contact)):
        if chance.random() < 0.1:
            contact.unreachable_since = contact.reason = None


async def _ledger(database: Database) -> Ledger:
    async with database.unit() as rows:
        session = rows.session
        occurrences = list(await session.scalars(select(OccurrenceRow)))
        reminders: dict[int, list[Reminder]] = {}
        for row in await session.scalars(select(Reminder)):
            reminders.setdefault(row.occurrence_id, []).append(row)
        return Ledger(occurrences, reminders, list(await session.scalars(select(OutboxMessage))))


def _explained(ledger: Ledger, o: OccurrenceRow) -> bool:
    """Whether somebody was told before it was due, or it never fell due, or rows say why not."""
    if o.due > START + timedelta(DAYS - 1) or (o.closed_on and o.closed_on <= o.due):
        return True
    rows = ledger.reminders.get(o.id, [])
    if any(r.told_at and _day(r.told_at) < o.due for r in rows):
        return True
    reasons = {r.stage for r in rows if r.why} | {name for name, _, _ in o.dropped}
    before = [(name, date.fromisoformat(on)) for name, on in o.stages]
    early = [name for name, on in before if on < o.due]
    # Each of its stages is somewhere: dropped, or in a row that says why nobody heard of it.
    return all(name in reasons for name in early)


def _twice_on_a_day(ledger: Ledger) -> list[Any]:
    days = Counter((letter.address, _day(letter.created_at)) for letter in ledger.letters)
    return [who for who, count in days.items() if count > 1]


def _in_hours(moment: datetime) -> bool:
    return next_moment(moment, None, CALENDAR) == moment.astimezone(CHINA)


def _told_after_the_end(ledger: Ledger) -> list[str]:
    """What is done, or over, is told of on no later day; nor for nobody, nor before its day."""
    wrong = []
    for o in ledger.occurrences:
        for r in ledger.reminders.get(o.id, []):
            if r.told_at and (
                (o.state == "closed" and o.closed_on and _day(r.told_at) >= o.closed_on)
                or r.person_id == NOBODY
                or _day(r.told_at) < send_day(r.on, max(o.due, r.on), CALENDAR) - timedelta(7)
            ):
                wrong.append(f"{o.key} {r.stage} {r.told_at} {o.closed_on}")
    return wrong


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
