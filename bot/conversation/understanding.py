"""What one message means, before anybody decides what to do about it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.facts import extract
from content.load import Library
from content.regions import Mention
from nlu.normalise import clean
from nlu.parse import Backend, Entity, Intent

_QUESTION = re.compile(
    r"[?？吗么呢]|什么|啥|怎么|咋|哪|多少|几[个天年时]|能不能|可不可以|要不要|是不是|行不行|多久|谁|有没有"
)
_CORRECTING = re.compile(
    r"^(?:不对|不是|错了|说错|写错|搞错|更正|改一下|改成|换成|应该是|其实)|说错了|写错了|搞错了|改成|改为|换成|弄错"
)
_INSTEAD = re.compile(r"改成|改为|换成|变成|应该是|不是[^，,。；]{1,12}[，,。；\s]+(?:是|而是)?")
FOREIGN = "out_of_scope"
_FLOWS = {"tick_step", "next_step", "show_checklist", "setup_self_check", "opening_plan", "correct"}


@dataclass(frozen=True)
class Understanding:
    """``facts``: slot → value for everything the sentence states."""

    text: str
    ranking: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    facts: dict[str, Any]

    @property
    def intent(self) -> str:
        return self.ranking[0].name

    @property
    def confidence(self) -> float:
        return self.ranking[0].confidence

    @property
    def is_question(self) -> bool:
        return bool(_QUESTION.search(self.text))

    @property
    def corrects(self) -> bool:
        return bool(_CORRECTING.search(self.text))

    @property
    def only_place(self) -> bool:
        """Nothing but a place and particles: 「那连云港呢」「金东区」."""
        rest = _without(self.text, self.mentions)
        return (
            bool(self.mentions)
            and len(re.sub(r"[那的呢吗在是就要开个这边里？?。，,!！ 我们俺咱市区县]", "", rest))
            <= 1
        )

    @property
    def dept(self) -> str | None:
        """The department it names, as content calls it."""
        return self.facts.get("dept")

    @property
    def vague(self) -> Mention | None:
        """A place name that several places bear, where no clear one is named."""
        if "region" in self.facts:
            return None
        return next((m for m in self.mentions if not m.code), None)

    def asks_aside(self, sure: float, short: int) -> bool:
        """Whether it is a question about a topic rather than an answer to one of ours."""
        likely = self.intent.startswith("ask_") and self.confidence >= sure
        return likely and (self.is_question or len(self.text) > short)

    def is_coverage(self, sure: float) -> bool:
        return self.intent == "ask_coverage" and self.confidence >= sure and self.is_question

    def has_trigger(self, sure: float) -> bool:
        """Whether it speaks of a step or the plan itself rather than of a bare fact."""
        return self.intent in _FLOWS and self.confidence >= sure


class Understander:
    """Asks the NLU, finds places and figures, and keeps other trades out."""

    def __init__(self, library: Library, nlu: Backend) -> None:
        self.library = library
        self.nlu = nlu

    def understand(self, text: str, today: date) -> Understanding:
        text = clean(text)
        mentions = tuple(self.library.regions.find(text))
        # What is asked does not depend on where; names of places only blur it for the model.
        bare = _without(text, mentions)
        parse = self.nlu.parse(bare if len(bare) > 2 else text)
        ranking = parse.ranking
        if self.library.scope.foreign(text):
            ranking = (Intent(FOREIGN, 1.0), *ranking)
        return Understanding(
            text=text,
            ranking=ranking,
            entities=parse.entities,
            mentions=mentions,
            facts=self._facts(text, parse.entities, today),
        )

    def _facts(self, text: str, entities: tuple[Entity, ...], today: date) -> dict[str, Any]:
        """What the sentence states; of 「60个改成75个」 what comes last."""
        regions = self.library.regions
        tail = _INSTEAD.split(text)[-1]
        if tail != text:
            facts = extract(tail, self.nlu.parse(tail).entities, regions, today)
            if facts:
                return facts
        return extract(text, entities, regions, today)


def _without(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in reversed(mentions):
        text = text[: mention.start] + text[mention.end :]
    return text.strip()
