"""Who is told what, and when. Pure: the same question has the same answer.

Two steps, so that a large country can be asked about in parts: ``route`` says for one institution
which items concern whom; ``for_person`` makes of all that concerns one person a digest, or says why
not. All of a person's items must come to it at once, as they get one digest a day. ``decide`` takes
both steps for a whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from scheduler.duties.asked import Asked
from scheduler.duties.decision import Decisions, Digest, Entry, Held
from scheduler.duties.item import Item
from scheduler.duties.personal import for_person
from scheduler.duties.persons import Institution, Person
from scheduler.duties.route import route


def decide(
    items: Iterable[Item],
    institutions: Mapping[str, Institution],
    people: Mapping[str, Person],
    asked: Asked,
) -> Decisions:
    """What goes out at this moment, and what does not and why. Raises PolicyInvalid.

    ``items``: every stage of the occurrences that are open. Those of an institution that is not
    given wait for somebody.
    """
    entries: dict[str, list[Entry]] = defaultdict(list)
    held: list[Held] = []
    for place, found in _by_institution(items).items():
        routed = route(found, institutions.get(place), people, asked)
        held += routed.held
        for person, some in routed.entries.items():
            entries[person] += some
    digests: list[Digest] = []
    for person, some in sorted(entries.items()):
        digest, kept = for_person(people[person], some, asked)
        digests += [digest] if digest else []
        held += kept
    return Decisions(tuple(digests), tuple(sorted(held, key=_order)))


def _by_institution(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.institution].append(item)
    return found


def _order(held: Held) -> tuple[str, str, date, str, str]:
    item = held.item
    return (item.institution, item.key, item.on, item.stage, held.person or "")
