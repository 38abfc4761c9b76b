"""The work on reminders as the settings want it."""

from bot.reminders.crew import Crew
from bot.reminders.rules import Rules
from bot.reminders.ways import Ways
from bot.reminders.work import Work
from bot.settings import Settings
from bot.store.database import Database
from content.load import Library, load
from scheduler.calendar import Calendar


def ways(settings: Settings) -> Ways:
    """Telegram takes messages at any time; WeChat while a window is open, else by template."""
    return Ways(
        free=frozenset({"telegram"} if settings.telegram_token else ()),
        windowed=frozenset({"wechat"} if settings.wechat_app_id else ()),
        templates="reminder" in settings.wechat_templates,
    )


def work(settings: Settings, database: Database, library: Library) -> Work:
    reaching = ways(settings)
    crew = None
    if settings.planners:
        crew = Crew(settings.database_url, rules, reaching.names, settings.planners)
    return Work(database, Rules(library, Calendar()), reaching, crew)


def rules() -> Rules:
    """What a planning process goes by: the content that ships with the package."""
    return Rules(load(), Calendar())
