"""The composition root: the one place where the parts meet."""

from functools import cache
from pathlib import Path

import flows
from bot.conversation.actions import Actions
from bot.conversation.service import Service
from bot.conversation.talk import Talk
from bot.conversation.understanding import Understander
from bot.settings import Settings
from bot.store.database import Database
from content.load import Library
from content.load import load as load_library
from content.strict_yaml import YamlFile, read
from flows.load import Definitions
from flows.load import load as load_flows
from nlu.neighbours import Neighbours
from nlu.parse import Backend
from nlu.selector import Selector
from scheduler.calendar import Calendar

FLOWS = Path(flows.__file__).parent


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
    heard = understander(settings)
    return Talk(known, definitions(known), heard, Selector.load(), Calendar())


def service(settings: Settings) -> Service:
    return Service(talk(settings), Database(settings.database_url), settings.max_text)


def _yaml(root: Path, folder: str) -> list[YamlFile]:
    return [read(path, root.parent) for path in sorted((root / folder).glob("*.yml"))]
