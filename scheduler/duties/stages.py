"""The days on which somebody is told of a duty: before it is due, on the day, and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from scheduler.duties.cycles import Cycle
from scheduler.duties.occurrence import Stage
from scheduler.duties.reasons import Why
from scheduler.duties.suspension import Suspensions
from scheduler.errors import DateOutOfRange

# After 90 days of silence the bureau's list has it; more messages would change nothing.
LATE = (1, 3, 7, 14, 30, 60, 90)


@dataclass(frozen=True)
class Stages:
    """Those that stand, in order, and those that do not, each with its reason."""

    kept: tuple[Stage, ...]
    dropped: tuple[tuple[Stage, Why], ...]


def stages(
    cycle: Cycle, leads: Iterable[int], suspended: Suspensions, until: date | None
) -> Stages:
    """The stages of one cycle. They do not depend on today: re-planning changes nothing.

    Raises DateOutOfRange.
    """
    every = _every(cycle.due, tuple(leads))
    if not suspended and until is None and (cycle.begins is None or cycle.begins <= every[0].on):
        return Stages(every, ())
    kept: list[Stage] = []
    dropped: list[tuple[Stage, Why]] = []
    for stage in every:
        why = _why_not(stage.on, cycle, suspended, until)
        if why is None:
            kept.append(stage)
        else:
            dropped.append((stage, why))
    return Stages(tuple(kept), tuple(dropped))


@lru_cache(maxsize=8192)
def _every(due: date, leads: tuple[int, ...]) -> tuple[Stage, ...]:
    """All stages in order; made once, as thousands of subjects have one due day."""
    try:
        return tuple(Stage(name, due + offset) for name, offset in _offsets(leads))
    except OverflowError as error:
        raise DateOutOfRange(f"the reminders of {due} lie outside the calendar") from error


@lru_cache(maxsize=256)
def _offsets(leads: tuple[int, ...]) -> tuple[tuple[str, timedelta], ...]:
    """Names and distances from the due day."""
    before = sorted({lead for lead in leads if lead > 0}, reverse=True)
    return (
        *((f"d{lead}", timedelta(-lead)) for lead in before),
        ("due", timedelta(0)),
        *((f"late{days}", timedelta(days)) for days in LATE),
    )


def _why_not(day: date, cycle: Cycle, suspended: Suspensions, until: date | None) -> Why | None:
    if suspended.covers(day):
        return Why.SUSPENDED
    if until is not None and day > until:
        return Why.LEFT
    if cycle.begins is not None and day < cycle.begins:
        return Why.TOO_EARLY
    return None
