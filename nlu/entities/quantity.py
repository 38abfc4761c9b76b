"""What a number in a sentence counts or measures."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "classes",
    "places",
    "area",
    "outdoor_area",
    "floor",
    "staff",
    "lease_years",
    "money",
    "count",
]


@dataclass(frozen=True)
class Quantity:
    """``value`` is the lower end of a range, ``upper`` the other one; for floors the highest.

    Units: m² for both areas, yuan for money, years for leases, -1 for a basement. ``exact`` is
    false for ranges, thresholds and rough figures: repeat those to the person before they count.
    ``start`` and ``end`` refer to the cleaned text.
    """

    kind: Kind
    value: float
    start: int
    end: int
    text: str
    upper: float | None = None
    exact: bool = True
