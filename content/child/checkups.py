"""The free check-ups up to the third birthday, and the screening of the newborn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from content.child.doses import State
from content.child.shapes import Checkup, CheckupItem, Screening
from content.child.shelf import ChildShelf
from content.rules.ages import after_months
from content.schema import Cite

# By check-up the day on which it was done; None: told that it was not. Absent: not known.
Done = Mapping[str, date | None]


@dataclass(frozen=True)
class CheckupDue:
    """``due``: the first day; ``until``: the last day that the source names; ``next_due``: from
    then on the next check-up stands for it. ``known``: whether we were told of it."""

    id: str
    title: str
    state: State
    known: bool
    due: date
    until: date | None
    next_due: date | None
    done_on: date | None
    items: tuple[CheckupItem, ...]
    cite: tuple[Cite, ...]


@dataclass(frozen=True)
class ScreeningDue:
    """``due``: the first day; ``usual``: by when as a rule; ``until``: the last day."""

    screening: Screening
    due: date
    usual: date | None
    until: date

    @property
    def id(self) -> str:
        return self.screening.id


def checkups(birth: date, done: Done, today: date, shelf: ChildShelf) -> list[CheckupDue]:
    """All of them in order. A child born early is seen at the same ages since birth."""
    shapes = sorted(shelf.checkups.values(), key=lambda shape: day_of(shape, birth))
    nexts = [day_of(after, birth) for _, after in pairwise(shapes)]
    pairs = zip(shapes, [*nexts, None], strict=True) if shapes else ()
    return [_due(shape, after, birth, done, today) for shape, after in pairs]


def screenings(birth: date, shelf: ChildShelf) -> list[ScreeningDue]:
    """The newborn's screenings. Of the birth only the day is known, so hours are whole days."""
    return [
        ScreeningDue(
            screening=s,
            due=birth + timedelta(hours=s.after_hours),
            usual=birth + timedelta(s.usual_days) if s.usual_days else None,
            until=birth + timedelta(s.until_days),
        )
        for s in shelf.screenings.values()
    ]


def day_of(shape: Checkup, birth: date) -> date:
    """The first day of a check-up."""
    if shape.months is not None:
        return after_months(birth, shape.months)
    return birth + timedelta(shape.days or 0)


def _due(shape: Checkup, after: date | None, birth: date, done: Done, today: date) -> CheckupDue:
    due, on = day_of(shape, birth), done.get(shape.id)
    on = on if on is not None and birth <= on <= today else None
    return CheckupDue(
        id=shape.id,
        title=shape.title,
        state=_state(due, after, on, today),
        known=shape.id in done,
        due=due,
        until=None if shape.until_days is None else birth + timedelta(shape.until_days),
        next_due=after,
        done_on=on,
        items=tuple(shape.items),
        cite=tuple(shape.cite),
    )


def _state(due: date, after: date | None, on: date | None, today: date) -> State:
    if on is not None:
        return State.DONE
    if today < due:
        return State.COMING
    return State.OPEN if after is None or today < after else State.PASSED
