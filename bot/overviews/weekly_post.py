"""The weekly summaries are written: a letter of the outbox for each officer and week.

What was written is known by the letters' keys, so a second replica, a restart or a day's outage
neither doubles nor loses one.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.overviews.files import excel_file, region_matters
from bot.overviews.region import RegionOverview, region_overview
from bot.overviews.week import Week, owed, week_of
from bot.overviews.weekly import TEMPLATE, notice
from bot.reminders.ways import Ways
from bot.settings import Settings
from bot.store.database import Database
from bot.store.files import Content
from bot.store.persons import Reach
from bot.store.repository import Repository
from content.load import Library
from scheduler.calendar import Calendar
from scheduler.duties.hours import Hours, check_quiet, in_china
from scheduler.errors import PolicyInvalid

# So long the workbook of a summary can be opened.
_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Reader:
    """An officer who is to get a summary. ``appointed``: when they became one of a region."""

    person: int
    regions: tuple[str, ...]
    appointed: datetime
    quiet: Hours | None = None


@dataclass
class _Made:
    """An overview with its workbook; ``file``: the id, once it is stored."""

    overview: RegionOverview
    content: Content | None
    file: str | None = None


@dataclass
class _Run:
    """One run: the moment, its week, and what was made last."""

    now: datetime
    week: Week
    made: _Made | None = None

    @property
    def today(self) -> date:
        return in_china(self.now).date()


@dataclass(frozen=True)
class Means:
    """``templates``: the account has one for this. ``public_url``: None where links cannot be
    opened from outside; the hint is words then."""

    ways: Ways
    templates: bool = False
    public_url: str | None = None


class WeeklyPost:
    """``new_id``: of a file, from a secure source."""

    def __init__(
        self,
        database: Database,
        library: Library,
        means: Means,
        new_id: Callable[[], str],
        calendar: Calendar | None = None,
    ) -> None:
        self._database, self._library, self._means = database, library, means
        self._new_id, self._calendar = new_id, calendar or Calendar()

    async def run(self, now: datetime) -> int:
        """Write the summaries that are owed now; how many. Raises StoreUnavailable."""
        run = _Run(now, week_of(now))
        async with self._database.unit() as rows:
            waiting = await self._waiting(rows, run)
            reaches = await rows.persons.reaches([r.person for r in waiting], now)
        written = 0
        for reader in waiting:
            way = self._way(reaches.get(reader.person, []))
            if way:
                written += await self._tell(reader, way, run)
        return written

    async def _waiting(self, rows: Repository, run: _Run) -> list[Reader]:
        """Those who are owed one now and have none."""
        due = [
            reader
            for reader in readers(await rows.overviews.officers())
            if owed(run.now, reader.appointed, reader.quiet, self._calendar)
        ]
        there = await rows.overviews.written([run.week.key(r.person) for r in due])
        left = [reader for reader in due if run.week.key(reader.person) not in there]
        # Those of one place in a row: an overview is made once for them.
        return sorted(left, key=lambda reader: (reader.regions, reader.person))

    def _way(self, reaches: Sequence[Reach]) -> Reach | None:
        """The first address that takes a message now; None: another day of this week may do."""
        ways = self._means.ways
        for reach in reaches:
            takes = reach.channel in ways.free
            if reach.channel in ways.windowed:
                takes = reach.window or self._means.templates
            if takes and not reach.lost:
                return reach
        return None

    async def _tell(self, reader: Reader, way: Reach, run: _Run) -> bool:
        """One letter, with its workbook if there is none yet, in one transaction."""
        made = await self._made(reader.regions, run)
        key = run.week.key(reader.person)
        file = made.file
        async with self._database.unit() as rows:
            if await rows.overviews.written([key]):
                return False
            if made.content and file is None:
                file = self._new_id()
                await rows.files.keep(file, made.content, run.now + _KEPT)
            base = self._means.public_url
            url = f"{base}/files/{file}" if base and file else None
            letter = notice(made.overview, run.week, self._library.regions, url)
            to = (way.channel, way.address)
            await rows.letters.put(key, to, letter.model_dump(mode="json"), run.now)
        made.file = file
        return True

    async def _made(self, regions: tuple[str, ...], run: _Run) -> _Made:
        """The overview of the week; its workbook is written outside of any transaction."""
        from bot.overviews.workbook import workbook  # openpyxl takes a third of a second

        if run.made is None or run.made.overview.regions != regions:
            async with self._database.unit() as rows:
                overview = await region_overview(
                    rows, regions, run.today, run.week.sunday, run.week.before
                )
                matters = await region_matters(rows, overview) if self._means.public_url else None
            content = None
            if matters:
                book = await asyncio.to_thread(workbook, overview, matters, self._library)
                content = excel_file(book, overview, self._library)
            run.made = _Made(overview, content)
        return run.made


def readers(rows: Sequence[Any]) -> list[Reader]:
    """Officers by person: somebody may look after several regions, and have several addresses."""
    by_person: dict[int, list[Any]] = {}
    for row in rows:
        if TEMPLATE not in row.opted_out:
            by_person.setdefault(row.person_id, []).append(row)
    return [
        Reader(
            person,
            tuple(sorted({row.region for row in some})),
            min(row.bound_at for row in some),
            _quiet(some[0]),
        )
        for person, some in by_person.items()
    ]


def _quiet(row: Any) -> Hours | None:
    """Hours that leave no time at all are not kept to: a row may hold anything."""
    if row.quiet_from is None or row.quiet_to is None:
        return None
    quiet = Hours(row.quiet_from, row.quiet_to)
    try:
        check_quiet(quiet)
    except PolicyInvalid:
        return None
    return quiet


def weekly_post(
    settings: Settings,
    database: Database,
    library: Library,
    ways: Ways,
    new_id: Callable[[], str],
) -> WeeklyPost:
    """As the settings want it."""
    means = Means(ways, TEMPLATE in settings.wechat_templates, settings.public_url)
    return WeeklyPost(database, library, means, new_id)
