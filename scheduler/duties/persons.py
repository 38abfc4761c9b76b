"""Who can be told of an institution's duties, how, and what they asked for."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from scheduler.duties.hours import Hours, check_quiet
from scheduler.errors import PolicyInvalid

Role = Literal["director", "second", "officer", "parent"]


@dataclass(frozen=True)
class Channel:
    """A way to somebody, and what it allows now. Raises PolicyInvalid.

    ``free``: a message can go out at no one's expense (the window is open, or there is none).
    ``templates``: how many template messages may still go to this person today; whoever asks
    divides what an account has among the people. ``reserve``: with so many left or fewer they are
    kept for what is due within 7 days. ``reachable``: has not blocked or left us.
    """

    name: str
    free: bool
    templates: int = 0
    reserve: int = 3
    reachable: bool = True

    def __post_init__(self) -> None:
        if min(self.templates, self.reserve) < 0:
            raise PolicyInvalid(f"{self.name}: fewer than no templates")


@dataclass(frozen=True)
class Preferences:
    """What somebody asked for. Raises PolicyInvalid for quiet hours that leave no time.

    ``opted_out``: kinds of duties (``Duty.kind``). ``snoozed``: by occurrence, the day until which
    they do not want to hear of it; it stays here until the occurrence is closed.
    """

    quiet: Hours | None = None
    opted_out: Set[str] = frozenset()
    snoozed: Mapping[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.quiet is not None:
            check_quiet(self.quiet)


@dataclass(frozen=True)
class Person:
    """``channels`` in their order of preference; ``last_digest``: the day they last got one."""

    id: str
    channels: tuple[Channel, ...] = ()
    preferences: Preferences = Preferences()
    last_digest: date | None = None

    @property
    def reachable(self) -> bool:
        """Whether some channel still leads to them, though perhaps not now."""
        return any(channel.reachable for channel in self.channels)


@dataclass(frozen=True)
class Institution:
    """``contacts``: ids of persons by role. Somebody may serve several, in different roles."""

    id: str
    name: str
    contacts: Mapping[Role, tuple[str, ...]]
