"""Whose growth it is, and how old they count in the growth tables."""

from dataclasses import dataclass
from datetime import date

from bot.growth.standards import Sex
from content.rules.ages import after_months

# Born before 37 full weeks is preterm; 40 weeks is the day it was expected (WHO).
TERM_DAYS = 37 * 7
DUE_DAYS = 40 * 7
# So long a preterm child's growth is read at the age counted from the expected day.
CORRECTED_MONTHS = 24


@dataclass(frozen=True)
class Child:
    """``gestation_days``: days of pregnancy (34 weeks and 2 days is 240); None: not told, or term."""

    sex: Sex
    birth: date
    gestation_days: int | None = None
    name: str = ""

    @property
    def preterm(self) -> bool:
        return self.gestation_days is not None and self.gestation_days < TERM_DAYS


def growth_days(child: Child, on: date) -> int:
    """Age in days for the tables, corrected for a preterm child under two years.

    Negative before birth, and for a preterm child before the day it was expected.
    """
    days = (on - child.birth).days
    return days - early_days(child, on)


def early_days(child: Child, on: date) -> int:
    """By how many days the age is corrected on that day; 0 where it is not."""
    if not child.preterm or child.gestation_days is None:
        return 0
    grown = on >= after_months(child.birth, CORRECTED_MONTHS)
    return 0 if grown else DUE_DAYS - child.gestation_days
