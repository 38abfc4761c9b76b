"""Several processes plan together: everybody once, nobody twice."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.reminders.crew import Orders, plan
from bot.reminders.rules import Rules
from bot.store.database import Database
from bot.store.institution_models import Institution
from bot.store.reminder_models import OccurrenceRow
from bot.wiring import library
from scheduler.calendar import Calendar
from tests.bot.reminders.world import bind, checked, china, nursery

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
    orders = Orders(database.url, rules, ["telegram"], china(2026, 11, 23))
    first = await asyncio.to_thread(plan, orders, 2)
    again = await asyncio.to_thread(plan, orders, 1)
    assert (first.institutions, again.institutions) == (PLACES, 0)
    async with database.unit() as rows:
        planned = select(func.count()).where(Institution.plan_on > date(2026, 11, 23))
        assert await rows.session.scalar(planned) == PLACES
        kept = select(func.count(OccurrenceRow.id))
        assert await rows.session.scalar(kept) == first.new
