"""What speaks for each intent: the classifier, the sentences it was taught, what we answer.

No one of them will do: the classifier is sure of itself where it has seen nothing like it, the
nearest sentences are fooled by a shared turn of phrase, and the answers' own words know rare
terms that nobody thought of teaching.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Protocol

from content.answers import without_parameters
from content.load import Library
from content.schema import NATIONAL, Answer
from nlu.index import Index
from nlu.neighbours import by_characters
from nlu.parse import Parse

# What the classifier does not rank among its first ten has at most this.
_FLOOR = 1e-4
_SENTENCE = re.compile("[。；：\n]")


class Taught(Protocol):
    """The training sentences most like a text (nlu.neighbours)."""

    def written(self, text: str) -> dict[str, float]: ...
    def spoken(self, text: str) -> dict[str, float]: ...


@dataclass(frozen=True)
class Evidence:
    """What speaks for one intent; each at least 0 but ``model``, a logarithm."""

    model: float = math.log(_FLOOR)
    written: float = 0.0
    spoken: float = 0.0
    content: float = 0.0

    def values(self) -> tuple[float, ...]:
        return astuple(self)


class Answers:
    """Which topics' answers are most like a text, for one place and for all."""

    def __init__(self, library: Library) -> None:
        self._regions = library.regions
        nation = list(_national(library))
        local = {code: list(_local(library, code)) for code in library.documents}
        every = [*nation, *(row for rows in local.values() for row in rows)]
        self._everywhere = _index(every)
        self._nation = _index(nation)
        self._places = {
            code: _index(
                [*nation, *(r for c in self._regions.layers(code) for r in local.get(c, ()))]
            )
            for code in self._regions.covered
        }

    def like(self, text: str, region: str | None) -> dict[str, float]:
        """Intent → likeness of what we answer there."""
        return self._index(region).nearest(by_characters(text))

    def _index(self, region: str | None) -> Index:
        if region is None:
            return self._everywhere
        covered = self._regions.coverage(region)
        return self._places[covered] if covered else self._nation


class Gatherer:
    """Asks all of them."""

    def __init__(self, library: Library, taught: Taught) -> None:
        self._taught = taught
        self._answers = Answers(library)
        self._keywords = {
            f"ask_{topic.id}": [word.lower() for word in [topic.title, *topic.keywords]]
            for topic in library.topics.values()
        }

    def gather(self, parse: Parse, text: str, region: str | None) -> dict[str, Evidence]:
        """The evidence for every intent that anything speaks for."""
        model = {i.name: math.log(max(i.confidence, _FLOOR)) for i in parse.ranking}
        written, spoken = self._taught.written(text), self._taught.spoken(text)
        content = self._answers.like(text, region)
        names = dict.fromkeys([*model, *written, *spoken, *content])
        floor = math.log(_FLOOR)
        return {
            name: Evidence(
                model.get(name, floor),
                written.get(name, 0.0),
                spoken.get(name, 0.0),
                content.get(name, 0.0),
            )
            for name in names
        }

    def words(self, intent: str) -> list[str]:
        """The keywords of an intent's topic."""
        return self._keywords.get(intent, [])


def _national(library: Library) -> Iterator[tuple[str, str]]:
    for topic in library.topics.values():
        yield f"ask_{topic.id}", " ".join([topic.title, *topic.keywords])
        yield from _rows(topic.id, topic.answers)


def _local(library: Library, code: str) -> Iterator[tuple[str, str]]:
    if code != NATIONAL:
        for answer in library.documents[code].answers:
            yield from _rows(answer.topic, [answer])


def _rows(topic: str, answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    for answer in answers:
        for text in (answer.lead, answer.detail):
            for sentence in _SENTENCE.split(without_parameters(text or "")):
                if len(sentence) > 3:
                    yield f"ask_{topic}", sentence


def _index(rows: list[tuple[str, str]]) -> Index:
    grams: list[Counter[str]] = [by_characters(text) for _, text in rows]
    return Index.build(grams, [label for label, _ in rows])
