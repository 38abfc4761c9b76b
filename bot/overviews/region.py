"""A region's institutions at a glance: who is late, what is due, what was done, whom nobody reaches.

From rows alone, in a few queries: what is due is what the daily plan has written down, from some
days before its first reminder on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.reminders.open_duties import Overview, overviews
from bot.reminders.rules import Rules
from bot.settings import CHINA
from bot.store.overviews import Asked
from bot.store.repository import Repository

# Days within which something counts as due soon.
SOON = 30
# The channels that we can write to by ourselves.
WRITABLE = ("telegram", "wechat")


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How one institution stands. ``bound``: somebody there can be told."""

    id: int
    code: str
    name: str
    region: str
    due: int
    overdue: int
    confirmed: int
    next_due: date | None
    bound: bool


@dataclass(frozen=True, slots=True)
class DutySum:
    """One duty over all institutions; those that institutions set themselves are ``own.``."""

    duty: str
    due: int
    overdue: int
    confirmed: int
    next_due: date | None


@dataclass(frozen=True)
class RegionOverview:
    """``institutions``: the worst first. ``soon``: the last day that counts as due;
    ``confirmed_in``: the days whose deeds are counted."""

    regions: tuple[str, ...]
    today: date
    soon: date
    confirmed_in: Span
    institutions: list[Standing]
    duties: list[DutySum]

    @property
    def due(self) -> int:
        return sum(row.due for row in self.institutions)

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.institutions)

    @property
    def confirmed(self) -> int:
        return sum(row.confirmed for row in self.institutions)

    @property
    def unbound(self) -> int:
        return sum(not row.bound for row in self.institutions)

    def worst(self, most: int) -> list[Standing]:
        """Those with something overdue, the worst first."""
        return [row for row in self.institutions[:most] if row.overdue]


@dataclass(frozen=True)
class Matters:
    """Rows of ``Overviews.matters``; ``cut``: there are more than are listed."""

    rows: Sequence[Any]
    cut: bool = False


async def region_overview(
    rows: Repository,
    regions: Collection[str],
    today: date,
    soon: date | None = None,
    confirmed_in: Span | None = None,
) -> RegionOverview:
    """The institutions of these division codes, each with all that lies in it.

    ``soon``: 30 days from today. ``confirmed_in``: this month, up to today.
    """
    span = confirmed_in or Span(today.replace(day=1), today)
    asked = asked_of(regions, today, soon, span)
    standings = [Standing(*row) for row in await rows.overviews.standings(asked)]
    standings.sort(key=lambda s: (-s.overdue, -s.due, s.name, s.id))
    duties = _duties(
        await rows.overviews.duties_due(asked), await rows.overviews.duties_confirmed(asked)
    )
    return RegionOverview(tuple(sorted(regions)), today, asked.soon, span, standings, duties)


def asked_of(
    regions: Collection[str], today: date, soon: date | None = None, span: Span | None = None
) -> Asked:
    """The same question for the rows."""
    told = span or Span(today.replace(day=1), today)
    return Asked(
        regions=sorted(regions),
        today=today,
        soon=soon or today + timedelta(days=SOON),
        since=midnight(told.first),
        before=midnight(told.last + timedelta(days=1)),
        channels=WRITABLE,
    )


def midnight(day: date) -> datetime:
    """The moment at which the day begins in China."""
    return datetime.combine(day, time(0), CHINA)


async def institution_details(
    rows: Repository, institution_id: int, rules: Rules, today: date
) -> Overview | None:
    """All that is open at one institution, worked out anew; None where there is none."""
    found = await rows.institutions.get(institution_id)
    return (await overviews(rows, [found], rules, today))[0] if found else None


def _duties(due: Collection[Any], confirmed: Collection[Any]) -> list[DutySum]:
    done: Mapping[str, int] = {row.matter: row.confirmed for row in confirmed}
    found = {
        row.matter: DutySum(row.matter, row.due, row.overdue, done.get(row.matter, 0), row.next_due)
        for row in due
    }
    for name, count in done.items():
        found.setdefault(name, DutySum(name, 0, 0, count, None))
    return sorted(found.values(), key=lambda d: (-d.overdue, -d.due, -d.confirmed, d.duty))
