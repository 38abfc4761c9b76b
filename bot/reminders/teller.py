"""Persons who wait for news get their digest of the day, as a letter of the outbox.

Each portion of persons is one transaction: letters, reminders and the day of the last digest are
written together, so nobody gets two on a day and nothing is told that is not on record.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.family.notices import child_entry
from bot.reminders.notice import digest_key, notice
from bot.reminders.rules import OWN, Rules, own_duty
from bot.reminders.ways import Ways
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.letters import NewLetter
from bot.store.persons import Reach
from bot.store.reminder_models import Person as PersonRow
from bot.store.reminders import grouped
from bot.store.repository import Repository
from content.duties import Duty
from scheduler.calendar import shift
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Digest, Entry, Held, Skip, Wait, Why
from scheduler.duties.hours import Hours, morning
from scheduler.duties.item import Item
from scheduler.duties.personal import for_person
from scheduler.duties.persons import Person, Preferences, Role

PORTION = 200
# A person whom nothing can be sent to is looked at again when they write, or after this.
_LOOK_AGAIN = timedelta(days=1)


@dataclass
class Told:
    """``digests``: what was written; ``held``: what was not, and why."""

    persons: int = 0
    digests: list[Digest] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


@dataclass(frozen=True)
class _World:
    """Everything about a portion of persons that the policy asks."""

    reaches: Mapping[int, list[Reach]]
    snoozed: Mapping[int, Mapping[str, date]]
    pending: Mapping[int, list[Any]]
    own: Mapping[str, Duty]
    written: Collection[str]


@dataclass
class _Written:
    """What a portion writes: letters, the reminders in each, why others wait or are skipped."""

    letters: list[NewLetter] = field(default_factory=list)
    told: dict[str, list[int]] = field(default_factory=dict)
    waits: dict[int, str] = field(default_factory=dict)
    skips: dict[int, str] = field(default_factory=dict)


class Teller:
    """Tells people what is due."""

    def __init__(self, database: Database, rules: Rules, ways: Ways) -> None:
        self.database, self.rules, self.ways = database, rules, ways

    async def run(self, now: datetime, portion: int = PORTION) -> int:
        """Tell all who wait; returns how many digests were written. Raises StoreUnavailable."""
        written = 0
        while True:
            async with self.database.unit() as rows:
                told = await self.portion(rows, now, portion)
            written += len(told.digests)
            if not told.persons:
                return written

    async def portion(self, rows: Repository, now: datetime, most: int = PORTION) -> Told:
        """Tell some of those who wait, claimed for this transaction."""
        people = await rows.persons.claim(now, most)
        if not people:
            return Told()
        world = await self._world(rows, people, now)
        asked = Asked(now, self.rules.calendar)
        told, written = Told(len(people)), _Written()
        for row in people:
            pending = {(r.key, r.stage): r for r in world.pending.get(row.id, [])}
            digest, held = self._decide(row, world, asked)
            if digest:
                letter = _letter(row, digest, world)
                written.letters.append(letter)
                written.told[letter.key] = [
                    pending[e.item.key, e.item.stage].id for e in digest.entries
                ]
                row.last_digest = digest.day
                told.digests.append(digest)
            row.look_at = _next(held, now)
            _hold(held, pending, written)
            told.held += held
        await _write(rows, written, now)
        return told

    async def _world(self, rows: Repository, people: Sequence[PersonRow], now: datetime) -> _World:
        ids = [row.id for row in people]
        pending = await rows.reminders.pending(ids)
        places = sorted({row.institution_id for row in pending if row.duty.startswith(OWN)})
        own = await rows.occurrences.own_duties(places) if places else []
        today = now.astimezone(CHINA).date()
        return _World(
            await rows.persons.reaches(ids, now),
            await rows.persons.snoozed(ids),
            grouped(pending, "person_id"),
            {f"{OWN}{row.id}": own_duty(row) for row in own},
            await rows.letters.written([digest_key(number, today) for number in ids]),
        )

    def _decide(
        self, row: PersonRow, world: _World, asked: Asked
    ) -> tuple[Digest | None, list[Held]]:
        entries = [*self._entries(world.pending.get(row.id, []), world.own)]
        if not entries:
            return None, []
        person = self._person(row, world, asked)
        digest, held = for_person(person, entries, asked)
        if digest and digest_key(row.id, digest.day) in world.written:
            # The clock was set back, and this day had its digest before.
            wait = Wait(morning(shift(digest.day, 1), None, asked.calendar), Why.ONE_A_DAY)
            return None, held + [Held(e.item, person.id, wait) for e in digest.entries]
        return digest, held

    def _person(self, row: PersonRow, world: _World, asked: Asked) -> Person:
        ways = (
            self.ways.channel(reach, row.last_digest, asked.today)
            for reach in world.reaches.get(row.id, [])
        )
        quiet = Hours(row.quiet_from, row.quiet_to) if row.quiet_from and row.quiet_to else None
        wishes = Preferences(quiet, frozenset(row.opted_out), world.snoozed.get(row.id, {}))
        return Person(str(row.id), tuple(filter(None, ways)), wishes, row.last_digest)

    def _entries(self, pending: Iterable[Any], own: Mapping[str, Duty]) -> Iterable[Entry]:
        for row in pending:
            if row.child_id is not None:
                yield from child_entry(row, self.rules.library.child)
                continue
            duty = self.rules.library.duties.get(row.duty) or own.get(row.duty)
            if duty is None:
                continue  # the rules changed; the next plan closes it
            role: Role = row.role or "director"
            yield Entry(_item(row, duty), role, row.institution)


def _letter(row: PersonRow, digest: Digest, world: _World) -> NewLetter:
    """The digest as a letter: to the address whose window is open, where one is."""
    there = [r for r in world.reaches[row.id] if r.channel == digest.channel and not r.lost]
    to = next((reach for reach in there if reach.window), there[0])
    payload = notice(digest).model_dump(mode="json")
    return NewLetter(digest_key(row.id, digest.day), to.channel, to.address, payload)


async def _write(rows: Repository, written: _Written, now: datetime) -> None:
    await rows.letters.put_all(written.letters, now)
    await rows.reminders.told(written.told, now)
    await rows.reminders.skip(written.skips)
    await rows.reminders.waits(written.waits)


def _item(row: Any, duty: Duty) -> Item:
    told = {str(row.person_id): row.told_at} if row.told_at else {}
    return Item(
        key=row.key, stage=row.stage, on=row.on, due=row.due, kind=duty.kind, title=duty.title,
        todo=duty.todo, subject=row.staff or "", institution=str(row.institution_id),
        legal=bool(duty.basis), estimated=row.estimated, told=told, known=row.known_on,
        unrecorded=row.unrecorded,
    )  # fmt: skip


def _next(held: Sequence[Held], now: datetime) -> datetime | None:
    """When to look again for somebody."""
    waits = [h.outcome.until for h in held if isinstance(h.outcome, Wait)]
    lost = any(h.outcome.why is Why.UNREACHABLE for h in held)
    return min([*waits, *([now + _LOOK_AGAIN] if lost else [])], default=None)


def _hold(held: Sequence[Held], pending: Mapping[tuple[str, str], Any], written: _Written) -> None:
    """Note why something waits or is not told, where that is new."""
    for one in held:
        row, why = pending[one.item.key, one.item.stage], one.outcome.why
        if isinstance(one.outcome, Skip) and why is not Why.UNREACHABLE:
            written.skips[row.id] = why.value
        elif row.why != why.value:
            written.waits[row.id] = why.value
