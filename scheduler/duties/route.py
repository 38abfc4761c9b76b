"""Which of an institution's items concern whom now; what becomes of the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.calendar import shift
from scheduler.duties.asked import Asked
from scheduler.duties.decision import Entry, Held, Skip, Wait, Why
from scheduler.duties.hours import morning, send_day
from scheduler.duties.item import Item
from scheduler.duties.ladder import addressees, silent_days
from scheduler.duties.persons import Institution, Person
from scheduler.errors import PolicyInvalid


@dataclass(frozen=True)
class Routed:
    """What concerns whom, by the person's id, and what concerns nobody now."""

    entries: Mapping[str, Sequence[Entry]]
    held: Sequence[Held]


def route(
    items: Iterable[Item],
    institution: Institution | None,
    people: Mapping[str, Person],
    asked: Asked,
) -> Routed:
    """Whom the items of one institution concern. Raises PolicyInvalid for an item given twice.

    ``institution``: None where nothing is known of it; its items wait for somebody.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    held: list[Held] = []
    for stages in _by_occurrence(items):
        current, others = _current(stages, asked)
        held += others
        if current is None:
            continue
        found = _entries(current, institution, people, asked)
        if not any(people[person].reachable for person in found):
            held += _for_nobody(current, asked)
        for person, entry in found.items():
            entries[person].append(entry)
    return Routed(entries, held)


def _by_occurrence(items: Iterable[Item]) -> list[list[Item]]:
    """The stages of each occurrence in the order of their days."""
    found: dict[str, dict[str, Item]] = defaultdict(dict)
    for item in items:
        if item.stage in found[item.key]:
            raise PolicyInvalid(f"{item.key}: the stage {item.stage} is given twice")
        found[item.key][item.stage] = item
    return [sorted(stages.values(), key=lambda i: (i.on, i.stage)) for stages in found.values()]


def _current(stages: Sequence[Item], asked: Asked) -> tuple[Item | None, list[Held]]:
    """The stage to tell people of now, and what becomes of the others that nobody was told of."""
    if any(item.confirmed for item in stages):
        return None, [Held(i, None, Skip(Why.CONFIRMED)) for i in stages if not i.told]
    days = [(send_day(i.on, i.due, asked.calendar), i) for i in stages]
    held = [Held(i, None, _not_yet(day, asked)) for day, i in days if day > asked.today]
    reached = [i for day, i in days if day <= asked.today]
    if not reached:
        return None, held
    *passed, current = reached
    folded = Skip(Why.FOLDED, current.stage)
    return current, held + [Held(i, None, folded) for i in passed if not i.told]


def _not_yet(day: date, asked: Asked) -> Wait:
    return Wait(morning(day, None, asked.calendar), Why.NOT_YET)


def _entries(
    item: Item, institution: Institution | None, people: Mapping[str, Person], asked: Asked
) -> dict[str, Entry]:
    """The item for each whom it concerns, by the person's id."""
    if institution is None:
        return {}
    silence = silent_days(item, asked.today, asked.calendar)
    concerned = addressees(item, institution, people, silence, asked.ladder)
    return {a.person.id: Entry(item, a.role, institution.name) for a in concerned}


def _for_nobody(item: Item, asked: Asked) -> list[Held]:
    """It waits for a contact from day to day; what somebody was told of before need not."""
    if item.told:
        return []
    until = morning(shift(asked.today, 1), None, asked.calendar)
    return [Held(item, None, Wait(until, Why.NOBODY))]
