"""One time that a duty falls due, with the days on which somebody is told of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stage:
    """``name``: ``d30`` (thirty days before), ``due`` (the day itself), ``late7`` (seven after)."""

    name: str
    on: date


@dataclass(frozen=True)
class Occurrence:
    """``key`` is the same however often it is planned: duty, subject, and which cycle.

    ``opens``: not possible earlier (a window that opens). ``estimated``: the date rests on working
    days that are not announced yet. ``unrecorded``: nobody told us when it was done last, so the
    date is ours and no rule's.
    """

    key: str
    duty: str
    subject: str
    due: date
    stages: tuple[Stage, ...]
    opens: date | None = None
    estimated: bool = False
    unrecorded: bool = False
