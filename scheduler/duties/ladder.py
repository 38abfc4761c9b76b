"""Whom an item concerns: the director, then the second contact, then the bureau."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.calendar import Calendar
from scheduler.duties.hours import in_china
from scheduler.duties.item import Item
from scheduler.duties.persons import Institution, Person, Role
from scheduler.errors import PolicyInvalid


@dataclass(frozen=True)
class Ladder:
    """After how many days of silence somebody else is told as well. Raises PolicyInvalid."""

    second_after: int = 3
    officer_after: int = 14

    def __post_init__(self) -> None:
        if not 1 <= self.second_after <= self.officer_after:
            raise PolicyInvalid(f"ladder of {self.second_after} and {self.officer_after} days")


@dataclass(frozen=True)
class Addressee:
    person: Person
    role: Role


def addressees(
    item: Item,
    institution: Institution,
    people: Mapping[str, Person],
    silence: int,
    ladder: Ladder,
) -> list[Addressee]:
    """Whom the item concerns, reachable or not; each person once, in their highest role.

    A rung that nobody can be reached on counts as silent. The bureau hears only of duties that
    rest on a rule: what an institution set itself is its own business, and what is on no record may
    have been done.
    """
    found = _on_rung("director", institution, people)
    if silence >= ladder.second_after or not _reached(found):
        found += _on_rung("second", institution, people)
    if (
        item.legal
        and not item.unrecorded
        and (silence >= ladder.officer_after or not _reached(found))
    ):
        found += _on_rung("officer", institution, people)
    once = {addressee.person.id: addressee for addressee in reversed(found)}
    return list(reversed(once.values()))


def silent_days(item: Item, today: date, calendar: Calendar) -> int:
    """For how many days the institution has left an overdue item unanswered; 0 if it has not.

    Counted from the due date, or from the day on which the director first heard of it where that
    is later (imported when overdue), and never from a day off: nobody can answer then. A director
    who could not be told is counted as silent since we know of the item.
    """
    heard = in_china(item.first_told).date() if item.first_told else item.known
    start = calendar.nearest_workday_on_or_after(max(item.due, heard or item.due))
    return max(0, (today - start).days)


def _on_rung(role: Role, institution: Institution, people: Mapping[str, Person]) -> list[Addressee]:
    ids = institution.contacts.get(role, ())
    return [Addressee(people[i], role) for i in ids if i in people]


def _reached(found: list[Addressee]) -> bool:
    return any(addressee.person.reachable for addressee in found)
