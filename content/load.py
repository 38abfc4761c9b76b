"""Read the library from its folder into one object, refusing whatever does not fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from content.errors import ContentInvalid, Problem, UnknownKey
from content.regions import Regions
from content.schema import (
    Checklist,
    CoveredPlace,
    Parameter,
    Place,
    RegionFile,
    Scope,
    Source,
    Topic,
)
from content.strict_yaml import YamlFile, read, validated

LIBRARY = Path(__file__).parent / "library"
T = TypeVar("T")

_SOURCES = TypeAdapter(list[Source])
_TOPICS = TypeAdapter(list[Topic])
_PARAMETERS = TypeAdapter(list[Parameter])
_REGION = TypeAdapter(RegionFile)
_CHECKLIST = TypeAdapter(Checklist)
_SCOPE = TypeAdapter(Scope)
_PLACES = TypeAdapter(list[CoveredPlace | Place])


@dataclass(frozen=True)
class Library:
    """Everything we know, by id. ``files`` are kept for lint, which names file and line."""

    sources: dict[str, Source]
    topics: dict[str, Topic]
    parameters: dict[str, Parameter]
    checklists: dict[str, Checklist]
    documents: dict[str, RegionFile]  # by region code
    places: tuple[Place, ...]
    scope: Scope
    files: tuple[YamlFile, ...] = ()

    @cached_property
    def regions(self) -> Regions:
        return Regions(self.places)

    def topic(self, topic_id: str) -> Topic:
        return _known(self.topics, topic_id, "topic")

    def source(self, source_id: str) -> Source:
        return _known(self.sources, source_id, "source")

    def parameter(self, parameter_id: str) -> Parameter:
        return _known(self.parameters, parameter_id, "parameter")

    def checklist(self, checklist_id: str) -> Checklist:
        return _known(self.checklists, checklist_id, "checklist")


def _known(table: dict[str, T], key: str, kind: str) -> T:
    try:
        return table[key]
    except KeyError:
        raise UnknownKey(f"the library has no {kind} '{key}'") from None


def load(root: Path = LIBRARY) -> Library:
    """The library below ``root``; raises ContentInvalid with every problem of every file."""
    reader = _Reader(root)
    sources = reader.lists("sources*.yml", _SOURCES)
    topics = reader.lists("topics/*.yml", _TOPICS)
    parameters = reader.lists("parameters/*.yml", _PARAMETERS)
    places = reader.lists("places.yml", _PLACES)
    documents = reader.each("regions/*.yml", _REGION)
    checklists = reader.each("checklists/*.yml", _CHECKLIST)
    scopes = reader.each("scope.yml", _SCOPE)
    if reader.problems:
        raise ContentInvalid(reader.problems)
    return Library(
        sources={s.id: s for s in sources},
        topics={t.id: t for t in topics},
        parameters={p.id: p for p in parameters},
        checklists={c.id: c for c in checklists},
        documents={d.region: d for d in documents},
        places=tuple(places),
        scope=scopes[0] if scopes else Scope(ours=[], others=[], doing=[], needing=[]),
        files=tuple(reader.files),
    )


class _Reader:
    """Reads files by pattern and gathers their problems instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[YamlFile] = []
        self.problems: list[Problem] = []

    def each(self, pattern: str, shape: TypeAdapter[T]) -> list[T]:
        items = []
        for path in sorted(self.root.glob(pattern)):
            try:
                file = read(path, self.root)
                items.append(validated(file, shape))
                self.files.append(file)
            except ContentInvalid as error:
                self.problems += error.problems
        return items

    def lists(self, pattern: str, shape: TypeAdapter[list[T]]) -> list[T]:
        items = [item for chunk in self.each(pattern, shape) for item in chunk]
        self.problems += self._twice(pattern, items)
        return items

    def _twice(self, pattern: str, items: Iterable[object]) -> list[Problem]:
        seen: set[str] = set()
        problems = []
        for item in items:
            key = str(getattr(item, "id", None) or getattr(item, "code", ""))
            if key in seen:
                problems.append(Problem(pattern, 1, f"'{key}' is defined twice"))
            seen.add(key)
        return problems
