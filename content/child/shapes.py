"""The shapes of the library's files on vaccinations, check-ups and development."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt, model_validator

from content.schema import Cite, Id, Strict, Text

Count = Annotated[StrictInt, Field(ge=0)]
Positive = Annotated[StrictInt, Field(ge=1)]
Month = Annotated[StrictInt | StrictFloat, Field(ge=0, allow_inf_nan=False)]
Cites = Annotated[list[Cite], Field(min_length=1)]


class Gap(Strict):
    """The least time after the dose before: days or months.

    ``most``: the greatest, in days. ``after``: the vaccine whose last dose it counts from, where
    that is another one.
    """

    days: Positive | None = None
    months: Positive | None = None
    most: Positive | None = None
    after: Id | None = None
    cite: Cite

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise ValueError("a gap is in days or in months")
        if self.most is not None and (self.days is None or self.most < self.days):
            raise ValueError("most is a number of days, not smaller than days")
        return self


class Formerly(Strict):
    """The age of the table that held until a day (included)."""

    months: Count
    until: date
    cite: Cite


class Dose(Strict):
    """One dose. ``months``: the age from which it may be given; ``before``: the age before which
    the programme wants it done (none: the programme names none). ``formerly``: what was right
    when an older table held."""

    months: Count
    before: Positive | None = None
    gap: Gap | None = None
    formerly: Formerly | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.before is not None and self.before <= self.months:
            raise ValueError("before is not later than months")
        return self

    def from_months(self, day: date) -> int:
        """The least age for a dose that is given on the day."""
        if self.formerly is not None and day <= self.formerly.until:
            return min(self.months, self.formerly.months)
        return self.months


class ClinicCase(Strict):
    """From this age on a dose that was not given is the clinic's decision."""

    months: Positive
    reason: Text
    cite: Cite


class Vaccine(Strict):
    """A vaccine of the programme with its doses in order.

    ``live``: injected and live, to be kept apart from others of the kind. ``in_place_of``: the
    vaccine it may be chosen in place of. ``girls``: for girls only.
    """

    id: Id
    title: Text
    against: Text
    live: StrictBool = False
    in_place_of: Id | None = None
    girls: StrictBool = False
    doses: Annotated[list[Dose], Field(min_length=1)]
    clinic: list[ClinicCase] = Field(default_factory=list)
    cite: Cites

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        ages = [dose.months for dose in self.doses]
        if ages != sorted(ages):
            raise ValueError("doses stand in the order of their ages")
        if self.doses[0].gap is not None and self.doses[0].gap.after is None:
            raise ValueError("a first dose has no gap after the one before")
        return self


class Note(Strict):
    """A sentence that holds for all of them. ``days``: the figure in it that is reckoned with."""

    id: Id
    text: Text
    days: Positive | None = None
    cite: Cites


class CheckupItem(Strict):
    """One thing that is looked at."""

    text: Text
    cite: Cite


class Checkup(Strict):
    """A free check-up at an age of so many days or months. ``until_days``: the last day of life on
    which the source wants it; none: it names none."""

    id: Id
    title: Text
    days: Count | None = None
    months: Positive | None = None
    until_days: Positive | None = None
    items: Annotated[list[CheckupItem], Field(min_length=1)]
    cite: Cites

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.days is None) == (self.months is None):
            raise ValueError("a check-up is at an age in days or in months")
        if self.until_days is not None and (self.days is None or self.until_days < self.days):
            raise ValueError("until_days goes with days, and is not smaller")
        return self


class Screening(Strict):
    """A screening of the newborn: hours and days since birth. ``risk``: only for these."""

    id: Id
    title: Text
    after_hours: Positive
    usual_days: Positive | None = None
    until_days: Positive
    risk: Text | None = None
    text: Text
    cite: Cites


class WarningSigns(Strict):
    """What is a sign, at this age in months, that a child should be looked at."""

    id: Id
    months: Positive
    signs: Annotated[list[Text], Field(min_length=1)]
    cite: Cites


class Motor(Strict):
    """A motor milestone: when the first and when nearly all children reach it, in months.

    ``words``: how people ask for it; the longest that fits counts.
    """

    id: Id
    title: Text
    words: Annotated[list[Text], Field(min_length=1)]
    first: Month
    last: Month
    note: Text | None = None
    cite: Cites

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last <= self.first:
            raise ValueError("last is not later than first")
        return self
