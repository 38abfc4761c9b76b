"""Danger signs first: what a message says of one, before anything else is asked of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.conversation.evidence import FOREIGN
from bot.conversation.messages import Status
from bot.conversation.questions import SURE, Questions
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from content.answers import footnote
from content.danger import Danger, Flag
from content.load import Library
from nlu.alarm import Heard
from nlu.entities.ages import Age, ages
from nlu.entities.temperature import temperature

# What may follow the advice to ring 110.
_OF_ABUSE = {"blacklist", "complaint", "penalties", "surveillance", "choosing", "staff"}
ABUSE = "abuse"


# What the second opinion must be sure of, where the lexicon sees nothing.
SURE_OF_DANGER = 0.6
# From here on it is worth a word of caution before the answer.
DOUBTFUL = 0.18
# Who despairs hides it, and a kind word does no harm where nobody does.
SELF_HARM, DESPAIR = "self_harm", 0.05
# With less than this it outvotes a word of the lexicon, with less than that there is no caution.
HARMLESS, NOTHING = 0.03, 0.005
# … in a sentence of so many characters, in several of so many; in a long story it may not hear the
# one clause that counts.
SENTENCE, SENTENCES = 40, 16
_END = re.compile(r"[。？?！!；;\n]+(?=.)")
# So sure must it be of a kind of danger to name it, and to overrule the lexicon's.
SURE_OF_KIND, SURER_THAN_WORDS = 0.5, 0.9
# What is said where it is an emergency, and nobody knows which.
UNCLEAR = "unclear"
# Fever counts as a flag by itself for the youngest alone, so their age must be told somehow.
YOUNG, _YOUNG_MONTHS = "young_fever", 3
_A_LITTLE = 0.1
_NEWBORN = re.compile(
    r"月子|满月|新生|刚生|早产|出生|没几天|[天周月].{0,2}(?:大|的娃|的宝|多)"
    r"|[0-9一二两俩三仨四五六七八九十几]+个?[多来]?[天周]"
    r"|(?<![0-9一二三四五六七八九十])[1-3一二两俩三仨]个?[多半]?月|\byue"
)
# Of typed pinyin the sentence encoder makes nothing: by its sounds alone it must be surer.
_HANZI = re.compile(r"[\u3400-\u9fff]")
SURE_OF_LETTERS = 0.8
# Numbers that a word of caution names: one response each.
CAUTIONS = ("12356", "110", "119", "120")
# Of the button below such a word.
PREFIX = "danger"


class Hears(Protocol):
    """The second opinion (nlu.alarm)."""

    def hear(self, text: str, vector: Any) -> Heard: ...


@dataclass(frozen=True)
class Opinion:
    """What is thought of a text: the lexicon's flags, and what the second opinion hears.

    ``heard`` is None where it has nothing to say. ``months`` and ``degrees``: the child's.
    """

    text: str
    found: Sequence[Flag]
    heard: Heard | None
    months: float | None
    degrees: float | None

    @property
    def kind(self) -> tuple[str, float]:
        """The flag that the second opinion thinks likeliest, and how likely."""
        kinds = self.heard.kinds if self.heard else {}
        return max(kinds.items(), key=lambda item: item[1])


class Alarms:
    """Finds red flags in a message's text and answers them: whom to call, what to do, what not."""

    def __init__(
        self, library: Library, topics: Topics, questions: Questions, second: Hears
    ) -> None:
        self.library = library
        self.topics = topics
        self.questions = questions
        self.second = second
        self._flags = {flag.id: flag for flag in library.danger.flags}

    def opinion(
        self, text: str, said: Understanding | None = None, months: float | None = None
    ) -> Opinion:
        """``said``: what was understood of it, if anything; without it the lexicon alone is asked.
        ``months``: the child's age, where the text says none."""
        figures = _figures(text, months)
        found = list(self.library.danger.all(text, *figures)) if text else []
        opinion = Opinion(text, found, self._heard(text, said), *figures)
        young = not found and opinion.heard and opinion.kind[0] == YOUNG
        if young and not _may_be_young(text, opinion.months):
            return replace(opinion, heard=None)
        return opinion

    def _heard(self, text: str, said: Understanding | None) -> Heard | None:
        if said is None or said.vector is None or not text:
            return None
        heard = self.second.hear(text, said.vector)
        return heard if _HANZI.search(text) or heard.danger >= SURE_OF_LETTERS else None

    def flag(self, opinion: Opinion) -> Flag | None:
        """The red flag that is raised. Both opinions together: recall comes before precision."""
        found, heard = opinion.found, opinion.heard
        if heard is None:
            return found[0] if found else None
        if not found and (heard.danger < SURE_OF_DANGER or self._aside(opinion)):
            return None
        if found and heard.danger < HARMLESS and _one_thing(opinion.text):
            return None
        kind, share = opinion.kind
        sure = share >= (SURER_THAN_WORDS if found else SURE_OF_KIND)
        if sure and kind in self._flags and not (found and kind == YOUNG):
            return self._flags[kind]
        return found[0] if found else self._flags.get(UNCLEAR)

    def _aside(self, opinion: Opinion) -> bool:
        return self.library.danger.aside(opinion.text, opinion.months, opinion.degrees)

    def doubtful(self, opinion: Opinion) -> Flag | None:
        """The flag to warn of where it may be a danger and none is raised; else None."""
        found, heard = opinion.found, opinion.heard
        if heard is None or heard.danger < (NOTHING if found else _doubt(opinion)):
            return None
        return found[0] if found else self._flags.get(opinion.kind[0], self._flags.get(UNCLEAR))

    def warn(self, turn: Turn, opinion: Opinion) -> None:
        """What to do if it is a danger after all, before the answer, and a button for the steps."""
        flag = self.doubtful(opinion)
        if flag is None:
            return
        runner = self.topics.runner
        if turn.reply.status is Status.DECLINED and turn.reply.intent == FOREIGN:
            # Nobody in doubt is told that it is none of our business.
            turn.reply.messages.clear()
        runner.utter(turn, caution(flag))
        turn.reply.messages.insert(0, turn.reply.messages.pop())
        # Behind the others: their numbers may be answers to an open question.
        held = [(choice.label, choice.payload) for choice in turn.reply.choices]
        runner.offer(turn, [*held, steps(self.shown(opinion, flag))])

    def shown(self, opinion: Opinion, warned: Flag) -> Flag:
        """Whose steps stand behind the button: of the danger warned of, if it is likely that one."""
        sure = opinion.found or opinion.kind[1] >= SURE_OF_KIND
        return warned if sure else self._flags.get(UNCLEAR, warned)

    def picked(self, payload: str | None) -> Flag | None:
        """The flag whose steps somebody asked for by the button below a warning."""
        kind, _, name = (payload or "").partition("=")
        return self._flags.get(name) if kind == PREFIX else None

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


def caution(flag: Flag) -> str:
    """The response that warns of it."""
    return f"utter_caution_{next((call for call in flag.call if call in CAUTIONS), '120')}"


def steps(flag: Flag) -> tuple[str, str]:
    """The button for what to do, label and payload."""
    return f"马上要做什么：{flag.title}", f"{PREFIX}={flag.id}"


def raised(danger: Danger, text: str) -> Flag | None:
    """The most pressing flag that the lexicon finds in a text."""
    return danger.find(text, *_figures(text, None))


def _figures(text: str, months: float | None) -> tuple[float | None, float | None]:
    """The child's age in months and its temperature, as far as the text tells."""
    said = youngest(text)
    return months if said is None else said, temperature(text)


def _doubt(opinion: Opinion) -> float:
    """From where on it is worth a word."""
    kind, share = opinion.kind
    return DESPAIR if kind == SELF_HARM and share >= SURER_THAN_WORDS else DOUBTFUL


def _one_thing(text: str) -> bool:
    """Whether a text is so short that what is heard of the whole is true of each clause."""
    return len(text) <= (SENTENCES if _END.search(text) else SENTENCE)


def _may_be_young(text: str, months: float | None) -> bool:
    """Whether the child may be under three months: by its age, or by words nobody counts."""
    return months < _YOUNG_MONTHS if months is not None else bool(_NEWBORN.search(text))


def youngest(text: str) -> float | None:
    """The lowest age in months that a text names; 「快三个月」 and 「不满三个月」 are a little less."""
    told = [age for age in ages(text) if age.bound != "over"]
    return min((_at_least(age) for age in told), default=None)


def _at_least(age: Age) -> float:
    less = age.bound == "under" or age.rough == "almost"
    return age.months - _A_LITTLE if less else age.months
