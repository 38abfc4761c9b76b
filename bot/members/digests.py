"""What a digest told somebody, by the button under it; and single duties by their number."""

import re
from dataclasses import dataclass
from datetime import date

from bot.members.finder import Thing
from bot.members.member import Place
from bot.members.visit import Visit
from bot.reminders.deeds import owner_of
from bot.reminders.notice import digest_key
from bot.reminders.rules import OWN, own_duty
from bot.store.institutions import Owner
from bot.store.reminder_models import OccurrenceRow
from content.duties import Duty

_REF = re.compile(r"([0-9]{1,18})\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LABEL = 30


@dataclass(frozen=True)
class Told:
    """One duty that somebody was told of. ``number``: of its occurrence."""

    number: int
    row: OccurrenceRow
    thing: Thing

    @property
    def place(self) -> Place:
        return self.thing.place

    @property
    def open(self) -> bool:
        return self.row.state == "open"

    @property
    def label(self) -> str:
        due = self.row.due
        return f"{self.thing.title}（{due.month}月{due.day}日到期）"[:_LABEL]


async def entries(visit: Visit, ref: str) -> list[Told] | None:
    """What a digest told, by its name in the button; None, and said why, where it is no business
    of whoever pressed."""
    match = _REF.fullmatch(ref)
    day = _day(match[2]) if match else None
    if match is None or day is None:
        return None
    if visit.member.person is None or not visit.member.bound:
        visit.say("您现在没有绑定机构，这个按钮用不了了。要再用，请要一个新的绑定码。")
        return None
    if int(match[1]) != visit.member.person:
        visit.say("这个按钮是发给别人的，您这边点了不算。")
        return None
    return await _told(visit, digest_key(visit.member.person, day))


async def latest(visit: Visit) -> str | None:
    """The name of the last digest somebody got."""
    person = await visit.rows.persons.of(visit.member.channel, visit.member.address)
    if person is None or person.last_digest is None:
        return None
    return f"{person.id}.{person.last_digest.isoformat()}"


async def _told(visit: Visit, key: str) -> list[Told]:
    person = visit.member.person or 0
    found: dict[int, Told] = {}
    for _, row in await visit.rows.reminders.of_digest(key, person):
        thing = await owned(visit, owner_of(row), row.duty)
        if thing and row.id not in found:
            found[row.id] = Told(row.id, row, thing)
    return list(found.values())


async def told_of(visit: Visit, number: int) -> Told | None:
    """A single duty by its number; None where it is not theirs."""
    row = await visit.rows.occurrences.get(number)
    if row is None:
        return None
    thing = await owned(visit, owner_of(row), row.duty)
    return Told(row.id, row, thing) if thing else None


async def owned(visit: Visit, owner: Owner, duty_id: str) -> Thing | None:
    """A duty of one of their institutions or of its staff; None where it is neither."""
    place = visit.place(owner.institution)
    duty = await _duty(visit, duty_id, owner.institution)
    if place is None or duty is None:
        return None
    if owner.staff is None:
        return Thing(place, owner, duty, "")
    member = await visit.rows.institutions.member(owner.staff)
    if member is None or member.institution_id != place.id:
        return None
    return Thing(place, owner, duty, member.name)


async def _duty(visit: Visit, duty_id: str, institution: int) -> Duty | None:
    known = visit.means.library.duties.get(duty_id)
    number = duty_id.removeprefix(OWN)
    if known or not duty_id.startswith(OWN) or not number.isdecimal():
        return known
    row = await visit.rows.own_duties.get(int(number))
    return own_duty(row) if row and row.institution_id == institution else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
