"""The daily plan: institutions whose day has come are planned, and their reminders written.

Each portion of institutions is one transaction, claimed with its rows; so several may plan at
once, and one that is killed has changed nothing or all of its portion.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.institutions.permissions import within
from bot.institutions.subjects import records_of, subjects
from bot.reminders.plans import Planned, planned, restored
from bot.reminders.routing import Kept, Post, posted
from bot.reminders.rules import Rules, own_duties
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.reminders import grouped
from bot.store.repository import Repository
from scheduler.duties.asked import Asked
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.persons import Channel, Institution, Person
from scheduler.duties.planner import reconcile

PORTION = 100
# Who of an institution is told first, and who when the first is silent.
_RUNGS = {"director": "director", "health_officer": "second", "deputy": "second"}


@dataclass
class Tally:
    """What a plan changed."""

    institutions: int = 0
    new: int = 0
    moved: int = 0
    closed: int = 0
    reminders: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self


@dataclass
class _Written:
    """What a portion writes, gathered over its institutions."""

    changed: list[dict[str, Any]] = field(default_factory=list)
    closed: dict[str, str] = field(default_factory=dict)
    plan_on: dict[int, date] = field(default_factory=dict)
    plans: dict[int, Planned] = field(default_factory=dict)


class Planner:
    """Plans what falls due for institutions. ``reachable``: the channels that can be written to."""

    def __init__(self, database: Database, rules: Rules, channels: Collection[str]) -> None:
        self.database, self.rules, self.channels = database, rules, channels

    async def run(self, now: datetime, portion: int = PORTION) -> Tally:
        """Plan all whose day has come, a portion at a time. Raises StoreUnavailable."""
        tally, last = Tally(), 0
        while True:
            async with self.database.unit() as rows:
                found, some = await self.portion(rows, now, portion, last)
            tally += some
            if not found:
                return tally
            last = found

    async def portion(
        self, rows: Repository, now: datetime, most: int, after: int = 0
    ) -> tuple[int, Tally]:
        """Plan one portion: the id of its last institution (0: there was none), and the tally."""
        today = now.astimezone(CHINA).date()
        claimed = await rows.occurrences.claim(today, self.rules.fingerprint, most, after)
        if not claimed:
            return 0, Tally()
        return claimed[-1].id, await self._plan(rows, claimed, now)

    async def again(self, rows: Repository, institution_ids: Iterable[int], now: datetime) -> Tally:
        """Plan these now, within the transaction that changed their records."""
        return await self._plan(rows, await rows.occurrences.institutions(institution_ids), now)

    async def _plan(self, rows: Repository, institutions: Sequence[Any], now: datetime) -> Tally:
        today = now.astimezone(CHINA).date()
        ids = [row.id for row in institutions]
        open_rows = await rows.occurrences.open(ids)
        written, tally = await self._planned(rows, institutions, open_rows, today)
        stored = {row.key: (row.id, row.known_on) for row in open_rows}
        stored |= await rows.occurrences.write(written.changed)
        await rows.occurrences.close(written.closed, today)
        await rows.persons.wake(written.closed)
        post = await self._route(rows, institutions, written, stored, now)
        await send(rows, post, now)
        tally.reminders = len(post.new)
        await rows.occurrences.planned(written.plan_on, self.rules.fingerprint)
        return tally

    async def _planned(
        self, rows: Repository, institutions: Sequence[Any], open_rows: Sequence[Any], today: date
    ) -> tuple[_Written, Tally]:
        records = await records_of(rows.occurrences, institutions)
        own = own_duties(await rows.occurrences.own_duties([i.id for i in institutions]), today)
        whose = subjects(institutions, records, self.rules.settled)
        before = grouped(open_rows, "institution_id")
        written, tally = _Written(), Tally(institutions=len(institutions))
        for row in institutions:
            stored = {r.key: restored(r) for r in before.get(row.id, [])}
            plan = planned(
                row.region, whose[row.id], own.get(row.id, []), stored, self.rules, today
            )  # fmt: skip
            _gather(written, tally, row.id, stored, plan, today)
        return written, tally

    # --- reminders --------------------------------------------------------------------------
    async def _route(
        self,
        rows: Repository,
        institutions: Sequence[Any],
        written: _Written,
        stored: Mapping[str, tuple[int, date]],
        now: datetime,
    ) -> Post:
        """The reminders of all that is open, and the end of those of what is closed. ``stored``:
        by key the numbers of the occurrences, and since when they are known."""
        asked = Asked(now, self.rules.calendar)
        numbers = [number for number, _ in stored.values()]
        there = grouped(await rows.reminders.of_occurrences(numbers), "occurrence_id")
        contacts = await _contacts(rows, institutions, self.channels)
        post = Post()
        for key, why in written.closed.items():
            for waiting in there.get(stored[key][0], []):
                if waiting.state == "pending":
                    post.skipped(waiting, why)
        for row in institutions:
            plan = written.plans[row.id]
            kept = [
                Kept(number, occurrence, plan.duties[occurrence.duty], known, there.get(number, []))
                for key, occurrence in plan.kept.items()
                for number, known in [stored[key]]
            ]
            who = Institution(str(row.id), row.name, contacts.of(row.id, row.region))
            post.add(posted(who, kept, contacts.people, asked))
            climbs = [day for one in kept for day in one.climbs(asked) if day > asked.today]
            written.plan_on[row.id] = min([plan.plan_on, *climbs])
        return post


async def send(rows: Repository, post: Post, now: datetime) -> None:
    """Write what is to be told. Persons first, as the teller has them first: neither waits for
    what the other holds."""
    await rows.persons.lock(post.look | post.whose)
    await rows.reminders.skip(post.skip)
    await rows.reminders.revive(post.revive)
    await rows.reminders.add(post.new)
    await rows.persons.look(post.look, now)


@dataclass(frozen=True)
class _Contacts:
    """Who is told for which institution; ``officers``: by region."""

    by_institution: Mapping[int, Mapping[str, tuple[str, ...]]]
    officers: Sequence[tuple[str, str]]
    people: Mapping[str, Person]

    def of(self, institution: int, region: str) -> Any:
        officers = tuple(person for outer, person in self.officers if within(region, outer))
        return {**self.by_institution.get(institution, {}), "officer": officers}


async def _contacts(
    rows: Repository, institutions: Sequence[Any], channels: Collection[str]
) -> _Contacts:
    """Whether somebody can be reached is asked when they are told; bound is enough here."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    bound = await rows.persons.contacts([row.id for row in institutions])
    for row in bound:
        rungs = found.setdefault(row.institution_id, {})
        rung = _RUNGS[row.role]
        rungs[rung] = tuple(dict.fromkeys([*rungs.get(rung, ()), str(row.person_id)]))
    officers = [(row.region, str(row.person_id)) for row in await rows.persons.officers()]
    ids = {row.person_id for row in bound} | {int(person) for _, person in officers}
    reaches = await rows.persons.reaches(sorted(ids), _ANY)
    ways = {
        i: tuple(
            Channel(r.channel, True, reachable=not r.lost)
            for r in reaches.get(i, [])
            if r.channel in channels
        )
        for i in ids
    }
    people = {str(i): Person(str(i), channels) for i, channels in ways.items()}
    return _Contacts(found, officers, people)


# Windows are no matter for who is concerned.
_ANY = datetime.max.replace(tzinfo=CHINA, year=9000)


def _gather(
    written: _Written,
    tally: Tally,
    institution: int,
    stored: Mapping[str, Occurrence],
    plan: Planned,
    today: date,
) -> None:
    changes = reconcile([*stored.values()], [*plan.kept.values()], plan.why_gone)
    for occurrence in [*changes.new, *changes.moved]:
        written.changed.append(_row(institution, occurrence, plan, today))
    written.closed |= {key: str(why) for key, why in changes.obsolete}
    written.plan_on[institution] = plan.plan_on
    written.plans[institution] = plan
    tally.new += len(changes.new)
    tally.moved += len(changes.moved)
    tally.closed += len(changes.obsolete)


def _row(institution: int, occurrence: Occurrence, plan: Planned, today: date) -> dict[str, Any]:
    kind, _, number = occurrence.subject.partition(":")
    dropped = plan.dropped.get(occurrence.key, [])
    return {
        "key": occurrence.key, "institution_id": institution,
        "staff_id": int(number) if kind == "staff" else None, "duty": occurrence.duty,
        "due": occurrence.due, "opens": occurrence.opens, "estimated": occurrence.estimated,
        "unrecorded": occurrence.unrecorded,
        "stages": [[s.name, s.on.isoformat()] for s in occurrence.stages],
        "dropped": [[d.stage.name, d.stage.on.isoformat(), str(d.why)] for d in dropped],
        "state": "open", "why": None, "closed_on": None, "known_on": today,
    }  # fmt: skip
