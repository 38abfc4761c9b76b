"""The composition root: the one place where the parts meet."""

import secrets
from collections.abc import Collection
from functools import cache, partial
from pathlib import Path

import flows
from bot.conversation.actions import Actions
from bot.conversation.service import Service
from bot.conversation.talk import Talk, Taught
from bot.conversation.understanding import Understander
from bot.family.opening import reception as family_reception
from bot.institutions.bind_codes import key_of
from bot.members.reception import Reception as MemberReception
from bot.members.visit import Means
from bot.reminders.planner import Planner
from bot.reminders.rules import Rules
from bot.settings import Settings
from bot.store.database import Database
from bot.store.institution_models import Binding
from bot.web.calendar_links import calendar_link, subscribing
from bot.web.identity import Identity, secret_of
from content.load import Library
from content.load import load as load_library
from content.strict_yaml import YamlFile, read
from flows.load import Definitions
from flows.load import load as load_flows
from nlu.alarm import Alarm
from nlu.neighbours import Neighbours
from nlu.parse import Backend
from nlu.selector import Selector
from scheduler.calendar import Calendar

FLOWS = Path(flows.__file__).parent
# Platforms that we can write to unasked.
PUSHING = frozenset({"telegram", "wechat"})


@cache
def library() -> Library:
    """The content that ships with the package; raises ContentInvalid."""
    return load_library()


def definitions(known: Library, root: Path = FLOWS) -> Definitions:
    """The flows that ship with the package, with their actions; raises FlowsInvalid."""
    actions = Actions(known, Calendar())
    return load_flows(_yaml(root, "definitions"), _yaml(root, "domain"), actions.table())


def nlu(settings: Settings) -> Backend:
    """The backend the settings name; raises NluError."""
    if settings.nlu_backend == "rasa":
        from nlu.rasa import RasaBackend

        return RasaBackend(settings.rasa_url)
    from nlu.runtime import Runtime

    return Runtime()


def understander(settings: Settings) -> Understander:
    return Understander(library(), nlu(settings), Neighbours.load())


def talk(settings: Settings) -> Talk:
    known = library()
    taught = Taught(understander(settings), Selector.load(), Alarm.load())
    return Talk(known, definitions(known), taught, Calendar())


def service(settings: Settings) -> Service:
    made = Service(talk(settings), Database(settings.database_url), settings.max_text)
    made.receptions = (
        member_reception(settings, made.talk, made.database),
        family_reception(settings, made.database, made.talk),
    )
    return made


def member_reception(
    settings: Settings,
    answering: Talk,
    database: Database,
    channels: Collection[str] = PUSHING,
) -> MemberReception:
    """Who answers people of institutions. ``channels``: those by which reminders can go out."""
    planner = Planner(database, Rules(answering.library, Calendar()), channels)
    means = Means(
        planner,
        secrets.choice,
        lambda: key_of(secret_of(settings)),
        partial(secrets.token_urlsafe, 24),
        settings.public_url,
        partial(_calendar, settings),
    )
    return MemberReception(answering, means)


def _calendar(settings: Settings, binding: Binding) -> str | None:
    """How to subscribe to the calendar of a binding."""
    if settings.public_url is None:
        return None
    link = calendar_link(Identity(secret_of(settings)), settings.public_url, binding)
    return subscribing(link)


def _yaml(root: Path, folder: str) -> list[YamlFile]:
    return [read(path, root.parent) for path in sorted((root / folder).glob("*.yml"))]
