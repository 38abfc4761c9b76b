"""A talk that knows four articles, and hears every message as the test says."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.conversation.article_choice import Selects
from bot.conversation.messages import Reply
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk, Taught
from bot.conversation.turn import Said
from bot.conversation.understanding import Understander
from bot.settings import CHINA
from content.load import Library
from content.schema import Level, Source
from flows.load import Definitions
from nlu.alarm import Heard as AlarmHeard
from nlu.parse import Intent, Parse
from nlu.selector import Selector
from nlu.taught import PARENTING
from scheduler.calendar import Calendar
from tests.content.articles import articles, lessons

AT = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)
_SOURCE = Source(
    id="law",
    title="养育照护指南",
    issuer="国家部门",
    date=date(2022, 11, 19),
    level=Level.NATIONAL,
    status="in_force",
    seen="original",
    review_by=date(2027, 11, 22),
)


@dataclass
class Heard:
    """A backend that hears a parents' question in everything but what it was told of."""

    other: dict[str, tuple[str, float]] = field(default_factory=dict)

    def parse(self, text: str) -> Parse:
        intent, confidence = self.other.get(text, (PARENTING, 0.95))
        return Parse(text, (Intent(intent, confidence),), ())

    def written(self, text: str) -> dict[str, float]:
        return {}

    def spoken(self, text: str) -> dict[str, float]:
        return {}

    def strange(self, text: str) -> float:
        return 0.0


@dataclass
class Fixed:
    """A selector that scores every text alike."""

    known: dict[str, float]

    def scores(self, text: str, vector: object = None) -> dict[str, float]:
        return self.known


class Calm:
    """A second opinion that hears no danger in anything."""

    def hear(self, text: str, vector: Any) -> AlarmHeard:
        return AlarmHeard(0.0, {"unclear": 1.0})


def guided(
    known: Library, defined: Definitions, heard: Heard, taught: Selects | None = None
) -> Talk:
    library = replace(known, guidance=articles(), sources=known.sources | {_SOURCE.id: _SOURCE})
    understander = Understander(library, heard, heard)
    learnt = Taught(understander, taught or Selector.of(lessons()), Calm())
    return Talk(library, defined, learnt, Calendar())


@dataclass
class Person:
    """Talks on from where the last message left it."""

    talk: Talk
    state: TalkState = field(default_factory=TalkState)

    def says(self, text: str) -> Reply:
        return self._hears(Said(text))

    def picks(self, choice: str) -> Reply:
        return self._hears(Said(choice=choice))

    def _hears(self, said: Said) -> Reply:
        state, reply = self.talk.reply(self.state, said, AT)
        self.state = TalkState.model_validate_json(state.model_dump_json())
        return reply
