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
    asking: set[int] = set()
    for words in point.asks:
        parts = words.lower().split("+")
        if all(part in asked for part in parts):
            asking.update(at for part in parts for at in _places(part, asked))
    return len(asking)


def _places(part: str, asked: str) -> range:
    start = asked.index(part)
    return range(start, start + len(part))
