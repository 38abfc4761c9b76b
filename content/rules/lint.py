"""What is wrong with programmes that load: never met, never reached, sources of other places."""

from collections.abc import Iterator, Sequence
from datetime import date

from content.errors import Problem
from content.load import Library
from content.regions import Regions
from content.rules.schema import Amount, Condition, FactDeclaration, Programme
from content.schema import FACTS, NATIONAL, Cite
from content.strict_yaml import Loc
from content.whereabouts import Whereabouts

Finding = tuple[Loc, str]
Values = set[str | bool]


def check_programmes(library: Library) -> Iterator[Problem]:
    """Problems with the file and line of each."""
    at = Whereabouts(library.files).problem
    for programme in library.programmes.values():
        for loc, message in _programme(programme, library):
            yield at("programmes/", programme.id, f"programme '{programme.id}': {message}", loc)
    for fact in library.facts.values():
        known = FACTS.get(fact.id)
        if known is not None and known != frozenset[str | bool](fact.values):
            message = f"fact '{fact.id}' has other values here than in answers"
            yield at("programmes/", fact.id, message, ("values",))


def parameters_of(library: Library) -> set[str]:
    """Figures that programmes pay out (those named in their texts are found with all texts)."""
    return {a.parameter for p in library.programmes.values() for a in p.amounts}


def _programme(programme: Programme, library: Library) -> Iterator[Finding]:
    if programme.topic not in library.topics:
        yield ("topic",), f"unknown topic '{programme.topic}'"
    yield from _places(programme, library)
    yield from _dead(programme, library.facts)
    yield from _unreached(programme, library.facts)


# --- sources ----------------------------------------------------------------------------------
def _places(programme: Programme, library: Library) -> Iterator[Finding]:
    """A programme rests on documents of its own place or of one above it."""
    known = Regions()
    if programme.region != NATIONAL and programme.region not in known:
        yield ("region",), f"no place has the code {programme.region}"
        return
    above = (NATIONAL,) if programme.region == NATIONAL else known.layers(programme.region)
    for loc, cite in _cites(programme, library):
        source = library.sources.get(cite.source)
        if source and source.region not in above:
            yield loc, f"'{cite.source}' is a document of {source.region}, another place"


def _cites(programme: Programme, library: Library) -> Iterator[tuple[Loc, Cite]]:
    for index, cite in enumerate(programme.cite):
        yield ("cite", index), cite
    for index, amount in enumerate(programme.amounts):
        for value in library.parameter(amount.parameter).values:
            yield ("amounts", index, "parameter"), value.cite


# --- what can never be ------------------------------------------------------------------------
def _dead(programme: Programme, facts: dict[str, FactDeclaration]) -> Iterator[Finding]:
    """Conditions that no fact can meet together."""
    for index, condition in enumerate(programme.conditions):
        earlier = [c for c in programme.conditions[: index + 1] if c.fact == condition.fact]
        if not _can_hold(earlier, facts[condition.fact]):
            yield ("conditions", index), f"no '{condition.fact}' can meet the conditions"


def _can_hold(conditions: Sequence[Condition], fact: FactDeclaration) -> bool:
    if fact.kind in {"choice", "bool"}:
        return bool(_allowed(conditions, fact))
    if fact.kind == "number":
        least = max([fact.min, *(c.at_least for c in conditions if c.at_least is not None)])
        most = min([fact.max, *(c.at_most for c in conditions if c.at_most is not None)])
        return least <= most
    first = max((c.on_or_after for c in conditions if c.on_or_after), default=date.min)
    return first < min((c.before for c in conditions if c.before), default=date.max)


def _allowed(conditions: Sequence[Condition], fact: FactDeclaration) -> Values:
    """The values with which the conditions on a fact can all hold."""
    values: Values = {True, False} if fact.kind == "bool" else {*fact.values}
    for condition in conditions:
        if condition.is_ is not None:
            values &= {condition.is_}
        if condition.in_ is not None:
            values &= {*condition.in_}
        if condition.unclear is not None:
            values -= {*condition.unclear}
    return values


def _unreached(programme: Programme, facts: dict[str, FactDeclaration]) -> Iterator[Finding]:
    """Variants that the conditions keep out, or that an earlier variant always takes."""
    for index, amount in enumerate(programme.amounts):
        for key, values in amount.when.items():
            conditions = [c for c in programme.conditions if c.fact == key]
            if not _allowed(conditions, facts[key]) & {*values}:
                yield ("amounts", index, "when", key), f"with the conditions no '{key}' fits"
        if any(_covers(earlier, amount) for earlier in programme.amounts[:index]):
            yield ("amounts", index), "an earlier variant fits whenever this one does"


def _covers(earlier: Amount, later: Amount) -> bool:
    """Whether the earlier variant fits whatever the later one fits."""
    return all(
        key in later.when and {*later.when[key]} <= {*values}
        for key, values in earlier.when.items()
    )
