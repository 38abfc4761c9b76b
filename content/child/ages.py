"""How old a child is, and how old a child born early counts as."""

from dataclasses import dataclass
from datetime import date, timedelta

from content.errors import ContentError
from content.rules.ages import after_months

DAYS_IN_MONTH = 365.25 / 12  # as in the tables of the WHO
TERM_WEEKS, TERM_FROM_WEEKS = 40, 37
# 矫正月龄 is used up to two years of life (早产儿保健工作规范).
CORRECTED_UNTIL_MONTHS = 24
LEAST_WEEKS, MOST_WEEKS = 20, 44


class NotBornYet(ContentError):
    """An age is asked for a day before the birth."""


class NoGestation(ContentError):
    """Weeks of pregnancy that nobody is born after."""


@dataclass(frozen=True, order=True)
class Age:
    """Whole months of life and the days since; ``total_days``: all days since birth."""

    months: int
    days: int
    total_days: int

    @property
    def years(self) -> int:
        return self.months // 12

    @property
    def odd_months(self) -> int:
        """Months beyond the whole years: 3 of 1岁3个月."""
        return self.months % 12

    @property
    def decimal_months(self) -> float:
        """As tables of growth count: days of life by the mean month."""
        return self.total_days / DAYS_IN_MONTH


@dataclass(frozen=True, order=True)
class Gestation:
    """The length of the pregnancy: 34 weeks and 5 days. Raises NoGestation."""

    weeks: int
    days: int = 0

    def __post_init__(self) -> None:
        if not (LEAST_WEEKS <= self.weeks <= MOST_WEEKS and 0 <= self.days < 7):
            raise NoGestation(f"{self.weeks} weeks and {self.days} days")

    @property
    def preterm(self) -> bool:
        return self.weeks < TERM_FROM_WEEKS

    @property
    def early(self) -> timedelta:
        """How long before the full 40 weeks."""
        return timedelta(weeks=TERM_WEEKS - self.weeks, days=-self.days)


@dataclass(frozen=True)
class Corrected:
    """``term``: the day on which 40 weeks were full; ``age``: counted from it, none before it."""

    term: date
    age: Age | None


def age(birth: date, on: date) -> Age:
    """The age on a day; a month is full on the day that ``after_months`` says.

    Born on 31 January a child is one month old on 28 February. Raises NotBornYet.
    """
    if on < birth:
        raise NotBornYet(f"{on} lies before the birth on {birth}")
    months = (on.year - birth.year) * 12 + on.month - birth.month
    if after_months(birth, months) > on:
        months -= 1
    days = (on - after_months(birth, months)).days
    return Age(months, days, (on - birth).days)


def corrected_birth(birth: date, gestation: Gestation | None, on: date) -> date:
    """The day to count development from: the full term of a preterm child under two."""
    if gestation is None or not gestation.preterm:
        return birth
    if on >= after_months(birth, CORRECTED_UNTIL_MONTHS):
        return birth
    return birth + gestation.early


def corrected_age(birth: date, gestation: Gestation | None, on: date) -> Corrected | None:
    """The age counted from full term; None where it is not used: born from 37 weeks on, two years
    old, or weeks not known. Raises NotBornYet.
    """
    actual = age(birth, on)
    term = corrected_birth(birth, gestation, on)
    if term == birth:
        return None
    if on < term:
        return Corrected(term, None)
    counted = age(term, on)
    return Corrected(term, min(counted, actual))
