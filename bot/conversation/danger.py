"""Danger signs first: what a message says of one, before anything else is asked of it."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.conversation.messages import Status
from bot.conversation.questions import SURE, Questions
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.answers import footnote
from content.danger import Danger, Flag
from content.load import Library
from nlu.alarm import Heard
from nlu.entities.ages import ages
from nlu.entities.temperature import temperature

# What may follow the advice to ring 110.
_OF_ABUSE = {"blacklist", "complaint", "penalties", "surveillance", "choosing", "staff"}
ABUSE = "abuse"


# What the second opinion must be sure of, where the lexicon sees nothing.
SURE_OF_DANGER = 0.5
# With less than this it outvotes a word of the lexicon.
HARMLESS = 0.03
# So sure must it be of another kind of danger to overrule the lexicon's, or to name one at all.
SURE_OF_KIND = 0.6
# What is said where it is an emergency, and nobody knows which.
UNCLEAR = "unclear"


class Hears(Protocol):
    """The second opinion (nlu.alarm)."""

    def hear(self, text: str, vector: Any) -> Heard: ...


class Alarms:
    """Finds red flags in a message's text and answers them: whom to call, what to do, what not."""

    def __init__(
        self, library: Library, topics: Topics, questions: Questions, second: Hears
    ) -> None:
        self.library = library
        self.topics = topics
        self.questions = questions
        self.second = second

    def flag(
        self, text: str, said: Understanding | None = None, months: float | None = None
    ) -> Flag | None:
        """The red flag that a text raises: by the lexicon, or by how it sounds as a whole.

        ``said``: what was understood of it. ``months``: the child's age, where the text says none.
        """
        if not text:
            return None
        found = list(self.library.danger.all(text, *_figures(text, months)))
        if said is None or said.vector is None:
            return found[0] if found else None
        return self._weighed(found, self.second.hear(text, said.vector))

    def _weighed(self, found: Sequence[Flag], heard: Heard) -> Flag | None:
        """Both opinions together: recall comes before precision."""
        if not found and heard.danger < SURE_OF_DANGER:
            return None
        if found and heard.danger < HARMLESS:
            return None
        kind, share = max(heard.kinds.items(), key=lambda item: item[1])
        named = {flag.id: flag for flag in self.library.danger.flags}
        if share >= SURE_OF_KIND and kind in named:
            return named[kind]
        return found[0] if found else named.get(UNCLEAR)

    def answer(self, turn: Turn, flag: Flag, said: Understanding | None) -> None:
        """The first line, the steps, the sources; of abuse also the policy that was asked about."""
        if said:
            turn.said = said
            turn.reply.intent, turn.reply.confidence = said.intent, said.confidence
        turn.reply.say(flag.first)
        turn.reply.say(flag.rest)
        for cite in flag.cite:
            turn.reply.note(footnote(self.library, cite, turn.today))
        topic = self.questions.topic_of(said.intent) if said and said.confidence >= SURE else None
        if said and topic in _OF_ABUSE and flag.id == ABUSE:
            self.topics.answer(turn, topic, turn.asked_place(said), said)
        turn.reply.status = Status.EMERGENCY


def raised(danger: Danger, text: str) -> Flag | None:
    """The most pressing flag that the lexicon finds in a text."""
    return danger.find(text, *_figures(text, None))


def _figures(text: str, months: float | None) -> tuple[float | None, float | None]:
    """The child's age in months and its temperature, as far as the text tells."""
    said = youngest(text)
    return months if said is None else said, temperature(text)


def youngest(text: str) -> float | None:
    """The lowest age in months that a text names."""
    return min((age.months for age in ages(text) if age.bound != "over"), default=None)
