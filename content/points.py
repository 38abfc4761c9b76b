"""The details of a topic that a question asks for by name."""

import re
from dataclasses import dataclass
from datetime import date

from content.load import Library
from content.schema import NATIONAL, Point

# More than this would bury what was asked for.
MOST = 2


# Who asks for the office names no detail of a neighbouring topic by it.
_OFFICE = re.compile(
    r"(?:归|由|是|找)?(?:哪|谁)(?:一?[个家块些]|来)?(?:部门|单位|局|牵头|负责|管|主管)*|负责"
)
# A detail that is not of the likeliest topic must be named by this many characters, and by so
# many more than the other.
_NAMED = 4
_CLEARER = 2


@dataclass(frozen=True)
class Asked:
    """The words of a question, and the topics that it may also be about.

    ``only``: where a detail is named, it is all that is wanted.
    """

    words: str = ""
    near: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True)
class Detail:
    """A point, where it stands, and by how many characters of the question it is named.

    ``region``: the place whose document makes it (NATIONAL: the nation's).
    """

    region: str
    topic: str
    point: Point
    match: int


def details(
    library: Library, topic: str, region: str | None, asked: Asked, as_of: date
) -> list[Detail]:
    """What the question names, best match first: local details before national ones.

    One of a neighbouring topic comes before them where the question names it more plainly: where
    the border between two topics runs is our affair and not the asker's.
    """
    own = _of_topic(library, topic, region, asked.words, as_of)
    match = own[0].match if own else 0
    words = _OFFICE.sub("，", asked.words)
    others = [
        found[0]
        for other in asked.near
        if (found := _of_topic(library, other, region, words, as_of))
        and plainer(found[0].match, match)
    ]
    first = sorted(others, key=lambda detail: -detail.match)[:1]
    by_text: dict[str, Detail] = {}
    for detail in (*first, *own):
        by_text.setdefault(detail.point.text, detail)
    return list(by_text.values())[:MOST]


def plainer(match: int, than: int) -> bool:
    """Whether a detail is named, by so many characters, plainly and more so than another."""
    return match >= _NAMED and match >= than + _CLEARER


def _of_topic(
    library: Library, topic: str, region: str | None, question: str, as_of: date
) -> list[Detail]:
    """The nearest place's that has one, and national ones that are named no less plainly."""
    layers = library.regions.layers(region) if region else (NATIONAL,)
    words = question.lower()
    local: list[Detail] = []
    for code in layers:
        found = [
            Detail(code, topic, point, match)
            for point in library.points.get((code, topic), ())
            if point.holds(as_of) and (match := matched(point, words))
        ]
        if local:
            found = [detail for detail in found if detail.match >= local[0].match]
        if code == NATIONAL or (found and not local):
            local += sorted(found, key=lambda detail: -detail.match)
    return local[:MOST]


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
