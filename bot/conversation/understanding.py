"""What one message means, before anybody decides what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from bot.conversation import judge
from bot.conversation.evidence import FOREIGN, Evidence, Gatherer, Taught
from bot.conversation.facts import extract
from bot.conversation.places import PlacesBySound
from bot.conversation.simplified import simplified
from bot.conversation.split import clauses, on_both_sides
from content.load import Library
from content.regions import Mention
from nlu.normalise import clean
from nlu.parse import Backend, Entity, Intent
from nlu.syllables import is_pinyin

_QUESTION = re.compile(
    r"[?？吗么呢]|什么|啥|怎么|咋|哪|多少|几[个天年时月次家岁万千百块]|能不能|可不可以|要不要|是不是|行不行|多久|谁|有没有|不[？?]?$"
)
_CORRECTING = re.compile(
    r"^(?:不对|不是|错了|说错|写错|搞错|更正|改一下|改成|换成|应该是|其实)|说错了|写错了|搞错了|改成|改为|换成|弄错"
)
_INSTEAD = re.compile(
    r"改成|改为|换成|变成|应该是|(?<!是)不是[^，,。；]{1,12}[，,。；\s]+(?:是|而是)?"
)
# 「连云港也是一样吗」: nothing but the place, and whether it is the same there.
_SAME = re.compile(r"(?:也|都)?(?:是|算)?(?:一样|同样|这样|如此)(?:的)?|有(?:啥|什么)?(?:区别|不同|不一样)|又?(?:怎么样|咋样|如何|怎么说|咋说)")  # fmt: skip
_PARTICLES = re.compile(
    r"[那的呢吗嘛么在是就要开个这边里呀啊也都们?？。，,!！ 我俺咱市区县]|换成|换|如果|要是|说|隔壁|旁边|邻居|老家|要不"
)
_WRAPPED = re.compile(
    r"(?:这份|那份|当地|区里|县里|市里)?(?:文件|意见|方案|政策)(?:里面?|上|中)(?:有没有|是不是|是否|咋|怎么|到底)?(?:说|写|提|规定)(?:到|过|了|明|的)?(?:没有|没|吗)?[，, ]?"
    r"|根据(?:文件|政策|规定)[，, ]?"
    # 「免税的政策还有效吗」 asks for the relief, and the answer says until when it holds.
    r"|的?(?:政策|规定)(?:现在|如今)?还?(?:有效|管用|算数|执行)(?:吗|嘛|么|不|没)?|的?(?:政策|规定)?的?依据(?:的)?(?:是)?(?:哪|什么|啥)[个份俩两几]{0,2}(?:文件|规定|法)?"
)
_ENOUGH = 4
_A_DOCUMENT = re.compile(r"文件|意见|方案|办法|〔|号")
# A clause that goes on from the one before: 「…怎么查，多久查一次」.
_GOES_ON = re.compile(
    r"(?:多久|几年|几天|几次|谁|归谁|找谁|去哪|在哪|要几|要多少|多少|怎么算|咋算|到哪年|到几时)"
)
_ELLIPTIC = 8
# 「金东一个托位补一千六，咱山亭补多少」
_OURS = re.compile(r"(?:咱|俺|我们?|这边?|说的是|换成|改成)(?:们|的|是)?$")
# 「我在义乌有一家，想到金东再开一个」
_TOWARDS = re.compile(r"(?:想|要|再|准备|打算)(?:到|去|在|来)$|搬到$|搬去$")
_FLOWS = {"tick_step", "next_step", "show_checklist", "setup_self_check", "opening_plan", "correct"}
# A clause is a question of its own where it is this likely to ask about a topic.
_OWN = 0.5
_BESIDE = 0.08


@dataclass(frozen=True)
class Understanding:
    """``facts``: slot → value for everything the sentence states.

    ``parts``: where the message asks several things, one understanding each.
    ``vector``: the sentence encoder's of it, where the backend has one.
    """

    text: str
    ranking: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    facts: dict[str, Any]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    parts: tuple["Understanding", ...] = ()
    vector: "np.ndarray | None" = field(default=None, compare=False, repr=False)

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
        """Nothing but a place and particles: 「那连云港呢」「金东区」「连云港也是一样吗」."""
        rest = _SAME.sub("", _without(self.text, self.mentions))
        return bool(self.mentions) and len(_PARTICLES.sub("", rest)) <= 1

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

    def __init__(self, library: Library, nlu: Backend, taught: Taught) -> None:
        self.library = library
        self.nlu = nlu
        self._gatherer = Gatherer(library, taught)
        self._by_sound = PlacesBySound(library.regions)
        # The letters before the year: 「金区政办」 of 金区政办〔2020〕36号.
        documents = (library.source(d.document) for d in library.documents.values())
        self._document_numbers = {
            source.doc_no.partition("〔")[0]: source.region for source in documents if source.doc_no
        }

    def understand(self, text: str, today: date) -> Understanding:
        text = simplified(clean(text))
        whole = self._one(text, today)
        return replace(whole, parts=self._parts(whole, today))

    def _one(self, text: str, today: date) -> Understanding:
        mentions = tuple(self.library.regions.find(text)) or self._by_sound.find(text)
        # What is asked does not depend on where; names of places only blur it for the model.
        bare = _without(text, mentions)
        bare = bare if len(bare) > 2 else text
        # 「文件里有没有说」 asks for what the rest of the sentence speaks of.
        asked = _WRAPPED.sub("", bare)
        bare = asked if len(asked) >= _ENOUGH and not _A_DOCUMENT.search(asked) else bare
        parse = self.nlu.parse(bare)
        facts = self._facts(text, parse.entities, today, mentions)
        evidence = self._gatherer.gather(parse, bare)
        weights = judge.BY_SOUND if is_pinyin(bare) else judge.WEIGHTS
        ranking = judge.rule_first(judge.rank(evidence, weights))
        if self.library.scope.foreign(text):
            ranking = (Intent(FOREIGN, 1.0), *ranking)
        return Understanding(
            text, ranking, parse.entities, mentions, facts, evidence, vector=parse.vector
        )

    # --- several questions ------------------------------------------------------------------
    def _parts(self, whole: Understanding, today: date) -> tuple[Understanding, ...]:
        if not whole.intent.startswith("ask_"):
            return ()
        pieces = _with_subjects(clauses(whole.text))
        if len(pieces) > 1:
            asked = [p for p in (self._one(piece, today) for piece in pieces) if self._asks(p)]
            asked = list({p.intent: p for p in reversed(asked)}.values())[::-1]
            if len(asked) > 1:
                return tuple(asked[:3])
        return self._joined(whole)

    def _asks(self, said: Understanding) -> bool:
        """Whether a clause is a question about a topic by itself."""
        topic = said.intent.removeprefix("ask_")
        return said.is_question and said.confidence >= _OWN and topic in self.library.topics

    def _joined(self, whole: Understanding) -> tuple[Understanding, ...]:
        """「登记和备案分别去哪」: two topics in one clause."""
        first, *others = whole.ranking
        words = {name: self._gatherer.words(name) for name in (i.name for i in whole.ranking)}
        for other in others:
            if (
                words[first.name]
                and words[other.name]
                and other.confidence >= _BESIDE
                and on_both_sides(whole.text, words[first.name], words[other.name])
            ):
                sure = (Intent(i.name, 1.0) for i in (first, other))
                return tuple(replace(whole, ranking=(intent,)) for intent in sure)
        return ()

    # --- facts ------------------------------------------------------------------------------
    def _facts(
        self,
        text: str,
        entities: tuple[Entity, ...],
        today: date,
        mentions: tuple[Mention, ...],
    ) -> dict[str, Any]:
        """What the sentence states; of 「60个改成75个」 what comes last."""
        regions = self.library.regions
        tail = _INSTEAD.split(text)[-1]
        if tail != text:
            facts = extract(tail, self.nlu.parse(tail).entities, regions, today)
            if facts:
                return facts
        facts = extract(text, entities, regions, today)
        code = self._asked_about(text, mentions) or self._by_number(text)
        return {**facts, "region": code} if code else facts

    def _by_number(self, text: str) -> str | None:
        """「连政办发53号」 names 连云港: the place whose document has such a number."""
        numbers = self._document_numbers
        return next((code for name, code in numbers.items() if name in text), None)

    def _asked_about(self, text: str, mentions: tuple[Mention, ...]) -> str | None:
        """Of several places the one they go to, the asker's own, else one we have a document of, else the first."""
        clear = [m for m in mentions if m.code]
        aim = [m for m in clear if len(clear) > 1 and _TOWARDS.search(text[: m.start])]
        own = [m for m in clear if _OURS.search(text[: m.start])]
        covered = [m for m in clear if self.library.regions.coverage(m.code or "")]
        return next((m.code for m in [*aim, *own, *covered, *clear]), None)


def _with_subjects(pieces: list[str]) -> list[str]:
    """Clauses that have no subject of their own together with the one before them."""
    whole: list[str] = []
    for piece in pieces:
        if whole and len(piece) <= _ELLIPTIC and _GOES_ON.match(piece):
            whole[-1] += f"，{piece}"
        else:
            whole.append(piece)
    return whole


def _without(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in reversed(mentions):
        text = text[: mention.start] + text[mention.end :]
    return text.strip()
