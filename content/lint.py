"""What is wrong with a library that loads: loose ends, gaps, stale facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from content.answers import parameters_in
from content.errors import Problem
from content.load import Library
from content.schema import Answer, Dated

# Read by code, not by a text: content/standard.py and bot's dossier.
USED_BY_CODE = frozenset(
    f"{group}.{kind}"
    for group in ("class_size", "ratio")
    for kind in ("infant", "toddler", "senior")
) | {
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
    errors = [*check.texts(), *check.periods(), *check.regions(), *check.unused(asked)]
    errors += [*check.checklists(), *check.topics(asked)]
    return Report(sorted(errors), sorted(check.stale(as_of)))


class _Check:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.cited: set[str] = set()
        self.named: set[str] = set(USED_BY_CODE)

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

    # --- periods ----------------------------------------------------------------------------
    def periods(self) -> Iterator[Problem]:
        for parameter in self.library.parameters.values():
            for message in _clashes(parameter.values, gaps=True):
                yield self.at("parameters/", parameter.id, f"parameter '{parameter.id}': {message}")
        for topic in self.library.topics.values():
            for message in _answer_clashes(topic.answers):
                yield self.at("topics/", topic.id, f"topic '{topic.id}': {message}")
        for region in self.library.documents.values():
            for topic_id in {a.topic for a in region.answers}:
                answers = [a for a in region.answers if a.topic == topic_id]
                for message in _answer_clashes(answers):
                    name = f"topic '{topic_id}' of {region.region}: {message}"
                    yield self.at("regions/", topic_id, name, region.document)

    # --- the matrix -------------------------------------------------------------------------
    def regions(self) -> Iterator[Problem]:
        for code, region in self.library.documents.items():
            if code not in self.library.regions:
                yield self.at("regions/", code, f"no place has the code {code}", region.document)
            if region.document not in self.library.sources:
                message = f"unknown document '{region.document}'"
                yield self.at("regions/", code, message, region.document)
            have = {a.topic for a in region.answers}
            for topic in sorted(have - set(self.library.topics)):
                yield self.at("regions/", topic, f"unknown topic '{topic}'", region.document)
            if code in self.library.regions.covered:
                for topic in sorted(set(self.library.topics) - have):
                    message = f"{code} neither states '{topic}' nor is silent on it"
                    yield self.at("regions/", topic, message, region.document)

    def topics(self, asked: set[str] | None) -> Iterator[Problem]:
        for topic in sorted((asked or set()) - set(self.library.topics)):
            yield Problem(
                "topics/", 1, f"a flow or intent asks for topic '{topic}', which is missing"
            )

    def checklists(self) -> Iterator[Problem]:
        for checklist in self.library.checklists.values():
            ids = {step.id for step in checklist.steps}
            for step in checklist.steps:
                bad = [t for t in step.topics if t not in self.library.topics]
                bad += [a for a in step.after if a not in ids]
                for name in bad:
                    message = f"step '{step.id}' names '{name}', which does not exist"
                    yield self.at("checklists/", step.id, message)

    def unused(self, asked: set[str] | None) -> Iterator[Problem]:
        replaced = {s.replaced_by for s in self.library.sources.values()}
        documents = {d.document for d in self.library.documents.values()}
        for source in sorted(set(self.library.sources) - self.cited - replaced - documents):
            yield self.at("sources", source, f"source '{source}' is cited nowhere")
        for parameter in sorted(set(self.library.parameters) - self.named):
            yield self.at("parameters/", parameter, f"parameter '{parameter}' is used nowhere")
        if asked is not None:
            for topic in sorted(set(self.library.topics) - asked):
                yield self.at("topics/", topic, f"no intent and no flow asks for topic '{topic}'")

    def stale(self, as_of: date) -> Iterator[Problem]:
        for source in self.library.sources.values():
            if source.review_by < as_of:
                message = f"source '{source.id}' was to be reviewed by {source.review_by}"
                yield self.at("sources", source.id, message)

    def at(self, prefix: str, word: str, message: str, also: str = "") -> Problem:
        """A problem placed at the first line below ``prefix`` that holds ``word``."""
        for file in self.library.files:
            if file.name.startswith(prefix) and also in file.text:
                for number, line in enumerate(file.text.splitlines(), 1):
                    if word in line:
                        return Problem(file.name, number, message)
        return Problem(prefix, 1, message)


def _walk(
    node: Any, loc: tuple[int | str, ...] = ()
) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    yield loc, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*loc, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, (*loc, index))


def _answer_clashes(answers: Sequence[Answer]) -> Iterator[str]:
    """Answers for the same facts must not hold on the same day."""
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        key = repr(sorted((k, sorted(map(str, v))) for k, v in answer.when.items()))
        groups.setdefault(key, []).append(answer)
    for group in groups.values():
        yield from _clashes(group, gaps=False)


def _clashes(periods: Sequence[Dated], gaps: bool) -> Iterator[str]:
    ordered = sorted(periods, key=lambda p: p.since or date.min)
    for left, right in pairwise(ordered):
        end, begin = left.until or date.max, right.since or date.min
        if begin <= end:
            yield f"two entries hold on {begin}"
        elif gaps and begin - end > timedelta(days=1):
            yield f"nothing holds between {end} and {begin}"
