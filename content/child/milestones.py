"""What a child of an age can do, and which signs want a doctor's look.

For a child born early and not yet two, ask with the corrected age.
"""

from dataclasses import dataclass
from enum import StrEnum

from content.child.ages import Age
from content.child.shapes import Motor, WarningSigns
from content.child.shelf import ChildShelf


class Reach(StrEnum):
    """Where a child's age lies in the window of a milestone."""

    EARLY = "early"  # hardly any child does it yet
    WITHIN = "within"  # some do, some do not
    OVER = "over"  # nearly all do: one who does not should be seen


@dataclass(frozen=True)
class Milestones:
    """``signs``: those of the table reached last (None before the first one); ``next_signs``: of
    the table to come; ``motor``: each milestone and where the age lies."""

    signs: WarningSigns | None
    next_signs: WarningSigns | None
    motor: tuple[tuple[Motor, Reach], ...]


def milestones(age: Age, shelf: ChildShelf) -> Milestones:
    """What holds at an age, actual or corrected."""
    tables = sorted(shelf.warning_signs.values(), key=lambda table: table.months)
    reached = [table for table in tables if table.months <= age.months]
    return Milestones(
        signs=reached[-1] if reached else None,
        next_signs=tables[len(reached)] if len(reached) < len(tables) else None,
        motor=tuple((motor, reach(motor, age)) for motor in shelf.motor.values()),
    )


def reach(motor: Motor, age: Age) -> Reach:
    """Where the age lies in the window from the first to the last children."""
    if age.decimal_months < motor.first:
        return Reach.EARLY
    return Reach.WITHIN if age.decimal_months <= motor.last else Reach.OVER


def asked_motor(text: str, shelf: ChildShelf) -> Motor | None:
    """The milestone that a question names: 「会不会扶着走」, 「还不会爬」; the longest word counts."""
    named = [(len(w), m) for m in shelf.motor.values() for w in m.words if w in text]
    return max(named, key=lambda pair: pair[0])[1] if named else None
