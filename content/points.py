"""The details of a topic that a question asks for by name."""

from dataclasses import dataclass
from datetime import date

from content.load import Library
from content.schema import NATIONAL, Point

# More than this would bury what was asked for.
MOST = 2


@dataclass(frozen=True)
class Detail:
    """A point, and the place whose document makes it (NATIONAL: the nation's)."""

    region: str
    point: Point


def details(
    library: Library, topic: str, region: str | None, question: str, as_of: date
) -> list[Detail]:
    """What the question names, best match first: local details, or national ones if there are none."""
    layers = library.regions.layers(region) if region else (NATIONAL,)
    asked = question.lower()
    for code in layers:
        found = [
            (match, Detail(code, point))
            for point in library.points.get((code, topic), ())
            if point.holds(as_of) and (match := matched(point, asked))
        ]
        if found:
            found.sort(key=lambda pair: -pair[0])
            return [detail for _, detail in found[:MOST]]
    return []


def matched(point: Point, asked: str) -> int:
    """How many characters of the question ask for the point; 0: it does not."""
    return max((_length(words, asked) for words in point.asks), default=0)


def _length(words: str, asked: str) -> int:
    parts = words.lower().split("+")
    return sum(map(len, parts)) if all(part in asked for part in parts) else 0
