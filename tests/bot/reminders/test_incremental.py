"""Planning only those whose day has come leaves what planning everybody every day leaves."""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import String, cast, select, update

from bot.reminders.work import Work
from bot.store.base import Base
from bot.store.database import Database
from bot.store.institution_models import Institution
from bot.store.reminder_models import OccurrenceRow, Reminder
from bot.wiring import library
from tests.bot.reminders.fake_courier import deliver
from tests.bot.reminders.life import KINDS, Event, Life, found
from tests.bot.reminders.world import china, work

EXAMPLES = int(os.environ.get("TUOYU_EXAMPLES", "2"))
PLACES, DAYS = 2, 70
STARTS = (date(2026, 1, 5), date(2026, 11, 23), date(2028, 2, 1))

events = st.builds(
    Event, st.sampled_from(KINDS), st.integers(0, PLACES - 1), st.integers(0, 90)
)  # fmt: skip
# Some days bring one or two events, most bring none.
lives = st.dictionaries(
    st.integers(0, DAYS - 1), st.lists(events, min_size=1, max_size=2), min_size=5, max_size=25
)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(start=st.sampled_from(STARTS), life=lives)
def test_what_is_planned_incrementally_is_what_would_be_planned_every_day(
    start: date, life: dict[int, list[Event]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live(folder, start, life))


async def _live(folder: str, start: date, life: dict[int, list[Event]]) -> None:
    some = await _country(f"sqlite:///{folder}/some.db", start)
    every = await _country(f"sqlite:///{folder}/every.db", start)
    try:
        for number in range(DAYS):
            day, happens = start + timedelta(number), life.get(number, [])
            left, right = await _day(some, day, happens), await _day(every, day, happens, True)
            assert left - right == set(), day
            assert right - left == set(), day
    finally:
        await some.database.close()
        await every.database.close()


async def _country(url: str, start: date) -> Work:
    database = Database(url)
    async with database.connection() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.unit() as rows:
        await found(rows, PLACES, start)
    return work(database, library())


async def _day(
    doing: Work, day: date, happens: Sequence[Event], everybody: bool = False
) -> set[tuple[Any, ...]]:
    """Live through a day; the rows at its end."""
    morning, noon = china(day.year, day.month, day.day, 8), china(day.year, day.month, day.day, 12)
    async with doing.database.unit() as rows:
        for event in happens:
            await Life(rows, doing.planner, morning).happen(event)
        if everybody:
            await rows.session.execute(update(Institution).values(plan_on=None))
    await doing.run(noon)
    async with doing.database.unit() as rows:
        await deliver(rows, noon)
        return await _rows(rows.session)


async def _rows(session: Any) -> set[tuple[Any, ...]]:
    """Every occurrence and every reminder, without the numbers of their rows."""
    o, r = OccurrenceRow, Reminder
    occurrences = await session.execute(
        select(
            o.key, o.due, o.opens, o.estimated, o.unrecorded, cast(o.stages, String),
            cast(o.dropped, String), o.state, o.why, o.known_on,
        )
    )  # fmt: skip
    reminders = await session.execute(
        select(o.key, r.stage, r.on, r.person_id, r.role, r.state, r.why, r.digest, r.told_at).join(
            o, o.id == r.occurrence_id
        )
    )
    return {tuple(row) for row in occurrences} | {tuple(row) for row in reminders}
