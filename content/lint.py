"""What is wrong with a library that loads: loose ends, gaps, stale facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.answers import parameters_in, without_parameters
from content.errors import Problem
from content.lint_checklist import check_steps
from content.lint_child import check_child
from content.lint_duties import check_duties
from content.lint_facts import unknown_facts
from content.lint_guidance import check_guidance, due
from content.lint_points import check_points
from content.load import Library
from content.overlaps import Finding, ambiguous, answer_clashes, clashes
from content.regions import Regions
from content.rules.computed import PARAMETERS
from content.rules.lint import check_programmes, parameters_of
from content.schema import NATIONAL, Answer, CoveredPlace, RegionFile, Topic
from content.strict_yaml import Loc
from content.whereabouts import Whereabouts

# Read by code, not by a text: content/standard.py and bot's dossier.
USED_BY_CODE = frozenset(
    f"{group}.{kind}"
    for group in ("class_size", "ratio")
    for kind in ("infant", "toddler", "senior")
) | {
    "class_size.mixed",
    "floor.max",
    "lease.min_years",
    "outdoor.per_child_m2",
    "outdoor.per_child_dense_m2",
    "home.max_children",
    "home.children_per_carer",
}


@dataclass(frozen=True)
class Report:
    """``errors`` stop a release; ``warnings`` want a person's eye (facts past their review)."""

    errors: list[Problem]
    warnings: list[Problem]


def lint(library: Library, as_of: date, asked_topics: Iterable[str] | None = None) -> Report:
    """Check the whole library. ``asked_topics``: topics that intents and flows name."""
    check = _Check(library)
    asked = None if asked_topics is None else set(asked_topics)
    errors = [*check.texts(), *check.periods(), *check.answers(), *check.sources()]
    errors += [*check.places(), *check.matrix(), *check.checklists()]
    errors += [*check_programmes(library), *check_points(library), *check_duties(library)]
    errors += [*check_child(library), *check.guidance(), *check.topics(asked), *check.unused(asked)]
    return Report(sorted(errors), sorted(check.stale(as_of)))


class _Check:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.at = Whereabouts(library.files).problem
        self.cited: set[str] = set()
        self.named: set[str] = {*USED_BY_CODE, *PARAMETERS, *parameters_of(library)}

    # --- every text and cite ------------------------------------------------------------------
    def texts(self) -> Iterator[Problem]:
        for file in self.library.files:
            for loc, node in _walk(file.data):
                for message in self.node(node):
                    yield Problem(file.name, file.line(loc), message)

    def node(self, node: Any) -> Iterator[str]:
        if isinstance(node, dict) and set(node) == {"source", "section"}:
            self.cited.add(node["source"])
            if node["source"] not in self.library.sources:
                yield f"unknown source '{node['source']}'"
        if isinstance(node, str):
            for name in parameters_in(node):
                self.named.add(name)
                if name not in self.library.parameters:
                    yield f"unknown parameter '{name}'"
            if {"{", "}"} & set(without_parameters(node)):
                yield "a brace that belongs to no {parameter}"

    # --- periods and variants -----------------------------------------------------------------
    def periods(self) -> Iterator[Problem]:
        for parameter in self.library.parameters.values():
            for index, message in clashes(parameter.values, gaps=True):
                text = f"parameter '{parameter.id}': {message}"
                yield self.at("parameters/", parameter.id, text, ("values", index))

    def answers(self) -> Iterator[Problem]:
        for topic in self.library.topics.values():
            for index, message in [*_answers(topic.answers), *self.local_cites(topic)]:
                text = f"topic '{topic.id}': {message}"
                yield self.at("topics/", topic.id, text, ("answers", index))
        for document in self.library.documents.values():
            yield from self.local_answers(document)

    def local_cites(self, topic: Topic) -> Iterator[tuple[int, str]]:
        """A national answer must not rest on one place's document: elsewhere it does not hold."""
        for index, answer in enumerate(topic.answers):
            for cite in answer.cite:
                source = self.library.sources.get(cite.source)
                if source and source.region != NATIONAL:
                    yield index, f"a national answer cites '{cite.source}', a local document"

    def local_answers(self, document: RegionFile) -> Iterator[Problem]:
        for topic in sorted({a.topic for a in document.answers}):
            places = [i for i, a in enumerate(document.answers) if a.topic == topic]
            for index, message in _answers([document.answers[i] for i in places]):
                text = f"topic '{topic}' of {document.region}: {message}"
                yield self.at("regions/", document.region, text, ("answers", places[index]))

    # --- sources and places -------------------------------------------------------------------
    def sources(self) -> Iterator[Problem]:
        for source in self.library.sources.values():
            if source.replaced_by and source.replaced_by not in self.library.sources:
                message = f"unknown source '{source.replaced_by}'"
                yield self.at("sources", source.id, message, ("replaced_by",))

    def places(self) -> Iterator[Problem]:
        known = Regions()
        for place in self.library.places:
            if place.code not in known:
                yield self.at("places.yml", place.code, f"no place has the code {place.code}")
            elif isinstance(place, CoveredPlace) and place.code not in self.library.documents:
                message = f"{place.code} is covered, but regions/ has no document of it"
                yield self.at("places.yml", place.code, message)
        for source in self.library.sources.values():
            if source.region != NATIONAL and source.region not in known:
                message = f"no place has the code {source.region}"
                yield self.at("sources", source.id, message, ("region",))
        for code in self.library.documents:
            if code not in known:
                yield self.at("regions/", code, f"no place has the code {code}", ("region",))

    # --- the matrix of topics and places ------------------------------------------------------
    def matrix(self) -> Iterator[Problem]:
        covered = {p.code for p in self.library.places if isinstance(p, CoveredPlace)}
        for code, document in self.library.documents.items():
            source = self.library.sources.get(document.document)
            if source is None:
                message = f"unknown document '{document.document}'"
                yield self.at("regions/", code, message, ("document",))
            elif source.region != code:
                message = f"'{source.id}' is a document of {source.region}"
                yield self.at("regions/", code, message, ("document",))
            for index, answer in enumerate(document.answers):
                if answer.topic not in self.library.topics:
                    message = f"unknown topic '{answer.topic}'"
                    yield self.at("regions/", code, message, ("answers", index, "topic"))
            have = {answer.topic for answer in document.answers}
            for topic in sorted(set(self.library.topics) - have if code in covered else ()):
                message = f"{code} neither states '{topic}' nor is silent on it"
                yield self.at("regions/", code, message, ("answers",))

    def topics(self, asked: set[str] | None) -> Iterator[Problem]:
        for topic in sorted((asked or set()) - set(self.library.topics)):
            message = f"a flow or intent asks for topic '{topic}', which is missing"
            yield Problem("topics/", 1, message)

    def checklists(self) -> Iterator[Problem]:
        for checklist in self.library.checklists.values():
            for loc, message in check_steps(checklist, self.library.topics):
                yield self.at("checklists/", checklist.id, message, ("steps", *loc))
            for index, step in enumerate(checklist.steps):
                for key, message in unknown_facts(step.applies):
                    loc = ("steps", index, "applies", key)
                    yield self.at("checklists/", checklist.id, message, loc)

    def guidance(self) -> Iterator[Problem]:
        for article, loc, message in check_guidance(self.library.guidance.values()):
            yield self.at("guidance/", article, message, loc)

    # --- what nobody uses, and what is old ----------------------------------------------------
    def unused(self, asked: set[str] | None) -> Iterator[Problem]:
        replaced = {s.replaced_by for s in self.library.sources.values()}
        documents = {d.document for d in self.library.documents.values()}
        for source in sorted(set(self.library.sources) - self.cited - replaced - documents):
            yield self.at("sources", source, f"source '{source}' is cited nowhere")
        for parameter in sorted(set(self.library.parameters) - self.named):
            yield self.at("parameters/", parameter, f"parameter '{parameter}' is used nowhere")
        for topic in sorted(set() if asked is None else set(self.library.topics) - asked):
            yield self.at("topics/", topic, f"no intent and no flow asks for topic '{topic}'")

    def stale(self, as_of: date) -> Iterator[Problem]:
        for source in self.library.sources.values():
            if source.review_by < as_of:
                message = f"source '{source.id}' was to be reviewed by {source.review_by}"
                yield self.at("sources", source.id, message, ("review_by",))
            if source.status == "in_force" and source.valid_to and source.valid_to < as_of:
                message = f"source '{source.id}' is given as in force, but ended {source.valid_to}"
                yield self.at("sources", source.id, message, ("valid_to",))
        for article, loc, message in due(self.library.guidance.values(), as_of):
            yield self.at("guidance/", article, message, loc)


def _walk(node: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    yield loc, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*loc, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, (*loc, index))


def _answers(answers: Sequence[Answer]) -> Iterator[Finding]:
    """What is wrong with the answers of one document to one topic."""
    yield from answer_clashes(answers)
    yield from ambiguous(answers)
    if answers and answers[0].when:
        yield 0, "the general answer, without when, comes first"
    for index, answer in enumerate(answers):
        for _, message in unknown_facts(answer.when):
            yield index, message
