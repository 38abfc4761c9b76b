"""The reception of families as the settings want it."""

import secrets
from functools import partial

from bot.conversation.talk import Talk
from bot.family.planner import FamilyPlanner
from bot.family.reception import Reception
from bot.family.visit import Means
from bot.reminders.opening import ways
from bot.settings import Settings
from bot.store.database import Database
from scheduler.calendar import Calendar

_BYTES = 16


def reception(settings: Settings, database: Database, talk: Talk) -> Reception:
    planner = FamilyPlanner(database, talk.library.child, Calendar(), ways(settings).names)
    make_id = partial(secrets.token_urlsafe, _BYTES)
    return Reception(Means(talk, planner, make_id, settings.public_url))
