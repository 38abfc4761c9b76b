"""The shapes of the library's files. Whatever they do not allow is an error."""

import datetime
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_validator,
)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.\-]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# What a person has told us, as far as content asks about it: {"form": "profit", "meals": True}.
Facts = dict[str, str | bool | int]
# Facts that narrow an answer or a step: any of the values of each key.
Narrowing = dict[Id, Annotated[list[str | StrictBool], Field(min_length=1)]]
# A quoted "3" or a `yes` is no figure, and neither is infinity.
Figure = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
NATIONAL = "000000"
# The facts that answers may ask for and the values they know; None: any (a department's name).
FACTS: dict[str, frozenset[str | bool] | None] = {
    "form": frozenset(
        {"profit", "nonprofit", "public", "kindergarten", "employer", "community", "home"}
    ),
    "nature": frozenset({"profit", "nonprofit"}),
    "meals": frozenset({True, False}),
    "register_as": frozenset({"company", "minfei", "public", "kindergarten"}),
    "dept": None,
}


class Strict(BaseModel):
    """Frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """Who issued a document."""

    INTERNATIONAL = "international"
    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Source(Strict):
    """A document that answers rest on.

    ``seen`` says whether we read the document itself or only reports of it; ``review_by``
    is the day after which its facts are given with 待核实 (to be verified).
    """

    id: Id
    title: Text
    doc_no: Text | None = None
    issuer: Text
    date: datetime.date | None
    level: Level
    region: Code = NATIONAL
    status: Literal["in_force", "replaced", "expired", "draft"]
    valid_to: datetime.date | None = None
    replaced_by: Id | None = None
    seen: Literal["original", "second_hand"]
    review_by: datetime.date
    note: Text | None = None


class Cite(Strict):
    """A place in a source: the section as the document numbers it, e.g. 二（六）1 or 第8条."""

    source: Id
    section: Text


class Dated(Strict):
    """Something that holds from one day (included) to another (included; none: no end set)."""

    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} lies before since {self.since}")
        return self

    def holds(self, as_of: date) -> bool:
        return (self.since is None or self.since <= as_of) and (
            self.until is None or as_of <= self.until
        )


class Value(Dated):
    """A figure, for a period, with its source."""

    value: Figure
    cite: Cite


class Parameter(Strict):
    """One figure of a rule through time. Unit: what ``{id}`` in a text is counted in."""

    id: Id
    title: Text
    unit: Literal[
        "child",
        "carer",
        "floor",
        "year",
        "month",
        "day",
        "workday",
        "m2",
        "yuan",
        "percent",
        "hour",
    ]
    values: Annotated[list[Value], Field(min_length=1)]


class Duration(Strict):
    """How long a step takes: calendar days or working days; an estimate says so to the user."""

    min: Annotated[StrictInt, Field(ge=0)]
    max: Annotated[StrictInt, Field(ge=0)]
    unit: Literal["day", "workday"]
    kind: Literal["statutory", "estimate"]
    cite: Cite | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if self.max < self.min:
            raise ValueError("max is smaller than min")
        if self.kind == "statutory" and self.cite is None:
            raise ValueError("a statutory time needs a cite")
        return self


class Answer(Dated):
    """What one document (or the national rules) says on one topic.

    ``when`` narrows the answer to certain facts (any of the listed values of each key);
    an answer without it is the general one. ``silent``: the document says nothing.
    ``lead`` is the first sentence, with the office or the figure; ``detail`` the conditions.
    ``differs``: where a second part of the same document says otherwise.
    """

    status: Literal["stated", "silent"] = "stated"
    when: Narrowing = {}
    lead: Text | None = None
    detail: Text | None = None
    differs: Text | None = None
    authority: Text | None = None
    documents: list[Text] = []
    with_national: StrictBool = False
    cite: list[Cite] = []

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.status == "stated" and not (self.lead and self.cite):
            raise ValueError("a stated answer needs a lead and at least one cite")
        said = self.model_fields_set - {"topic", "status", "since", "until"}
        if self.status == "silent" and said:
            raise ValueError(f"a silent answer has no {', '.join(sorted(said))}")
        return self


class LocalAnswer(Answer):
    """An answer in a region's file, where the topic is named by each."""

    topic: Id


class Point(Dated):
    """One detail, said first where a question on one of its topics asks for just this.

    ``topics``: those whose askers may want it. ``asks``: words that ask for it; any one will
    do, and 「水痘+几天」 needs both of its parts. Holds for every variant of the topics' answers.
    """

    topics: Annotated[list[Id], Field(min_length=1)]
    asks: Annotated[list[Text], Field(min_length=1)]
    text: Text
    cite: Annotated[list[Cite], Field(min_length=1)]


class PointsFile(Strict):
    """The points of one place's document, or of the national rules (region 000000)."""

    region: Code
    points: list[Point]


class Topic(Strict):
    """One thing people ask about, with the national answers to it.

    ``follows``: the topic that half a sentence behind this one means: 「去哪办」 (where),
    「要带啥」 (papers), 「多久能办好」 (when); one that is not named stays with this topic.
    """

    id: Id
    title: Text
    group: Literal["opening", "policy"]
    keywords: list[Text] = []
    follows: dict[Literal["where", "papers", "when"], Id] = {}
    answers: list[Answer] = []


class RegionFile(Strict):
    """What one local document says, topic by topic."""

    region: Code
    document: Id
    answers: list[LocalAnswer]


class Step(Strict):
    """One step of a checklist.

    Its office, documents and text come from the answers to ``topics`` for the place and the
    facts, the first of them leading; ``documents`` here are added to those. ``after``: what must be done first.
    ``applies``: facts under which the step is needed (absent key: always); a fact that is not
    known keeps the step, marked as depending on it.
    """

    id: Id
    title: Text
    topics: Annotated[list[Id], Field(min_length=1)]
    applies: Narrowing = {}
    after: list[Id] = []
    todo: Text
    documents: list[Text] = []
    online: Text | None = None
    duration: Duration
    cite: list[Cite] = []
    done_words: Annotated[list[Text], Field(min_length=1)]


class Checklist(Strict):
    """Steps in the order in which people take them."""

    id: Id
    title: Text
    steps: list[Step]


class Scope(Strict):
    """Words that say whose business a question is: ours, or another trade's.

    ``doing`` before or ``needing`` behind another trade's word means that it is what the
    question is about: 「诊所备案」 is. It is only mentioned with a word of ``toward`` in between
    (「做饭请餐馆送」), of ``passing`` behind (「诊所的体检单」) or of ``beside`` on either side
    (「超市楼上」「隔壁的餐馆」). Words of ``beyond`` are never ours, whatever is asked; what has a
    word of ``refused`` is not answered even where it names us, forged papers or gifts, unless
    a word of ``reporting`` says that somebody else did it.
    """

    ours: list[Text]
    others: list[Text]
    beyond: list[Text] = []
    refused: list[Text] = []
    reporting: list[Text] = []
    doing: list[Text]
    needing: list[Text]
    toward: list[Text] = []
    passing: list[Text] = []
    beside: list[Text] = []

    def foreign(self, text: str) -> bool:
        """Whether a sentence is about another matter and names nothing of ours, or is refused."""
        if self._refused.search(text) and not self._reporting.search(text):
            return True
        if not self._about.search(text) and not self._beyond.search(text):
            return False
        # 「晚托班」 has 托班 in it, and is not ours.
        return not self._ours.search(self._others.sub("，", text))

    def about_us(self, text: str) -> bool:
        """Whether a sentence names something of ours."""
        return bool(self._ours.search(text))

    @cached_property
    def _refused(self) -> re.Pattern[str]:
        return re.compile(_any(self.refused), re.IGNORECASE)

    @cached_property
    def _reporting(self) -> re.Pattern[str]:
        return re.compile(_any(self.reporting))

    @cached_property
    def _beyond(self) -> re.Pattern[str]:
        return re.compile(_any(self.beyond), re.IGNORECASE)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return re.compile(_any(self.others), re.IGNORECASE)

    @cached_property
    def _ours(self) -> re.Pattern[str]:
        # 「12岁」 does not speak of 2岁.
        ages = _any(word for word in self.ours if _NUMBER.match(word))
        words = _any(word for word in self.ours if not _NUMBER.match(word))
        return re.compile(f"(?<![0-9十]){ages}|{words}")

    @cached_property
    def _about(self) -> re.Pattern[str]:
        doing, needing = _any(self.doing), _any(self.needing)
        before = "".join(f"(?<!{re.escape(w)}{link})" for w in self.beside for link in _LINKS)
        behind = f"(?!{_NEAR}{{0,2}}{_any([*self.passing, *self.beside])})"
        trade = before + _any(self.others) + behind
        between = f"(?:(?!{_any(self.toward)}){_NEAR}){{0,3}}"
        about = f"{doing}{between}{trade}|{trade}{_NEAR}{{0,3}}{needing}"
        return re.compile(about, re.IGNORECASE)


_NEAR = "[^，。,.]"
_LINKS = ("", "的", "是", "有")
_NUMBER = re.compile("[0-9一二两三四五六]")


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words; for none of them, one that never matches."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


class Place(Strict):
    """Names people use for a place beside its official one."""

    code: Code
    aliases: list[Text] = []
    towns: list[Text] = []


class CoveredPlace(Place):
    """A place with its own document; ``bureau`` is whom to ask when we do not know."""

    bureau: Text
