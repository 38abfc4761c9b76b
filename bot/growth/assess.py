"""One measuring of a child against the WHO standards: where it stands, and whether to see a doctor."""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Literal

from bot.growth.child import Child, early_days, growth_days
from bot.growth.standards import FIRST_STANDING_DAY, LAST_DAY, STANDING_LOSS, Indicator, z_score

Level = Literal["far_below", "below", "usual", "above", "far_above"]
Obstacle = Literal["before_birth", "before_due_day", "too_old", "nothing_measured"]
_NORMAL = NormalDist()


@dataclass(frozen=True)
class Measured:
    """What was measured on one day. ``lying`` None: as is usual at that age (lying under two)."""

    on: date
    weight_kg: float | None = None
    length_cm: float | None = None
    head_cm: float | None = None
    lying: bool | None = None


@dataclass(frozen=True)
class Point:
    """One figure in the standards; ``value`` in kg, cm or kg/m², as the table wants it."""

    indicator: Indicator
    value: float
    z: float

    @property
    def percentile(self) -> float:
        """Of a hundred children of this age and sex, how many have less."""
        return 100 * _NORMAL.cdf(self.z)

    @property
    def level(self) -> Level:
        """Beyond 2 standard deviations a child is sent to a doctor, beyond -3 soon."""
        if self.z < -2:
            return "far_below" if self.z < -3 else "below"
        if self.z > 2:
            return "far_above" if self.z > 3 else "above"
        return "usual"


@dataclass(frozen=True)
class Assessment:
    """``days``: age in the tables. ``corrected_by``: days taken off for an early birth.

    ``obstacle`` says why there are no points; a single figure that the standards cannot place is
    only left out.
    """

    days: int
    points: tuple[Point, ...] = ()
    corrected_by: int = 0
    obstacle: Obstacle | None = None

    def point(self, indicator: Indicator) -> Point | None:
        return next((p for p in self.points if p.indicator == indicator), None)


def assess(child: Child, seen: Measured) -> Assessment:
    days, early = growth_days(child, seen.on), early_days(child, seen.on)
    obstacle = _obstacle(child, seen, days)
    if obstacle:
        return Assessment(days, (), early, obstacle)
    length = length_for_table(seen, days)
    figures: list[tuple[Indicator, float | None]] = [
        ("weight", seen.weight_kg),
        ("length", length),
        ("head", seen.head_cm),
        ("weight_for_length", seen.weight_kg if length else None),
        ("bmi", _bmi(seen.weight_kg, length)),
    ]
    points = (_point(child, indicator, value, days, length) for indicator, value in figures)
    found = tuple(point for point in points if point)
    return Assessment(days, found, early, None if found else "nothing_measured")


def length_for_table(seen: Measured, days: int) -> float | None:
    """The length as the table of that age has it: lying below two years, standing from then on."""
    if seen.length_cm is None or seen.lying is None:
        return seen.length_cm
    table_lies = days < FIRST_STANDING_DAY
    if seen.lying == table_lies:
        return seen.length_cm
    change = STANDING_LOSS if table_lies else -STANDING_LOSS
    return round(seen.length_cm + change, 2)


def _obstacle(child: Child, seen: Measured, days: int) -> Obstacle | None:
    if seen.on < child.birth:
        return "before_birth"
    if days < 0:
        return "before_due_day"
    return "too_old" if days > LAST_DAY else None


def _bmi(weight_kg: float | None, length_cm: float | None) -> float | None:
    if not weight_kg or not length_cm:
        return None
    return round(weight_kg / (length_cm / 100) ** 2, 2)


def _point(
    child: Child, indicator: Indicator, value: float | None, days: int, length: float | None
) -> Point | None:
    if value is None:
        return None
    z = z_score(indicator, child.sex, value, days, length)
    return None if z is None else Point(indicator, value, z)
