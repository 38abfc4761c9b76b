"""What planning goes by: the duties of each place and form, and a fingerprint of all of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from content.duties import Duty, duties_for, settled_by
from content.load import Library
from content.schema import Facts
from scheduler.calendar import Calendar
from scheduler.duties.subject import Subject

# To be raised when the planner itself plans otherwise: everything is planned anew then.
_VERSION = 1
# Due days rest on working days; when a year is announced they may move.
_YEARS = range(2026, 2041)
OWN = "own."


class Rules:
    """The duties in the library for every subject, worked out once for each kind of subject."""

    def __init__(self, library: Library, calendar: Calendar) -> None:
        self.library, self.calendar = library, calendar
        self.settled = settled_by(library.duties)
        self._found: dict[tuple[Any, ...], list[Duty]] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever content or calendar do: rows hold it."""
        told = [duty.model_dump(mode="json") for duty in self.library.duties.values()]
        announced = [self.calendar.known(date(year, 7, 1)) for year in _YEARS]
        whole = json.dumps([_VERSION, announced, told], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def duties(self, region: str, subject: Subject, today: date) -> list[Duty]:
        """The duties of a subject's kind that its place and facts call for."""
        key = (region, subject.kind, today, *sorted(subject.facts.items()))
        if key not in self._found:
            if len(self._found) > 10_000:
                self._found.clear()
            self._found[key] = self._owed(region, subject.facts, subject.kind, today)
        return self._found[key]

    def _owed(self, region: str, facts: Facts, kind: str, today: date) -> list[Duty]:
        known = region if region in self.library.regions else None
        return [d for d in duties_for(self.library, known, facts, today).duties if d.per == kind]

    def next_change(self, today: date) -> date | None:
        """The next day on which a duty begins or ends to hold."""
        days = [d.since for d in self.library.duties.values() if d.since]
        days += [date.fromordinal(d.until.toordinal() + 1) for d in self.library.duties.values() if d.until]  # fmt: skip
        return min((day for day in days if day > today), default=None)


def own_duties(rows: Iterable[Any], today: date) -> dict[int, list[Duty]]:
    """By institution the duties it set itself; those taken back are left out."""
    found: dict[int, list[Duty]] = {}
    for row in rows:
        if row.ended_on is None or row.ended_on > today:
            found.setdefault(row.institution_id, []).append(own_duty(row))
    return found


def own_duty(row: Any) -> Duty:
    """A row of an institution's own duty as a duty; it rests on no rule."""
    told: Mapping[str, Any] = {
        "id": f"{OWN}{row.id}", "title": row.title, "per": "institution", "rhythm": row.rhythm,
        "leads": row.leads, "todo": row.todo, "kind": "other",
    }  # fmt: skip
    return Duty.model_validate(told)
