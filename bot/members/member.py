"""Who writes: what they are to which institutions and regions, as it stood when they wrote."""

from dataclasses import dataclass
from datetime import date

from bot.institutions.permissions import Actor, Target


@dataclass(frozen=True)
class Place:
    """An institution as far as chat needs it. ``label``: of whoever writes, for the audit log."""

    id: int
    name: str
    region: str
    closed_on: date | None
    label: str

    def target(self, today: date) -> Target:
        closed = self.closed_on is not None and self.closed_on < today
        return Target(self.id, self.region, closed)


@dataclass(frozen=True)
class Member:
    """Somebody on a channel. ``person``: None for who is bound to nothing.

    ``places``: the institutions they act for. ``regions``: those they are an officer of.
    """

    channel: str
    address: str
    person: int | None
    actor: Actor
    places: tuple[Place, ...] = ()

    @property
    def regions(self) -> frozenset[str]:
        return self.actor.regions

    @property
    def bound(self) -> bool:
        return bool(self.places or self.regions)
