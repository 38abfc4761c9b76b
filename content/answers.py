"""Find what holds on a topic, in a place, for the facts at hand, on a day.

The nearest document that says something answers; nearer ones that say nothing are named, and
the national rule stands behind all of them. There is no value before or after its period:
what does not hold on the day asked is not there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from content.errors import UnknownKey
from content.load import Library
from content.schema import NATIONAL, Answer, Cite, Facts, Level, Parameter, Source

A = TypeVar("A", bound=Answer)
_FIELD = re.compile(r"\{([a-z0-9_.\-]+)\}")
_SECOND_HAND = "我们看到的是转述，还没核到原文。"
# A source's own note that says as much in other words.
_SAYS_SO = re.compile("转述|转载|原文|报道|解读稿|一般资料")


@dataclass(frozen=True)
class Finding:
    """An answer, with the code of the place whose document gives it (NATIONAL: the nation's)."""

    region: str
    answer: Answer

    @property
    def is_national(self) -> bool:
        return self.region == NATIONAL


@dataclass(frozen=True)
class Resolution:
    """All that is known on one topic for one place.

    ``local``: the nearest document's answer; ``silent``: nearer documents that say nothing;
    ``national``: the national rule; ``covered``: whether the place has a document at all.
    """

    topic: str
    region: str | None
    covered: bool
    local: Finding | None
    silent: tuple[Source, ...]
    national: Finding | None
    ended: date | None = None  # the day the last national rule ended, where none holds now

    @property
    def best(self) -> Finding | None:
        return self.local or self.national


def resolve(
    library: Library, topic_id: str, region: str | None, facts: Facts, as_of: date
) -> Resolution:
    """What holds; raises UnknownKey for a topic or place we do not have."""
    topic = library.topic(topic_id)
    local, silent = _local(library, topic_id, region, facts, as_of)
    national = pick(topic.answers, facts, as_of)
    ends = [a.until for a in topic.answers if a.until and a.until < as_of]
    return Resolution(
        topic=topic_id,
        region=region,
        covered=bool(region and library.regions.coverage(region)),
        local=local,
        silent=silent,
        national=Finding(NATIONAL, national) if _stated(national) and national else None,
        ended=max(ends) if ends and national is None else None,
    )


def _local(
    library: Library, topic_id: str, region: str | None, facts: Facts, as_of: date
) -> tuple[Finding | None, tuple[Source, ...]]:
    silent: list[Source] = []
    for code in library.regions.layers(region)[:-1] if region else ():
        document = library.documents.get(code)
        if document is None:
            continue
        answers = [a for a in document.answers if a.topic == topic_id]
        answer = pick(answers, facts, as_of)
        if answer and _stated(answer):
            return Finding(code, answer), tuple(silent)
        if any(a.status == "silent" and a.holds(as_of) for a in answers):
            silent.append(library.source(document.document))
    return None, tuple(silent)


def pick(answers: Iterable[A], facts: Facts, as_of: date) -> A | None:
    """The answer that holds on the day and is narrowest for the facts."""
    fitting = [a for a in answers if a.holds(as_of) and fits(a.when, facts)]
    return max(fitting, key=lambda a: len(a.when), default=None)


def fits(when: Mapping[str, Sequence[str | bool]], facts: Facts) -> bool:
    """Whether every fact asked for is known and among the values listed."""
    return all(key in facts and facts[key] in values for key, values in when.items())


def _stated(answer: Answer | None) -> bool:
    return answer is not None and answer.status == "stated"


def figure(parameter: Parameter, as_of: date) -> int | float | None:
    """The value that holds on the day, or None: never the last one."""
    return next((v.value for v in parameter.values if v.holds(as_of)), None)


def fill(library: Library, text: str, as_of: date) -> str:
    """Put figures into ``{parameter}`` fields; one without a value that day reads 待核实."""

    def value(match: re.Match[str]) -> str:
        number = figure(library.parameter(match.group(1)), as_of)
        return "（待核实）" if number is None else plain_number(number)

    return _FIELD.sub(value, text)


def plain_number(number: float) -> str:
    """「10」「2.5」「1500000」: as people write it, never 1.5e+06."""
    return f"{Decimal(str(number)).normalize():f}"


def parameters_in(text: str) -> list[str]:
    return _FIELD.findall(text)


def without_parameters(text: str) -> str:
    """The text between the ``{parameter}`` fields, for checks on words."""
    return _FIELD.sub("", text)


@dataclass(frozen=True)
class Footnote:
    """A cite made ready to be shown."""

    id: str
    title: str
    doc_no: str | None
    section: str
    layer: Level
    region: str
    date: date | None
    note: str | None
    due: bool  # past its review date: to be verified before anybody relies on it


def footnote(library: Library, cite: Cite, as_of: date) -> Footnote:
    source = library.source(cite.source)
    return Footnote(
        id=source.id,
        title=source.title,
        doc_no=source.doc_no,
        section=cite.section,
        layer=source.level,
        region=source.region,
        date=source.date,
        note=_note(source),
        due=as_of > source.review_by or (source.valid_to is not None and as_of > source.valid_to),
    )


def _note(source: Source) -> str | None:
    """The source's note; what we have only second-hand says so, whatever else is noted."""
    note = source.note or ""
    if source.seen == "second_hand" and not _SAYS_SO.search(note):
        note = _SECOND_HAND + note
    return note or None


def region_of(library: Library, source_id: str) -> str:
    """The place a source speaks for."""
    try:
        return library.sources[source_id].region
    except KeyError:
        raise UnknownKey(f"the library has no source '{source_id}'") from None
