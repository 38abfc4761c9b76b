"""From which day on a dose may be given: by age, by the dose before it, by other live vaccines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content.child.doses import DoseDue
from content.child.shapes import Dose, Gap, Vaccine
from content.rules.ages import after_months
from content.schema import Cite

Given = Mapping[str, Sequence[date]]


@dataclass(frozen=True)
class Asked:
    """Whose doses, on which day. ``given``: by vaccine all the dates we were told; a vaccine that
    is not in it is one that nobody told us of. ``apart``: days between two live ones."""

    birth: date
    given: Given
    today: date
    apart: int | None
    live: frozenset[str] = frozenset()

    def dates(self, vaccine: str) -> list[date]:
        """The dates that can be, in order."""
        told = self.given.get(vaccine, ())
        return sorted({day for day in told if self.birth <= day <= self.today})

    def odd(self, vaccine: str) -> bool:
        """Whether some date lies before the birth or ahead, or is named twice."""
        return len(self.dates(vaccine)) != len(self.given.get(vaccine, ()))


@dataclass(frozen=True)
class Earliest:
    """The earliest day, and why; ``day`` None: it waits for another dose."""

    day: date | None
    why: tuple[str, ...]
    cite: tuple[Cite, ...] = ()


def earliest(vaccine: Vaccine, dose: Dose, earlier: Sequence[DoseDue], asked: Asked) -> Earliest:
    """The first day by age, by the gap after the dose before, and apart from other live ones."""
    start = Earliest(after_months(asked.birth, dose.months), (f"满{months(dose.months)}起可以打",))
    if dose.months == 0:
        start = Earliest(asked.birth, ("出生就打",))
    if dose.gap is not None:
        start = _after_gap(start, dose.gap, earlier, asked)
    if vaccine.live and start.day is not None:
        return _apart(vaccine, start, asked)
    return start


def _after_gap(start: Earliest, gap: Gap, earlier: Sequence[DoseDue], asked: Asked) -> Earliest:
    """Not before the gap has passed. A dose that is overdue may be given today or next year, so
    what hangs on it has no day yet; one by age alone that is far enough keeps its day."""
    if start.day is None:
        return start
    if gap.after is not None:
        day = max(asked.dates(gap.after), default=None)
        return _later_of(start, day, gap)
    before = earlier[-1]
    if before.given_on is not None:
        return _later_of(start, before.given_on, gap)
    if not before.known:
        return start
    if before.due is not None and before.due > asked.today:
        return _later_of(start, before.due, gap)
    if before.due is not None and later(asked.today, gap) <= start.day:
        return start
    return Earliest(None, (f"等第{before.number}剂打完、再隔{span(gap)}",), (gap.cite,))


def _later_of(start: Earliest, before: date | None, gap: Gap) -> Earliest:
    if before is None or start.day is None:
        return start
    day = later(before, gap)
    if day <= start.day:
        return start
    return Earliest(day, (*start.why, f"和上一剂至少隔{span(gap)}"), (*start.cite, gap.cite))


def _apart(vaccine: Vaccine, start: Earliest, asked: Asked) -> Earliest:
    """So many days after the last other live vaccine, unless it is given on that very day.

    Of a vaccine that we know nothing of, a dose whose day has passed may long be given: it stays.
    """
    days = [d for other in asked.live - {vaccine.id} for d in asked.dates(other)]
    last = max(days, default=None)
    if last is None or asked.apart is None or start.day is None:
        return start
    free = last + timedelta(asked.apart)
    same_day = start.day <= last == asked.today
    unknown = vaccine.id not in asked.given and start.day <= asked.today
    if start.day >= free or same_day or unknown:
        return start
    return Earliest(
        free, (*start.why, f"和别的减毒活疫苗没同天打，要隔{asked.apart}天"), start.cite
    )


def later(day: date, gap: Gap) -> date:
    """The first day that the gap allows."""
    return after_months(day, gap.months) if gap.months else day + timedelta(gap.days or 0)


def span(gap: Gap) -> str:
    """「28天」, 「6个月」."""
    return f"{gap.months}个月" if gap.months else f"{gap.days}天"


def months(number: int) -> str:
    """「6个月」, 「1岁半」, 「2岁」."""
    years, rest = divmod(number, 12)
    if not years or number == 18:
        return f"{number}个月"
    return f"{years}岁" if not rest else f"{years}岁{rest}个月"
