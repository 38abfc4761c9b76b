"""Bring a filled template in: all of it or nothing, and a second time nothing more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.institutions.columns import STAFF
from bot.institutions.excel import Filled, Problem, Record, in_order
from bot.institutions.import_rows import (
    Fields,
    People,
    change_institution,
    change_staff,
    new_institution,
    new_staff,
)
from bot.store.audits import Audits, Deed
from bot.store.institution_models import Institution
from bot.store.institutions import Fact, Institutions, Owner, Printed

_DATE, _DONE = "date.", "done."


@dataclass
class Tally:
    """How many rows were new, changed something, or changed nothing."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Outcome:
    """What an import did; with problems nothing."""

    institutions: Tally = field(default_factory=Tally)
    staff: Tally = field(default_factory=Tally)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Entry:
    """What one record means for one row: the fields before and after (all of a new one)."""

    kind: str
    owner: Owner
    record: Record
    new: bool
    before: Fields
    after: Fields


class Importing:
    """One import within one transaction. Who only wants to know what it would do rolls it back."""

    def __init__(self, store: Institutions, audits: Audits, actor: str, now: datetime) -> None:
        self._store, self._audits, self._actor, self._now = store, audits, actor, now
        self._dates: dict[tuple[str, str], date] = {}
        self._done: set[tuple[str, str, date]] = set()

    async def run(self, filled: Filled) -> Outcome:
        """Problems of ``filled`` come back, with those that only the database shows."""
        outcome = Outcome(problems=list(filled.problems))
        await self._store.one_import()
        known = await self._store.by_codes(_codes([*filled.institutions, *filled.staff]))
        outcome.problems = in_order([*outcome.problems, *_strangers(filled, known)])
        if not outcome.problems:
            await self._remember([row.id for row in known.values()])
            await self._institutions(filled.institutions, known, outcome.institutions)
            await self._staff(filled.staff, known, outcome.staff)
        return outcome

    async def _remember(self, ids: Sequence[int]) -> None:
        self._dates = {(d.subject, d.name): d.day for d in await self._store.dates(ids)}
        self._done = {(d.subject, d.duty, d.day) for d in await self._store.deeds(ids)}

    async def _institutions(
        self, records: Sequence[Record], known: dict[str, Institution], tally: Tally
    ) -> None:
        """Adds the new ones to ``known``."""
        fresh = {
            record.values["code"]: new_institution(record, self._now)
            for record in records
            if record.values["code"] not in known
        }
        await self._store.add(list(fresh.values()))
        known |= fresh
        entries = []
        for record in records:
            row = known[record.values["code"]]
            new = row.code in fresh
            changed = ({}, record.values) if new else change_institution(row, record, self._now)
            entries.append(_Entry("institution", Owner(row.id), record, new, *changed))
        await self._settle(entries, tally)

    async def _staff(
        self, records: Sequence[Record], known: Mapping[str, Institution], tally: Tally
    ) -> None:
        ids = [known[record.values["code"]].id for record in records]
        people = People(await self._store.staff(ids))
        pairs = list(zip(ids, records, strict=True))
        found = [people.find(i, record) for i, record in pairs]
        rows = [old or new_staff(i, record) for old, (i, record) in zip(found, pairs, strict=True)]
        await self._store.add([row for row, old in zip(rows, found, strict=True) if not old])
        entries = []
        for row, old, record in zip(rows, found, records, strict=True):
            changed = change_staff(row, record) if old else ({}, record.values)
            owner = Owner(row.institution_id, row.id)
            entries.append(_Entry("staff", owner, record, old is None, *changed))
        await self._settle(entries, tally)

    async def _settle(self, entries: Sequence[_Entry], tally: Tally) -> None:
        """Write dates, deeds and the audit log; count."""
        printed: list[Printed] = []
        facts: list[Fact] = []
        changes: set[int] = set()
        for entry in entries:
            dates, done = list(self._printed(entry)), list(self._facts(entry))
            printed += dates
            facts += done
            changed = bool(entry.after or dates or done)
            tally.new += entry.new
            tally.changed += changed and not entry.new
            tally.same += not changed
            if changed:
                await self._audit(entry, dates, done)
            changes |= {entry.owner.institution} if changed else set()
        await self._store.set_dates(printed)
        await self._store.did(facts, self._actor, self._now)
        await self._store.touch(changes)

    def _printed(self, entry: _Entry) -> Iterable[Printed]:
        """The printed dates that are not on record."""
        for name, day in _named(entry.record, _DATE):
            if self._dates.get((entry.owner.subject, name)) != day:
                yield Printed(entry.owner, name, day)

    def _facts(self, entry: _Entry) -> Iterable[Fact]:
        for duty, day in _named(entry.record, _DONE):
            if (entry.owner.subject, duty, day) not in self._done:
                yield Fact(entry.owner, duty, day)

    async def _audit(self, entry: _Entry, dates: list[Printed], done: list[Fact]) -> None:
        before, after = dict(entry.before), dict(entry.after)
        for printed in dates:
            before[_DATE + printed.name] = self._dates.get((entry.owner.subject, printed.name))
            after[_DATE + printed.name] = printed.day
        after |= {_DONE + fact.duty: fact.day for fact in done}
        action = f"{entry.kind}.{'add' if entry.new else 'change'}"
        owner = entry.owner
        deed = Deed(self._actor, action, owner.institution, owner.subject, before, after)
        await self._audits.write(deed, self._now)


def _codes(records: Iterable[Record]) -> list[str]:
    return [record.values["code"] for record in records if "code" in record.values]


def _named(record: Record, prefix: str) -> list[tuple[str, Any]]:
    return [
        (key.removeprefix(prefix), value)
        for key, value in record.values.items()
        if key.startswith(prefix)
    ]


def _strangers(filled: Filled, known: Mapping[str, Institution]) -> Iterable[Problem]:
    """Staff of institutions that are neither in the file nor on record."""
    # A code that is there in a row with another problem is no second problem.
    ours = {*known, *_codes(filled.institutions)}
    for record in filled.staff:
        code = record.values.get("code")
        if code and code not in ours:
            why = "没有这家机构：“机构”表里没有，以前也没有导入过"
            yield Problem(STAFF.title, record.row, record.columns["code"], why)
