"""Which money a person can count on: yes, no or unknown for each programme, and the sums.

Unknown is never zero and never no: what is not known stays out of the sums and is listed in
``uncounted``. A programme of another place is not looked at; one that needs a place we do not
know is not either, until the place is known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from content.load import Library
from content.rules.conditions import known_facts
from content.rules.judge import judge
from content.rules.outcome import Case, Verdict
from content.rules.schema import Programme
from content.schema import NATIONAL, Cite

__all__ = ["Assessment", "Item", "Programme", "Verdict", "ask_order", "assess"]

# Facts that settle an amount in yuan are asked for before those that settle a mere yes or no.
_MONEY, _OTHER = 3, 1


@dataclass(frozen=True)
class Item:
    """One programme judged. Money is in yuan; None is not known.

    ``amount``: one payment; ``first_year``: in the first twelve months; ``per_year_after``: in
    each year afterwards; ``value``: all that in few words; ``change``: what would make it a yes;
    ``missing``: facts (ids) that could change the verdict or the amount; ``not_stated``: what the
    document leaves open.
    """

    programme: Programme
    verdict: Verdict
    amount: int | float | None
    pays: Literal["once", "year", "month"] | None
    first_year: int | float | None
    per_year_after: int | float | None
    value: str
    reasons: tuple[str, ...]
    change: tuple[str, ...]
    missing: tuple[str, ...]
    not_stated: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Assessment:
    """All programmes for a person. Sums: yuan of the yes items with a figure.

    ``uncounted``: what the sums leave out though it may come: unknown, or yes without a figure.
    """

    items: tuple[Item, ...]
    first_year: int | float
    after: int | float
    uncounted: tuple[Item, ...]


def assess(library: Library, audience: str, facts: Mapping[str, Any], as_of: date) -> Assessment:
    """Judge every programme for an audience (operator, parent); nearest places come first.

    A fact that is missing, or does not fit its declaration, is not known.
    """
    case = Case(library, known_facts(facts, library.facts, library.regions), as_of)
    items = tuple(_item(programme, case) for programme in _in_play(case, audience))
    return Assessment(
        items=items,
        first_year=sum(item.first_year or 0 for item in items),
        after=sum(item.per_year_after or 0 for item in items),
        uncounted=tuple(i for i in items if i.verdict is not Verdict.NO and i.first_year is None),
    )


def ask_order(library: Library, audience: str, facts: Mapping[str, Any], as_of: date) -> list[str]:
    """Facts not known yet that would change a verdict or an amount, most useful first."""
    case = Case(library, known_facts(facts, library.facts, library.regions), as_of)
    weights = _place_weights(case, audience)
    for programme in _in_play(case, audience):
        for fact in _item(programme, case).missing:
            weights[fact] = weights.get(fact, 0) + _weight(programme)
    order = list(library.facts)
    return sorted(weights, key=lambda fact: (-weights[fact], order.index(fact)))


def _item(programme: Programme, case: Case) -> Item:
    found = judge(programme, case)
    counts = found.verdict is Verdict.YES
    return Item(
        programme=programme,
        verdict=found.verdict,
        amount=found.money.amount if counts else None,
        pays=found.money.pays if counts else None,
        first_year=found.money.first_year if counts else None,
        per_year_after=found.money.after if counts else None,
        value=found.money.value,
        reasons=found.reasons,
        change=found.change,
        missing=found.missing,
        not_stated=tuple(programme.not_stated),
        cites=_cites(programme, case),
    )


def _cites(programme: Programme, case: Case) -> tuple[Cite, ...]:
    """The programme's, and those of the figures that hold on the day."""
    parameters = [case.library.parameter(amount.parameter) for amount in programme.amounts]
    figures = [v.cite for p in parameters for v in p.values if v.holds(case.as_of)]
    return tuple(dict.fromkeys([*programme.cite, *figures]))


def _in_play(case: Case, audience: str) -> list[Programme]:
    """Programmes of the person's places and the nation that have begun and are not replaced."""
    found = [
        (layer, programme)
        for programme in _begun(case, audience)
        if (layer := _layer(programme, case)) is not None
    ]
    return [programme for _, programme in sorted(found, key=lambda pair: pair[0])]


def _begun(case: Case, audience: str) -> Iterable[Programme]:
    for programme in case.library.programmes.values():
        over = programme.until is not None and programme.until < case.as_of
        begun = programme.since is None or programme.since <= case.as_of
        if programme.audience == audience and begun and not (over and programme.replaced_by):
            yield programme


def _layer(programme: Programme, case: Case) -> int | None:
    """How far off the programme's place is: 0 the person's own, the nation last, None elsewhere."""
    place = case.known.get(programme.where)
    layers = case.library.regions.layers(str(place)) if place else (NATIONAL,)
    if programme.region == NATIONAL:
        # Behind all places, however many lie in between.
        return len(NATIONAL)
    return layers.index(programme.region) if programme.region in layers else None


def _place_weights(case: Case, audience: str) -> dict[str, int]:
    """Places not known yet: as useful as what the best of them would bring into play."""
    found: Counter[tuple[str, str]] = Counter()
    for programme in _begun(case, audience):
        if programme.region != NATIONAL and programme.where not in case.known:
            found[programme.where, programme.region] += _weight(programme)
    weights: dict[str, int] = {}
    for (fact, _), weight in found.items():
        weights[fact] = max(weight, weights.get(fact, 0))
    return weights


def _weight(programme: Programme) -> int:
    return _MONEY if programme.amounts or programme.computed else _OTHER
