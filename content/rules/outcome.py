"""What can be said of one programme: the verdict, the money, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.answers import figure
from content.load import Library
from content.rules.conditions import Known
from content.rules.schema import FactDeclaration, Pays

NO_FIGURE = "文件没写数额"
NOT_TODAY = "数额待核实"


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Case:
    """One person's facts on one day, and the library to judge them by."""

    library: Library
    known: Known
    as_of: date

    @property
    def declared(self) -> Mapping[str, FactDeclaration]:
        return self.library.facts

    def figure(self, parameter: str) -> int | float | None:
        """The parameter's value on the day; None where none holds."""
        return figure(self.library.parameter(parameter), self.as_of)


@dataclass(frozen=True)
class Money:
    """What a programme brings, as far as it is known, and how to write it.

    ``amount``: one payment in yuan; ``first_year`` and ``after``: yuan in the first twelve
    months and in each year afterwards; ``missing``: facts that would settle the amount.
    """

    value: str
    amount: int | float | None = None
    pays: Pays | None = None
    first_year: int | float | None = None
    after: int | float | None = None
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A verdict with what it rests on; ``missing``: facts that could change it or the amount."""

    verdict: Verdict
    money: Money
    reasons: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
