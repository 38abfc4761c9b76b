"""What a message says to the question that is open: the value for the slot asked, if any."""

from collections.abc import Callable
from typing import Any

from bot.conversation.dossier import Dossier
from bot.conversation.understanding import Understanding
from nlu.entities.numbers import quantities
from nlu.entities.numerals import numerals
from nlu.entities.yes_no import yes_no

_SHORT = 20
Reader = Callable[[Understanding], Any]


def value_for(slot: str, said: Understanding) -> Any:
    """The value, or None where the message does not answer the question."""
    reader = _READERS.get(slot)
    if reader:
        value = reader(said)
        if value is not None:
            return value
    return said.facts.get(slot)


# The kinds of figure that may answer a slot, beside a bare number.
_KINDS = {
    "floor": {"floor"},
    "lease_years": {"lease_years"},
    "area": {"area"},
    "outdoor_area": {"area", "outdoor_area"},
    "carers": {"staff"},
    "places": {"places"},
    "children": {"places"},
}


def _number(said: Understanding, slot: str) -> float | None:
    """The one figure of a short message, where it can mean the slot."""
    found = [q for q in quantities(said.text) if q.value is not None]
    fitting = [q for q in found if q.kind in _KINDS[slot] | {"count"}]
    if len(fitting) == len(found) == 1 and len(said.text) <= _SHORT:
        return float(fitting[0].value)
    return None


def _count(slot: str) -> Reader:
    def read(said: Understanding) -> Any:
        if slot in said.facts:
            return said.facts[slot]
        if slot == "outdoor_area" and yes_no(said.text) is False:
            return 0.0
        return _number(said, slot)

    return read


def _yes(said: Understanding) -> bool | None:
    if "meals" in said.facts:
        return bool(said.facts["meals"])
    return yes_no(said.text)


def _nature(said: Understanding) -> str | None:
    for entity in said.entities:
        if entity.name == "legal_form" and entity.value in ("nonprofit", "profit"):
            return entity.value
    return None


_READERS: dict[str, Reader] = {
    "meals": _yes,
    "nature": _nature,
    "places": _count("places"),
    "children": _count("children"),
    "floor": _count("floor"),
    "lease_years": _count("lease_years"),
    "area": _count("area"),
    "outdoor_area": _count("outdoor_area"),
    "carers": _count("carers"),
}


def step_for(
    said: Understanding, dossier: Dossier, slots: dict[str, Any], as_of: Any
) -> str | None:
    """The step a message says is done, where it names just one."""
    found = dossier.find(slots, said.text, as_of)
    return found[0].id if len(found) == 1 else None


def correction_of(said: Understanding, recent: str | None) -> dict[str, Any]:
    """「不是五个，是四个」: the last number, for the figure spoken of last."""
    counts = [n.low for n in numerals(said.text)]
    return {recent: float(counts[-1])} if recent and counts else {}
