"""What falls due for children as rows: planned like an institution's duties, told to the parents.

The policy is the same one (folding, snoozes, one digest a day); a child has no second contact and
no bureau above it, so its parent stands where an institution's director would.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.family.kid import Kid, kept
from bot.family.notices import PARENT, child_duty
from bot.reminders.planner import send
from bot.reminders.plans import restored
from bot.reminders.routing import Kept, Post, posted
from bot.settings import CHINA
from bot.store.child_models import Child
from bot.store.database import Database
from bot.store.reminders import grouped
from bot.store.repository import Repository
from content.child.shelf import ChildShelf
from scheduler.calendar import Calendar
from scheduler.child import ChildAgenda, child_agenda
from scheduler.duties.asked import Asked
from scheduler.duties.changes import reconcile
from scheduler.duties.hours import send_day
from scheduler.duties.occurrence import Occurrence
from scheduler.duties.persons import Channel, Institution, Person

PORTION = 100
# Rows are written so many days before the first reminder of each.
AHEAD = timedelta(21)
LONGEST = timedelta(30)
_VERSION = 1


class FamilyPlanner:
    """``reachable``: the channels that reminders can go out by."""

    def __init__(
        self, database: Database, shelf: ChildShelf, calendar: Calendar, channels: Collection[str]
    ) -> None:
        self.database, self.shelf, self.calendar = database, shelf, calendar
        self.channels = channels
        told = repr([_VERSION, shelf.vaccines, shelf.checkups, shelf.notes])
        self.rules = hashlib.sha256(told.encode()).hexdigest()[:16]

    async def run(self, now: datetime, portion: int = PORTION) -> int:
        """Plan all children whose day has come; how many. Raises StoreUnavailable."""
        total = 0
        while True:
            async with self.database.unit() as rows:
                count = await self.portion(rows, now, portion)
            total += count
            if not count:
                return total

    async def portion(self, rows: Repository, now: datetime, most: int = PORTION) -> int:
        """Plan some of those whose day has come, claimed for this transaction."""
        today = now.astimezone(CHINA).date()
        children = await rows.children.claim(today, self.rules, most)
        await self.plan(rows, children, now)
        return len(children)

    async def again(self, rows: Repository, child_id: int, now: datetime) -> None:
        """Plan this one now, within the transaction that changed what is known of it."""
        found = await rows.session.get(Child, child_id)
        if found:
            await self.plan(rows, [found], now)

    async def plan(self, rows: Repository, children: Sequence[Child], now: datetime) -> None:
        """Children whose parents want no reminders lose what is open."""
        if not children:
            return
        stored = grouped(await rows.children.open([c.id for c in children]), "child_id")
        told = {t.child.id: t for t in await rows.children.told(children)}
        for row in children:
            await self._plan_one(rows, row, kept(told[row.id]), stored.get(row.id, []), now)

    async def _plan_one(
        self, rows: Repository, row: Child, kid: Kid, stored: Sequence[Any], now: datetime
    ) -> None:
        today = now.astimezone(CHINA).date()
        agenda = child_agenda(kid.child(), today, self.shelf)
        wanted = agenda.occurrences if row.reminders else []
        before = {one.key: restored(one) for one in stored}
        near = [o for o in wanted if o.key in before or o.stages[0].on - AHEAD <= today]
        changes = reconcile([*before.values()], near, agenda.why_gone)
        closed = {key: str(why) for key, why in changes.obsolete}
        written = [_row(row.id, o, today) for o in [*changes.new, *changes.moved]]
        known = {one.key: (one.id, one.known_on) for one in stored}
        known |= await rows.occurrences.write(written)
        await rows.occurrences.close(closed, today)
        await rows.persons.wake(closed)
        there = grouped(
            await rows.reminders.of_occurrences([number for number, _ in known.values()]),
            "occurrence_id",
        )
        keeps = [
            Kept(number, o, duty, since, there.get(number, []))
            for o in near
            if (duty := child_duty(o.key, self.shelf))
            for number, since in [known[o.key]]
        ]
        post = await self._posted(rows, row, kid, keeps, now)
        for key, why in closed.items():
            for one in there.get(known[key][0], []):
                if one.state == "pending":
                    post.skipped(one, why)
        await send(rows, post, now)
        row.plan_on, row.planned_with = self._next(agenda, near, today), self.rules

    async def _posted(
        self, rows: Repository, row: Child, kid: Kid, keeps: Sequence[Kept], now: datetime
    ) -> Post:
        """What the policy makes of what is open."""
        person = str(row.person_id)
        who = Institution(str(row.id), kid.label, {"director": (person,)})
        people = {person: await self._person(rows, row, now)}
        post = posted(who, keeps, people, Asked(now, self.calendar))
        post.new = [{**one, "role": PARENT if one["role"] else None} for one in post.new]
        post.revive = dict.fromkeys(post.revive, PARENT)
        return post

    async def _person(self, rows: Repository, row: Child, now: datetime) -> Person:
        reaches = await rows.persons.reaches([row.person_id], now)
        ways = tuple(
            Channel(r.channel, True, reachable=not r.lost)
            for r in reaches.get(row.person_id, [])
            if r.channel in self.channels
        )
        return Person(str(row.person_id), ways)

    def _next(self, agenda: ChildAgenda, near: Sequence[Occurrence], today: date) -> date:
        """The next day on which anything becomes of what is planned."""
        days = [today + LONGEST]
        for occurrence in agenda.occurrences:
            days.append(occurrence.stages[0].on - AHEAD)
            days += [send_day(s.on, occurrence.due, self.calendar) for s in occurrence.stages]
        return min(day for day in days if day > today)


def _row(child_id: int, occurrence: Occurrence, today: date) -> dict[str, Any]:
    return {
        "key": occurrence.key, "institution_id": None, "child_id": child_id, "staff_id": None,
        "duty": occurrence.duty, "due": occurrence.due, "opens": None, "estimated": False,
        "unrecorded": False,
        "stages": [[s.name, s.on.isoformat()] for s in occurrence.stages], "dropped": [],
        "state": "open", "why": None, "closed_on": None, "known_on": today,
    }  # fmt: skip
