"""What of whom a message speaks: colleagues by name, duties by what people call them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.institutions.subjects import records_of, subjects
from bot.members.duty_words import named_duties
from bot.members.member import Place
from bot.members.visit import Visit
from bot.reminders.rules import own_duties
from bot.store.institution_models import StaffMember
from bot.store.institutions import Owner
from content.duties import Duty


@dataclass(frozen=True)
class Thing:
    """A duty of somebody. ``who``: the colleague's name; empty for the institution."""

    place: Place
    owner: Owner
    duty: Duty
    who: str

    @property
    def title(self) -> str:
        return f"{self.who}的{self.duty.title}" if self.who else self.duty.title


async def named(
    visit: Visit, places: Sequence[Place], text: str
) -> list[tuple[Place, StaffMember]]:
    """The colleagues who work there and whose names stand in a text; 王芳2 is not 王芳."""
    by_id = {place.id: place for place in places}
    staff = await visit.rows.institutions.staff(by_id)
    here = [s for s in staff if s.left_on is None or s.left_on >= visit.today]
    found = [s for s in here if s.name in text]
    longer = {s.name for s in found}
    return [
        (by_id[s.institution_id], s)
        for s in found
        if not any(s.name != other and s.name in other for other in longer)
    ]


async def things(visit: Visit, places: Sequence[Place], text: str) -> list[Thing]:
    """The duties that a text speaks of; of those of colleagues without a name, what is open."""
    people = await named(visit, places, text)
    for _, member in people:
        text = text.replace(member.name, "")
    wanted = {member.id for _, member in people}
    owed = await _owed(visit, places)
    if wanted:
        owed = [thing for thing in owed if thing.owner.staff in wanted]
    library = visit.means.library
    meant = {d.id for d in named_duties(text, library.duties, {t.duty.id: t.duty for t in owed}.values())}  # fmt: skip
    found = [thing for thing in owed if thing.duty.id in meant]
    if len(found) > 1:
        found = await _open(visit, places, found) or found
    return found


async def _owed(visit: Visit, places: Sequence[Place]) -> list[Thing]:
    """All that institutions and their staff owe, whether it is open or not."""
    by_id = {place.id: place for place in places}
    rows = await visit.rows.occurrences.institutions(by_id)
    records = await records_of(visit.rows.occurrences, rows)
    own = own_duties(await visit.rows.occurrences.own_duties(list(by_id)), visit.today)
    whose = subjects(rows, records, visit.means.rules.settled)
    names = {f"staff:{row.id}": row.name for row in records.staff}
    found = []
    for row in rows:
        for subject in whose[row.id]:
            if subject.until is not None and subject.until < visit.today:
                continue
            extra = own.get(row.id, []) if subject.kind == "institution" else []
            duties = [*visit.means.rules.duties(row.region, subject, visit.today), *extra]
            owner, who = _owner(row.id, subject.id), names.get(subject.id, "")
            found += [Thing(by_id[row.id], owner, duty, who) for duty in duties]
    return found


def _owner(institution: int, subject: str) -> Owner:
    kind, _, number = subject.partition(":")
    return Owner(institution, int(number) if kind == "staff" else None)


async def _open(visit: Visit, places: Sequence[Place], found: Sequence[Thing]) -> list[Thing]:
    """Those of which something is open now."""
    rows: Any = await visit.rows.occurrences.open([place.id for place in places])
    there = {(row.institution_id, row.staff_id, row.duty) for row in rows}
    return [t for t in found if (t.owner.institution, t.owner.staff, t.duty.id) in there]
