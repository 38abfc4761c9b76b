"""Several processes plan together: everybody once, nobody twice."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from bot.reminders.crew import Crew
from bot.reminders.opening import work
from bot.reminders.planner import Tally
from bot.reminders.rules import Rules
from bot.reminders.work import Work
from bot.settings import Settings
from bot.store.database import Database
from bot.store.institution_models import Institution
from bot.store.reminder_models import OccurrenceRow
from bot.wiring import library
from content.load import Library
from scheduler.calendar import Calendar
from tests.bot.reminders.world import WAYS, bind, checked, china, nursery

PLACES = 250


def rules() -> Rules:
    return Rules(library(), Calendar())


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_two_processes_plan_everybody_once(database: Database) -> None:
    async with database.unit() as rows:
        for n in range(1, PLACES + 1):
            home = await nursery(rows, n)
            await checked(rows, home, "王芳", date(2025, 12, 22))
            await bind(rows, home, f"boss{n}")
    crew, now = Crew(database.url, rules, ["telegram"], 2), china(2026, 11, 23)
    first = await crew.run(now)
    again = await replace(crew, workers=1).run(now)
    assert (first.institutions, again.institutions) == (PLACES, 0)
    async with database.unit() as rows:
        planned = select(func.count()).where(Institution.plan_on > date(2026, 11, 23))
        assert await rows.session.scalar(planned) == PLACES
        kept = select(func.count(OccurrenceRow.id))
        assert await rows.session.scalar(kept) == first.new


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("many", "called"), [(3, True), (4, False)])
async def test_the_crew_is_called_where_many_wait(
    database: Database, many: int, called: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.unit() as rows:
        for n in range(1, 4):
            await bind(rows, await nursery(rows, n), f"boss{n}")
    monkeypatch.setattr("bot.reminders.work.MANY", many)
    crew = Counted(database.url, rules, ["telegram"], 1)
    tally = await Work(database, rules(), WAYS, crew).plan(china(2026, 11, 23))
    assert tally.institutions == 3
    assert crew.planned == ([3] if called else [])


@dataclass(frozen=True)
class Counted(Crew):
    """Says how many it planned."""

    planned: list[int] = field(default_factory=list)

    async def run(self, now: datetime) -> Tally:
        tally = await super().run(now)
        self.planned.append(tally.institutions)
        return tally


def test_a_server_has_a_crew_where_the_settings_want_one(known: Library) -> None:
    url = "postgresql+asyncpg://nobody@localhost/none"
    for planners in (0, 3):
        settings = Settings(database_url=url, planners=planners, telegram_token="1:x")  # type: ignore[arg-type]
        crew = work(settings, Database(url), known).crew
        assert (crew.workers if crew else 0) == planners
        assert crew is None or (crew.url, list(crew.channels)) == (url, ["telegram"])
