"""Read the library from its folder into one object, refusing whatever does not fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Discriminator, Tag, TypeAdapter

from content.child.shapes import Checkup, Motor, Note, Screening, Vaccine, WarningSigns
from content.child.shelf import ChildShelf
from content.danger import Danger, Flag, Lexicon, Messages
from content.duties import DateDeclaration, Duty
from content.errors import ContentInvalid, Problem, UnknownKey
from content.guidance import Article, read_article
from content.regions import Regions
from content.rules.references import check_references
from content.rules.schema import FactDeclaration, Programme
from content.schema import (
    Checklist,
    CoveredPlace,
    Parameter,
    Place,
    Point,
    PointsFile,
    RegionFile,
    Scope,
    Source,
    Topic,
)
from content.strict_yaml import Loc, YamlFile, decoded, read, validated
from content.wording import PhraseInvalid

LIBRARY = Path(__file__).parent / "library"
T = TypeVar("T")

_SOURCES = TypeAdapter(list[Source])
_TOPICS = TypeAdapter(list[Topic])
_PARAMETERS = TypeAdapter(list[Parameter])
_REGION = TypeAdapter(RegionFile)
_POINTS = TypeAdapter(PointsFile)
_CHECKLIST = TypeAdapter(Checklist)
_SCOPE = TypeAdapter(Scope)
_FACTS = TypeAdapter(list[FactDeclaration])
_PROGRAMMES = TypeAdapter(list[Programme])
_DATES = TypeAdapter(list[DateDeclaration])
_DUTIES = TypeAdapter(list[Duty])
_VACCINES = TypeAdapter(list[Vaccine])
_NOTES = TypeAdapter(list[Note])
_CHECKUPS = TypeAdapter(list[Checkup])
_SCREENINGS = TypeAdapter(list[Screening])
_WARNING_SIGNS = TypeAdapter(list[WarningSigns])
_MOTOR = TypeAdapter(list[Motor])
_LEXICON = TypeAdapter(Lexicon)
_MESSAGES = TypeAdapter(Messages)
_FLAGS = TypeAdapter(list[Flag])


def _place_kind(entry: Any) -> str:
    return "covered" if isinstance(entry, dict) and "bureau" in entry else "place"


# Told apart by the bureau: without that, each mistake would be reported for both kinds.
_PLACES: TypeAdapter[list[CoveredPlace | Place]] = TypeAdapter(
    list[
        Annotated[
            Annotated[CoveredPlace, Tag("covered")] | Annotated[Place, Tag("place")],
            Discriminator(_place_kind),
        ]
    ]
)


@dataclass(frozen=True)
class Library:
    """Everything we know, by id. ``files`` are kept for lint, which names file and line."""

    sources: dict[str, Source]
    topics: dict[str, Topic]
    parameters: dict[str, Parameter]
    checklists: dict[str, Checklist]
    documents: dict[str, RegionFile]  # by region code
    points: dict[tuple[str, str], tuple[Point, ...]]  # by region code and topic
    places: tuple[Place, ...]
    scope: Scope
    files: tuple[YamlFile, ...] = ()
    programmes: dict[str, Programme] = field(default_factory=dict)
    facts: dict[str, FactDeclaration] = field(default_factory=dict)  # what programmes ask
    duties: dict[str, Duty] = field(default_factory=dict)
    dates: dict[str, DateDeclaration] = field(default_factory=dict)  # what duties wait for
    child: ChildShelf = field(default_factory=ChildShelf)
    guidance: dict[str, Article] = field(default_factory=dict)  # for parents
    danger: Danger = field(default_factory=lambda: Danger([], Lexicon()))

    @cached_property
    def regions(self) -> Regions:
        return Regions(self.places)

    def topic(self, topic_id: str) -> Topic:
        return _known(self.topics, topic_id, "topic")

    def source(self, source_id: str) -> Source:
        return _known(self.sources, source_id, "source")

    def parameter(self, parameter_id: str) -> Parameter:
        return _known(self.parameters, parameter_id, "parameter")

    def article(self, article_id: str) -> Article:
        return _known(self.guidance, article_id, "article")

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
    sources = reader.lists("sources*.yml", _SOURCES, "id")
    topics = reader.lists("topics/*.yml", _TOPICS, "id")
    parameters = reader.lists("parameters/*.yml", _PARAMETERS, "id")
    places = reader.lists("places.yml", _PLACES, "code")
    documents = reader.singles("regions/*.yml", _REGION, "region")
    points = _by_topic(chunk for _, chunk in reader.each("points/*.yml", _POINTS))
    checklists = reader.singles("checklists/*.yml", _CHECKLIST, "id")
    scopes = [scope for _, scope in reader.each("scope.yml", _SCOPE)]
    facts = reader.lists("programmes/facts.yml", _FACTS, "id")
    programmes = reader.lists("programmes/*.yml", _PROGRAMMES, "id")
    dates = reader.lists("duties/dates.yml", _DATES, "id")
    duties = reader.lists("duties/*.yml", _DUTIES, "id")
    child = _child(reader)
    guidance = reader.articles("guidance/*.md")
    danger = _danger(reader)
    if not reader.problems:  # else a broken file would make all its names unknown
        reader.problems += check_references(reader.files, programmes, facts, parameters)
    reader.finish()
    return Library(
        sources=sources,
        topics=topics,
        parameters=parameters,
        checklists=checklists,
        documents=documents,
        points=points,
        places=tuple(places.values()),
        scope=scopes[0] if scopes else Scope(ours=[], others=[], doing=[], needing=[]),
        files=tuple(reader.files),
        programmes=programmes,
        facts=facts,
        duties=duties,
        dates=dates,
        child=child,
        guidance=guidance,
        danger=danger,
    )


def _child(reader: "_Reader") -> ChildShelf:
    return ChildShelf(
        vaccines=reader.lists("child/vaccines.yml", _VACCINES, "id"),
        notes=reader.lists("child/notes.yml", _NOTES, "id"),
        checkups=reader.lists("child/checkups.yml", _CHECKUPS, "id"),
        screenings=reader.lists("child/screenings.yml", _SCREENINGS, "id"),
        warning_signs=reader.lists("child/warning_signs.yml", _WARNING_SIGNS, "id"),
        motor=reader.lists("child/motor.yml", _MOTOR, "id"),
    )


def _danger(reader: "_Reader") -> Danger:
    lexicons = list(reader.each("danger/words.yml", _LEXICON))
    messages = [chunk for _, chunk in reader.each("danger/messages.yml", _MESSAGES)]
    flags = reader.lists("danger/*.yml", _FLAGS, "id")
    lexicon = lexicons[0][1] if lexicons else Lexicon()
    try:
        return Danger([*flags.values()], lexicon, messages[0] if messages else None)
    except PhraseInvalid as error:
        reader.problems += [_where(reader.files, error)]
        return Danger([], Lexicon())


def _where(files: Iterable[YamlFile], error: PhraseInvalid) -> Problem:
    """The line of the phrase that is wrong."""
    for file in files:
        if file.name.startswith("danger/"):
            for number, line in enumerate(file.text.splitlines(), 1):
                if error.phrase in line:
                    return Problem(file.name, number, str(error))
    return Problem("danger/words.yml", 1, str(error))


def _by_topic(files: Iterable[PointsFile]) -> dict[tuple[str, str], tuple[Point, ...]]:
    found: dict[tuple[str, str], tuple[Point, ...]] = {}
    for file in files:
        for point in file.points:
            for topic in point.topics:
                key = (file.region, topic)
                found[key] = (*found.get(key, ()), point)
    return found


class _Reader:
    """Reads files by pattern and gathers their problems instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: list[YamlFile] = []
        self.problems: list[Problem] = []
        self._read: set[Path] = set()

    def each(self, pattern: str, shape: TypeAdapter[T]) -> Iterator[tuple[YamlFile, T]]:
        # What a narrower pattern has read already is of another shape.
        for path in sorted({*self.root.glob(pattern)} - self._read):
            self._read.add(path)
            try:
                file = read(path, self.root)
                item = validated(file, shape)
            except ContentInvalid as error:
                self.problems += error.problems
                continue
            self.files.append(file)
            yield file, item

    def lists(self, pattern: str, shape: TypeAdapter[list[T]], key: str) -> dict[str, T]:
        """The entries of files that hold a list each, by ``key``."""
        entries = (
            (file, (index, key), entry)
            for file, chunk in self.each(pattern, shape)
            for index, entry in enumerate(chunk)
        )
        return self._once(entries, key)

    def singles(self, pattern: str, shape: TypeAdapter[T], key: str) -> dict[str, T]:
        """The entries of files that are one entry each, by ``key``."""
        return self._once(((file, (key,), entry) for file, entry in self.each(pattern, shape)), key)

    def articles(self, pattern: str) -> dict[str, Article]:
        """Markdown files, by the article's id, which is the file's name."""
        found: dict[str, Article] = {}
        for path in sorted(self.root.glob(pattern)):
            self._read.add(path)
            name = path.relative_to(self.root).as_posix()
            try:
                file, article = read_article(name, decoded(name, path.read_bytes()))
            except ContentInvalid as error:
                self.problems += error.problems
                continue
            self.files.append(file)
            found[article.id] = article
        return found

    def _once(self, entries: Iterable[tuple[YamlFile, Loc, T]], key: str) -> dict[str, T]:
        found: dict[str, T] = {}
        for file, loc, entry in entries:
            name = getattr(entry, key)
            if name in found:
                message = f"{key} '{name}' is defined twice"
                self.problems.append(Problem(file.name, file.line(loc), message))
            found[name] = entry
        return found

    def finish(self) -> None:
        """Raise ContentInvalid if anything is wrong; a file in the wrong place is."""
        if not self.root.is_dir():
            self.problems.append(Problem(str(self.root), 1, "there is no such folder"))
        for path in sorted(set(self._content()) - self._read):
            name = path.relative_to(self.root).as_posix()
            self.problems.append(Problem(name, 1, "no content of this name or folder is read"))
        if self.problems:
            raise ContentInvalid(self.problems)

    def _content(self) -> Iterator[Path]:
        for ending in ("yml", "yaml", "md"):
            found = self.root.rglob(f"*.{ending}")
            yield from (path for path in found if path.name != "README.md")
