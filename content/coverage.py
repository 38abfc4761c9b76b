"""Who says something on what: the matrix of topics and covered places.

What an asker without further facts would get, on a day. A place whose own document neither
states a topic nor is silent on it is a gap, whatever the province or the nation says of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.answers import pick, resolve
from content.load import Library
from content.schema import NATIONAL, Topic


class Cover(StrEnum):
    """Where the answer comes from."""

    LOCAL = "local"  # the place's own document states it
    PROVINCE = "province"  # its own says nothing; a document above it, short of the nation, does
    NATIONAL = "national"  # no local document states it, the national rules do
    SILENT = "silent"  # looked for, and nobody says anything
    MISSING = "missing"  # nobody has looked


@dataclass(frozen=True)
class Row:
    """One topic; ``cells`` by the code of the place, the nation's last."""

    topic: str
    title: str
    cells: dict[str, Cover]


def coverage(library: Library, as_of: date) -> list[Row]:
    """A row for each topic, in the library's order."""
    return [_row(library, topic, as_of) for topic in library.topics.values()]


def totals(rows: Iterable[Row]) -> dict[str, Counter[Cover]]:
    """How often each kind occurs, by place."""
    counts: dict[str, Counter[Cover]] = {}
    for row in rows:
        for code, cover in row.cells.items():
            counts.setdefault(code, Counter())[cover] += 1
    return counts


def missing(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The gaps: (topic, code of the place)."""
    return [(r.topic, code) for r in rows for code, c in r.cells.items() if c is Cover.MISSING]


def _row(library: Library, topic: Topic, as_of: date) -> Row:
    cells = {code: _place(library, topic.id, code, as_of) for code in library.regions.covered}
    return Row(topic.id, topic.title, cells | {NATIONAL: _nation(topic, as_of)})


def _place(library: Library, topic: str, code: str, as_of: date) -> Cover:
    found = resolve(library, topic, code, {}, as_of)
    if found.local and found.local.region == code:
        return Cover.LOCAL
    if code not in {source.region for source in found.silent}:
        return Cover.MISSING
    if found.local:
        return Cover.PROVINCE
    return Cover.NATIONAL if found.national else Cover.SILENT


def _nation(topic: Topic, as_of: date) -> Cover:
    answer = pick(topic.answers, {}, as_of)
    if answer is None:
        return Cover.MISSING
    return Cover.NATIONAL if answer.status == "stated" else Cover.SILENT
