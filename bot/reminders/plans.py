"""An institution's plan: what falls due soon enough to be kept, and when to plan again. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from bot.reminders.rules import Rules
from content.duties import Duty
from scheduler.duties.agenda import Agenda, Dropped, agenda
from scheduler.duties.hours import send_day
from scheduler.duties.occurrence import Occurrence, Stage
from scheduler.duties.reasons import Why
from scheduler.duties.subject import Subject

# An occurrence is kept as a row from so many days before its first reminder on: days off may
# bring that forward, by the length of the longest holidays.
AHEAD = timedelta(14)
# Whatever else is known, nothing goes longer without a look.
LONGEST = timedelta(30)
# Days ahead that are planned; more where a first reminder stands even farther ahead.
_HORIZON = 400


@dataclass(frozen=True)
class Planned:
    """``kept``: by key, what is to be a row. ``plan_on``: the next day that may change anything."""

    kept: Mapping[str, Occurrence]
    dropped: Mapping[str, list[Dropped]]
    agendas: Mapping[str, Agenda] = field(repr=False)
    duties: Mapping[str, Duty] = field(repr=False)
    plan_on: date

    def why_gone(self, stored: Occurrence) -> Why:
        """Why a stored occurrence is no longer planned."""
        found = self.agendas.get(stored.subject)
        return found.why_gone(stored) if found else Why.LEFT


def planned(
    region: str,
    subjects: Sequence[Subject],
    own: Sequence[Duty],
    stored: Mapping[str, Occurrence],
    rules: Rules,
    today: date,
) -> Planned:
    """What one institution with its staff must do. ``stored``: its open rows, which are kept
    while they are planned."""
    agendas: dict[str, Agenda] = {}
    duties: dict[str, Duty] = {}
    leads = (lead + 2 * LONGEST.days for duty in own for lead in duty.leads)
    horizon = max([_HORIZON, *leads])
    for subject in subjects:
        owed = [*rules.duties(region, subject, today), *own]
        duties |= {duty.id: duty for duty in owed}
        agendas[subject.id] = agenda(owed, subject, today, rules.calendar, horizon)
    every = [o for found in agendas.values() for o in found.occurrences]
    kept = {o.key: o for o in every if o.key in stored or _first(o) - AHEAD <= today}
    dropped: dict[str, list[Dropped]] = {}
    for found in agendas.values():
        for drop in found.dropped:
            if drop.key in kept:
                dropped.setdefault(drop.key, []).append(drop)
    days = [today + LONGEST, *_ends(subjects, rules, today)]
    for found in agendas.values():
        days += [entry.cycles.until for entry in found.entries.values() if entry.cycles.until]
    for occurrence in every:
        days += _days(occurrence, occurrence.key in kept, rules)
    return Planned(kept, dropped, agendas, duties, min(day for day in days if day > today))


def _first(occurrence: Occurrence) -> date:
    return occurrence.stages[0].on if occurrence.stages else occurrence.due


def _days(occurrence: Occurrence, kept: bool, rules: Rules) -> list[date]:
    """Days on which something becomes of an occurrence, those that passed among them."""
    if not kept:
        return [_first(occurrence) - AHEAD]
    return [send_day(s.on, occurrence.due, rules.calendar) for s in occurrence.stages]


def _ends(subjects: Sequence[Subject], rules: Rules, today: date) -> list[date]:
    """Days after today on which a subject ends, a suspension begins or ends, a rule does, or
    what was entered as done ahead of its day is done."""
    days = [rules.next_change(today)]
    for subject in subjects:
        days += [subject.until and _after(subject.until)]
        days += [day for done in subject.done.values() for day in done]
    spans = subjects[0].suspended if subjects else ()
    days += [day for span in spans for day in (span[0], _after(span[1]))]
    return [day for day in days if day and day > today]


def _after(day: date) -> date | None:
    return day + timedelta(1) if day < date.max else None


def restored(row: Any) -> Occurrence:
    """A row as the occurrence that was planned."""
    return Occurrence(
        key=row.key,
        duty=row.duty,
        subject=row.key.split(":", 1)[1].rpartition(":")[0],
        due=row.due,
        stages=stages_of(row),
        opens=row.opens,
        estimated=row.estimated,
        unrecorded=row.unrecorded,
    )


def stages_of(row: Any) -> tuple[Stage, ...]:
    return tuple(_stage(name, on) for name, on in row.stages)


@lru_cache(maxsize=8192)
def _stage(name: str, on: str) -> Stage:
    return Stage(name, date.fromisoformat(on))
