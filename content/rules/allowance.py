"""The national childcare allowance (育儿补贴) and the tax deduction by a child's day of birth.

Months and payments come from 育儿补贴制度实施方案 (2025): children born from 2025 on are paid
three times, for a year each; for those born before, each month counts from January 2025 to the
month of the third birthday. Yuan are worked out by whoever knows the figures of the day.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from content.rules.ages import month_number, third_birthday

START = date(2025, 1, 1)
PAYMENTS = 3
YEAR_MONTHS = 12


@dataclass(frozen=True)
class Part:
    """What is due for one calendar year: that many months (12: the whole yearly amount)."""

    year: int
    months: int


def parts(birth: date) -> tuple[Part, ...]:
    """The years a child is paid for, the first claim being made in the year of birth (or 2025)."""
    if birth >= START:
        return tuple(Part(birth.year + i, YEAR_MONTHS) for i in range(PAYMENTS))
    months = range(month_number(START), month_number(third_birthday(birth)) + 1)
    years = groupby(month // YEAR_MONTHS for month in months)
    return tuple(Part(year, len(list(group))) for year, group in years)


def due_months(birth: date) -> int:
    """Months counted in all: 24 for a child born in December 2023, 1 for January 2022."""
    return sum(part.months for part in parts(birth))


def yuan(months: int, year_rate: float, month_rate: float) -> float:
    """A whole year's amount, or so many months'."""
    whole, rest = divmod(months, YEAR_MONTHS)
    return whole * year_rate + rest * month_rate


def last_first_claim(birth: date) -> int:
    """The year in which the first claim is to be made at the latest, for births from 2025 on."""
    return birth.year + 1


def deduction_months(birth: date) -> range:
    """Month numbers of the deduction: from the month of birth to that before turning three."""
    return range(month_number(birth), month_number(third_birthday(birth)))
