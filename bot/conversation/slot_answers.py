"""What a message says to the question that is open: the value for the slot asked, if any."""

import re
from collections.abc import Callable
from typing import Any

from bot.conversation.dossier import Dossier
from bot.conversation.facts import VAGUE, negative
from bot.conversation.money import words as money_words
from bot.conversation.understanding import Understanding
from nlu.entities.ages import ages
from nlu.entities.numbers import quantities
from nlu.entities.numerals import numerals
from nlu.entities.yes_no import yes_no

_SHORT = 20
_SAME = re.compile(r"同一?个?[省地]|一样|一个[省地]|也在|也是|就在(?:那|这|当|本)|当地|本[省地]")
_NO_JOB = re.compile(r"(?:不|没|没有)(?:上班|工作)|全职(?:妈|爸|太太|带)|在家带")
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
    "added_classes": {"classes"},
    "enrolled": {"places"},
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


def _stated(slot: str) -> Reader:
    """What the sentence says of the slot in words of its own, else yes or no."""

    def read(said: Understanding) -> Any:
        value = money_words.READERS[slot](said.text)
        if value is None and "meals" in said.facts:
            return None  # 「供餐」 says yes to another question
        return yes_no(said.text) if value is None else value

    return read


def _award(said: Understanding) -> str | None:
    level = money_words.award(said.text)
    return "none" if level is None and yes_no(said.text) is False else level


def _added_classes(said: Understanding) -> float | None:
    if "classes" in said.facts:
        return float(said.facts["classes"])
    return 0.0 if yes_no(said.text) is False else _number(said, "added_classes")


def _enrolled(said: Understanding) -> float | None:
    return 0.0 if yes_no(said.text) is False else _number(said, "enrolled")


def _birth(said: Understanding) -> str | None:
    """A date or month; an age alone is too vague for sums of money."""
    return said.facts.get("past_date") or (VAGUE if ages(said.text) else None)


def _home(said: Understanding) -> str | None:
    return said.facts.get("region")


def _work(said: Understanding) -> str | None:
    """A place, 「same」 as the hukou's, or 「unknown」 where nobody goes out to work."""
    if "region" in said.facts:
        return str(said.facts["region"])
    if _NO_JOB.search(said.text):
        return "unknown"
    return "same" if _SAME.search(said.text) else None


_READERS: dict[str, Reader] = {
    "inclusive": _stated("inclusive"),
    "in_community": _stated("in_community"),
    "filed": _stated("filed"),
    "claimed": _stated("claimed"),
    "insured": _stated("insured"),
    "pays_income_tax": _stated("pays_income_tax"),
    "award": _award,
    "added_classes": _added_classes,
    "enrolled": _enrolled,
    "birth_date": _birth,
    "home_region": _home,
    "work_region": _work,
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
    counts = [] if negative(said.text) else [n.low for n in numerals(said.text)]
    return {recent: float(counts[-1])} if recent and counts else {}
