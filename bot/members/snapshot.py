"""The rows of who writes as one snapshot, within the transaction of their message."""

from collections import defaultdict

from bot.institutions.permissions import Actor, Role
from bot.members.member import Member, Place
from bot.store.repository import Repository

_STRANGER = Actor("stranger")


async def load(rows: Repository, channel: str, address: str) -> Member:
    """Who has this address. For those who are bound to nothing it is one look by a key."""
    person = await rows.persons.of(channel, address)
    if person is None:
        return Member(channel, address, None, _STRANGER)
    bound, posts = await rows.persons.roles(person.id)
    roles: dict[int, set[Role]] = defaultdict(set)
    labels: dict[int, str] = {}
    for row in bound:
        roles[row.institution_id].add(Role(row.role))
        labels.setdefault(row.institution_id, f"{row.role}:{row.id}")
    places = []
    for number, label in labels.items():
        found = await rows.institutions.get(number)
        if found:
            places.append(Place(found.id, found.name, found.region, found.closed_on, label))
    known = [*labels.values(), *(f"officer:{row.id}" for row in posts)]
    actor = Actor(
        label=(known or ["stranger"])[0],
        roles={number: frozenset(held) for number, held in roles.items()},
        regions=frozenset(row.region for row in posts),
    )
    return Member(channel, address, person.id, actor, tuple(places))
