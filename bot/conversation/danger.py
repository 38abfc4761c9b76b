"""Danger signs first: what a message says of one, before anything else is asked of it."""

from bot.conversation.messages import Status
from bot.conversation.questions import SURE, Questions
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.answers import footnote
from content.danger import Flag
from content.load import Library
from nlu.entities.ages import ages
from nlu.entities.temperature import temperature

# What may follow the advice to ring 110.
_OF_ABUSE = {"blacklist", "complaint", "penalties", "surveillance", "choosing", "staff"}
ABUSE = "abuse"


class Alarms:
    """Finds red flags in a message's text and answers them: whom to call, what to do, what not."""

    def __init__(self, library: Library, topics: Topics, questions: Questions) -> None:
        self.library = library
        self.topics = topics
        self.questions = questions

    def flag(self, text: str, months: float | None = None) -> Flag | None:
        """The red flag that a text raises. ``months``: the child's age, where the text says none."""
        if not text:
            return None
        said = youngest(text)
        age = months if said is None else said
        return self.library.danger.find(text, age, temperature(text))

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


def youngest(text: str) -> float | None:
    """The lowest age in months that a text names."""
    return min((age.months for age in ages(text) if age.bound != "over"), default=None)
