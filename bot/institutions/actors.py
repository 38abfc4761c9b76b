"""Rows as those who act and what they act upon, for the table of permissions."""

from collections import defaultdict
from datetime import date

from bot.institutions.permissions import Actor, Role, Target
from bot.store.bindings import Bindings
from bot.store.institution_models import Institution


async def actor(bindings: Bindings, channel: str, address: str) -> Actor:
    """Somebody on a channel, with all roles bound to them; a stranger has none."""
    bound = await bindings.of_contact(channel, address)
    posts = await bindings.posts(channel, address)
    roles: dict[int, set[Role]] = defaultdict(set)
    for row in bound:
        roles[row.institution_id].add(Role(row.role))
    labels = [f"{row.role}:{row.id}" for row in bound] + [f"officer:{row.id}" for row in posts]
    return Actor(
        label=(labels or ["stranger"])[0],
        roles={institution: frozenset(held) for institution, held in roles.items()},
        regions=frozenset(row.region for row in posts),
    )


def target(institution: Institution, today: date) -> Target:
    closed = institution.closed_on is not None and institution.closed_on < today
    return Target(institution.id, institution.region, closed)
