"""The two sides of money: an institution and a family; their slots, and the words for their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.money.facts import OPERATOR, PARENT, TITLES
from bot.conversation.money.view import Period
from bot.conversation.spoken import spoken
from content.load import Library

Slots = Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """One audience: its slots by the name of the fact, and where its results are kept."""

    audience: str
    title: str
    facts: dict[str, str]
    asks: str
    sum: str
    period: Period
    places: dict[str, str]  # slots of places, and what is left out while they are not known
    hint: str


_OPERATOR_SLOTS = ("region", "form", "nature", "inclusive", "added_classes", "places",
                   "enrolled", "in_community", "filed", "award")  # fmt: skip
SIDES = {
    OPERATOR: Side(
        audience="operator",
        title=TITLES[OPERATOR],
        facts={slot: slot for slot in _OPERATOR_SLOTS},
        asks="money_asks",
        sum="money_sum",
        period=Period("第一年", "以后每年"),
        places={"region": "还不知道在哪个区县，当地的补贴没算。说一下地方，我再算。"},
        hint="哪样变了直接说，比如“改成5个班”，我重新算。",
    ),
    PARENT: Side(
        audience="parent",
        title=TITLES[PARENT],
        facts={
            "birth_date": "birth_date",
            "region": "home_region",
            "claimed": "claimed",
            "work_region": "work_region",
            "insured": "insured",
            "pays_income_tax": "pays_income_tax",
        },
        asks="family_asks",
        sum="family_sum",
        # The allowance is paid by calendar years, and not for ever.
        period=Period("今年", "明年"),
        places={"work_region": "还不知道在哪个省上班，省里多放的假没列。"},
        hint="说错了的直接改，比如“改成2025年6月生的”，我重新算。",
    ),
}


def known(side: Side, slots: Slots) -> dict[str, Any]:
    """The slots as facts of the rules; what nobody told, or does not know, is missing."""
    told = {fact: slots.get(slot) for fact, slot in side.facts.items()}
    facts = {fact: value for fact, value in told.items() if not unknown(value)}
    if side.audience == "operator" and facts.get("form") in ("profit", "nonprofit"):
        facts["nature"] = facts["form"]
    if side.audience == "parent" and "region" in facts:
        facts["chinese"] = True  # only a citizen has a hukou
    return facts


def given(library: Library, side: Side, slots: Slots) -> str:
    """The facts that a result rests on, in words."""
    told = {slot: slots.get(slot) for slot in side.facts.values()}
    return "，".join(spoken(library, k, v) for k, v in told.items() if not unknown(v))


def unknown(value: Any) -> bool:
    return value is None or value == "unknown"
