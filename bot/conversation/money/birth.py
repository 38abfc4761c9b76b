"""A birth of which only the month is known: what holds whichever day it was."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from content.load import Library
from content.rules.ages import after_months
from content.rules.programmes import Assessment, Item, Verdict, assess

_MONTH = len("2025-06")


def either_end(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The facts with the first and the last day of the month; as they are where a day is known."""
    birth = str(facts.get("birth_date", ""))
    if len(birth) != _MONTH:
        return [dict(facts)]
    first = date.fromisoformat(f"{birth}-01")
    last = after_months(first, 1) - timedelta(days=1)
    return [{**facts, "birth_date": day} for day in (first, last)]


def assessed(library: Library, audience: str, facts: Mapping[str, Any], as_of: date) -> Assessment:
    """The assessment; what the day of birth would change counts as not known.

    Nothing changes twice within a month, so its two ends stand for all of its days.
    """
    ends = [assess(library, audience, told, as_of) for told in either_end(facts)]
    if len(ends) == 1:
        return ends[0]
    undated = {fact: value for fact, value in facts.items() if fact != "birth_date"}
    without = assess(library, audience, undated, as_of)
    items = [_settled(*each) for each in zip(*(a.items for a in (*ends, without)), strict=True)]
    return Assessment(
        items=tuple(items),
        first_year=sum(item.first_year or 0 for item in items),
        after=sum(item.per_year_after or 0 for item in items),
        uncounted=tuple(i for i in items if i.verdict is not Verdict.NO and i.first_year is None),
    )


def _settled(first: Item, last: Item, without: Item) -> Item:
    return first if first == last else without
