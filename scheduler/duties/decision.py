"""What the policy decided. It holds for the moment it was asked about: ask again later."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from scheduler.duties.item import Item
from scheduler.duties.persons import Role


class Why(StrEnum):
    """Why a stage was not sent: what the ledger shows."""

    CONFIRMED = "done already"
    FOLDED = "overtaken by a later stage"
    OPTED_OUT = "does not want this kind of reminder"
    UNREACHABLE = "cannot be reached on any channel"
    NOT_YET = "its day has not come"
    SNOOZED = "asked to be reminded later"
    ONE_A_DAY = "has had today's digest"
    OUT_OF_HOURS = "outside working hours"
    QUIET = "in the person's quiet hours"
    NO_TEMPLATE = "no open window and no template left"
    TEMPLATES_SHORT = "templates are short and kept for what is due within 7 days"
    NOBODY = "no contact that can be reached"


@dataclass(frozen=True)
class Wait:
    """``until``: a moment in working hours, later than now; asking before it is of no use,
    unless something else has changed."""

    until: datetime
    why: Why


@dataclass(frozen=True)
class Skip:
    """Not to be sent as things are. ``by``: the stage that it is folded into."""

    why: Why
    by: str = ""


@dataclass(frozen=True)
class Held:
    """An item that is not sent now. ``person``: to whom; None where it is for nobody."""

    item: Item
    person: str | None
    outcome: Wait | Skip


@dataclass(frozen=True)
class Entry:
    """An item as one person sees it. ``place``: the institution's name."""

    item: Item
    role: Role
    place: str


@dataclass(frozen=True)
class Digest:
    """All that a person is told on a day, as one message: by due date, so the overdue first.

    ``by``: free text in the chat, or a template.
    """

    person: str
    channel: str
    by: Literal["chat", "template"]
    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Decisions:
    """Every item given is in a digest, held, or was told before to all whom it concerns."""

    digests: tuple[Digest, ...]
    held: tuple[Held, ...]
