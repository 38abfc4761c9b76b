"""A town on both databases, with one institution whose director is bound."""

from datetime import date

import pytest

from bot.conversation.talk import Talk
from bot.store.database import Database
from bot.store.institution_models import Institution
from tests.bot.members.town import Town, town
from tests.bot.reminders.world import bind, checked, nursery


@pytest.fixture
async def place(talker: Talk, database: Database) -> Town:
    return town(talker, database)


@pytest.fixture
async def home(place: Town) -> Institution:
    """春苗1托育园 in 金东区 with 王芳, whose check is due on 2026-12-10; ``boss`` is the director."""
    async with place.database.unit() as rows:
        made = await nursery(rows)
        await checked(rows, made, "王芳", date(2025, 12, 10))
        await bind(rows, made, "boss")
    return made
