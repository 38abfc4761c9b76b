"""Three-valued (Kleene) conditions over what a person told us: True, False, or None, not known."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from content.errors import UnknownKey
from content.regions import Regions
from content.rules.ages import after_months
from content.rules.schema import Condition, FactDeclaration
from content.schema import Narrowing

Known = dict[str, str | bool | int | float | date]
# Births and other days outside of these are slips of the pen.
_FIRST, _LAST = date(1950, 1, 1), date(2150, 1, 1)


def known_facts(
    told: Mapping[str, Any], declared: Mapping[str, FactDeclaration], regions: Regions
) -> Known:
    """What was told and fits its declaration; the rest is not known, and never an error."""
    known: Known = {}
    for name, declaration in declared.items():
        value = _fitting(told.get(name), declaration, regions)
        if value is not None:
            known[name] = value
    return known


def _fitting(
    value: Any, fact: FactDeclaration, regions: Regions
) -> str | bool | int | float | date | None:
    if fact.kind == "bool":
        return value if isinstance(value, bool) else None
    if fact.kind == "number":
        return _number(value, fact)
    if fact.kind == "date":
        return _date(value)
    if not isinstance(value, str):
        return None
    if fact.kind == "place":
        return value if _is_place(value, regions) else None
    return value if value in fact.values else None


def _number(value: Any, fact: FactDeclaration) -> int | None:
    """Whole numbers within the declared bounds: nobody has one and a half classes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or value != int(value):
        return None
    return int(value) if fact.min <= value <= fact.max else None


def _date(value: Any) -> date | None:
    """A day, or its ISO form, as JSON keeps it."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        value = value.date()
    return value if isinstance(value, date) and _FIRST <= value <= _LAST else None


def _is_place(code: str, regions: Regions) -> bool:
    try:
        regions.get(code)
    except UnknownKey:
        return False
    return True


def truth(condition: Condition, known: Known, as_of: date) -> bool | None:
    """Whether a condition holds; None where the fact, or what the document says, is not known."""
    value = known.get(condition.fact)
    if value is None:
        return None
    if condition.unclear is not None:
        return None if value in condition.unclear else True
    if condition.is_ is not None:
        return value is condition.is_
    if condition.in_ is not None:
        return value in condition.in_
    if isinstance(value, date):
        return _on_day(condition, value, as_of)
    return isinstance(value, int | float) and _within(condition, value)


def _within(condition: Condition, value: float) -> bool:
    if condition.at_least is not None:
        return value >= condition.at_least
    return condition.at_most is not None and value <= condition.at_most


def _on_day(condition: Condition, value: date, as_of: date) -> bool:
    if condition.on_or_after is not None:
        return value >= condition.on_or_after
    if condition.before is not None:
        return value < condition.before
    return condition.under_months is not None and as_of < after_months(
        value, condition.under_months
    )


def fits(when: Narrowing, known: Known) -> bool | None:
    """Whether all keys of a narrowing have one of their values."""
    return every(known[key] in when[key] if key in known else None for key in when)


def every(truths: Iterable[bool | None]) -> bool | None:
    """Kleene's and: one False settles it, else one None leaves it open."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True
