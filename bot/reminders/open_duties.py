"""All that is open at an institution, worked out anew from its records: for chat, calendars, lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.institutions.subjects import records_of, subjects
from bot.reminders.rules import Rules, own_duties
from bot.store.repository import Repository
from content.duties import Duty
from scheduler.duties.agenda import Agenda, agenda
from scheduler.duties.reasons import Why


@dataclass(frozen=True)
class OpenDuty:
    """One thing that is to be done. ``who``: the colleague's name; empty for the institution."""

    key: str
    duty: Duty
    subject: str
    who: str
    due: date
    opens: date | None
    estimated: bool
    unrecorded: bool = False

    def overdue(self, today: date) -> bool:
        return today > self.due


@dataclass(frozen=True)
class Missing:
    """A duty that cannot be planned yet: ``why`` is never_done, no_date or no_start."""

    duty: Duty
    who: str
    why: Why


@dataclass(frozen=True)
class Overview:
    """``open``: by due day. ``missing``: what we would have to be told."""

    institution: Any
    open: list[OpenDuty]
    missing: list[Missing]


_ASKED_FOR = frozenset({Why.NEVER_DONE, Why.NO_DATE, Why.NO_START})


async def overviews(
    rows: Repository, institutions: Sequence[Any], rules: Rules, today: date, horizon: int = 400
) -> list[Overview]:
    """What is overdue or due within the horizon (days), for each institution."""
    records = await records_of(rows.occurrences, institutions)
    own = own_duties(await rows.occurrences.own_duties([i.id for i in institutions]), today)
    whose = subjects(institutions, records, rules.settled)
    names = {f"staff:{row.id}": row.name for row in records.staff}
    made = []
    for row in institutions:
        overview = Overview(row, [], [])
        for subject in whose[row.id]:
            if subject.until is None or subject.until >= today:
                owed = [*rules.duties(row.region, subject, today), *own.get(row.id, [])]
                plan = agenda(owed, subject, today, rules.calendar, horizon)
                _add(overview, names.get(subject.id, ""), {d.id: d for d in owed}, plan)
        overview.open.sort(key=lambda o: (o.due, o.key))
        made.append(overview)
    return made


def _add(overview: Overview, who: str, owed: Mapping[str, Duty], plan: Agenda) -> None:
    """What one subject must do. ``who``: the colleague's name."""
    for o in plan.occurrences:
        duty = owed[o.duty]
        overview.open.append(
            OpenDuty(o.key, duty, o.subject, who, o.due, o.opens, o.estimated, o.unrecorded)
        )
    for name, why in plan.absent.items():
        if why in _ASKED_FOR:
            overview.missing.append(Missing(owed[name], who, why))
