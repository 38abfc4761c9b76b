"""Which questions of the money flows are worth asking: those whose answer could change something."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversation.money.birth import either_end
from bot.conversation.money.side import Side, Slots, known
from content.load import Library
from content.rules.programmes import Verdict, ask_order, assess
from content.schema import NATIONAL


def worth_asking(library: Library, side: Side, slots: Slots, as_of: date) -> list[str]:
    """Slots that are answered already, which are passed over, and those worth asking for.

    What is answered stays in the list, so that the way taken is found again when one answer
    is undone.
    """
    found = [slot for slot in side.facts.values() if slots.get(slot) is not None]
    for facts in either_end(known(side, slots)):
        for fact in ask_order(library, side.audience, facts, as_of):
            if fact in side.facts and _matters(library, side, fact, facts, as_of):
                found.append(side.facts[fact])
    return list(dict.fromkeys(found))


def _matters(
    library: Library, side: Side, fact: str, facts: Mapping[str, Any], as_of: date
) -> bool:
    """Whether the fact is worth a question; a place only if it brings what is not denied already."""
    if library.facts[fact].kind != "place":
        return True
    places = {p.region for p in library.programmes.values() if p.where == fact} - {NATIONAL}
    return any(
        item.programme.region != NATIONAL and item.verdict is not Verdict.NO
        for place in places
        for item in assess(library, side.audience, {**facts, fact: place}, as_of).items
    )
