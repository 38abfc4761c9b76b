"""What facts mean while money is worked out: whose place, which classes; and what stays open.

A family's place is no institution's: in the parents' flow a place named is the hukou's or the
work's, and nothing said there touches the plan of an institution. In the operators' flow
「3个班」 are the classes newly opened.
"""

import dataclasses
import re
from typing import Any

from bot.conversation.money import words as money_words
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from flows import events
from flows.model import Flow

OPERATOR, PARENT = "operator_money", "parent_money"
FLOWS = (OPERATOR, PARENT)
# The headings of their tables.
TITLES = {OPERATOR: "机构能享受的", PARENT: "家里能领的"}
# Slots of the operators' flow that cannot hold "unknown", as other flows ask for them too.
LEFT_OPEN = ("region", "form", "nature", "places")
_OPERATOR_WORDS = {"inclusive", "added_classes", "in_community", "filed", "award"}
_PARENT_WORDS = {"claimed", "insured", "pays_income_tax"}
_FAMILY = {*_PARENT_WORDS, "birth_date", "home_region", "work_region"}
_PLACES = ("region", "home_region", "work_region")
# What a family's sentence may state without meaning an institution.
_ANYBODYS = {"region", "places", "children", "opening_date", "opening_date_past"}
_WORK = re.compile(r"上班|工作|单位|打工|公司")
_HUKOU = re.compile(r"户口|户籍|落户")
_IF = re.compile(r"如果|要是|假如|假设|万一|若")
_WHAT_ABOUT = re.compile(r"呢[?？。!！]*$")
_HOW_MUCH = re.compile(
    r"(?:拿|领|补|得|有|合计|一共|总共)[^，。]{0,4}多少|多少(?:钱|元|补贴)|怎么算"
)
_ASKS_ELSE = re.compile(r"几|多少|什么|啥|怎么|咋|哪|谁|吗|要不要|能不能|多久")
_SUPPOSABLE = {"region", "form", "nature", "inclusive", "classes", "places", "opening_date"}
_CLAUSE_END = re.compile(r"[,，。;； ]")

Carrying = events.Start | events.Fill | events.Correct


def flow_of(turn: Turn, command: events.Command | None = None) -> str | None:
    """The money flow that is talked about: begun now, under way, or the last that ended."""
    session = turn.state.session
    if isinstance(command, events.Start):
        name = command.flow
    elif session.top:
        name = session.top.flow
    else:
        name = session.ended[-1] if session.ended else ""
    return name if name in FLOWS else None


def adapted(turn: Turn, command: events.Command) -> events.Command:
    """The command with its facts as the money flow understands them."""
    flow = flow_of(turn, command)
    if flow is None or not isinstance(command, Carrying):
        return command
    meant = _meant(turn, flow, command.slots)
    if turn.said:
        # A word in passing does not overturn what was said before; a correction does.
        overturns = isinstance(command, events.Correct)
        passing = _passing(turn, flow, turn.said)
        new = {k: v for k, v in passing.items() if overturns or turn.slots.get(k) is None}
        meant = new | meant
    return dataclasses.replace(command, slots=meant)


def stated(said: Understanding) -> dict[str, Any]:
    """Slots for everything a sentence states on money matters, a child's birth included."""
    found = money_words.read(said.text)
    if said.facts.get("born"):
        found["birth_date"] = said.facts["past_date"]
    return found


def _meant(turn: Turn, flow: str, given: dict[str, Any]) -> dict[str, Any]:
    """The facts given, by the slots they have in the flow."""
    facts = dict(given)
    if flow == OPERATOR:
        if "classes" in facts:
            facts.setdefault("added_classes", facts["classes"])
            del facts["classes"]
        return facts
    if "opening_date" in facts and turn.said and "past_date" in turn.said.facts:
        facts.setdefault("birth_date", turn.said.facts["past_date"])
    if facts.get("work_region") == "same":
        facts["work_region"] = turn.slots.get("home_region") or "unknown"
    # After its end, who says 「我是非营利的」 speaks of a plan again.
    plan = not turn.state.session.stack
    return {k: v for k, v in facts.items() if k in _FAMILY or (plan and k not in _ANYBODYS)}


def _passing(turn: Turn, flow: str, said: Understanding) -> dict[str, Any]:
    """What the sentence says besides, in words of its own."""
    found = stated(said)
    if flow == OPERATOR:
        return {k: v for k, v in found.items() if k in _OPERATOR_WORDS}
    return {k: v for k, v in found.items() if k in _FAMILY} | _places(turn, said)


def _places(turn: Turn, said: Understanding) -> dict[str, Any]:
    """The places named, by what their clause says of them; the hukou's where it says nothing."""
    found: dict[str, Any] = {}
    for mention in said.mentions:
        clause = _clause(said.text, mention.start, mention.end)
        works = _WORK.search(clause) and not _HUKOU.search(clause)
        slot = "work_region" if works else "home_region"
        if mention.code and turn.waiting not in ("home_region", "work_region"):
            found.setdefault(slot, mention.code)
    return found


def _clause(text: str, start: int, end: int) -> str:
    before = _CLAUSE_END.split(text[:start])[-1]
    return before + text[start:end] + _CLAUSE_END.split(text[end:])[0]


# --- 「不知道」 to a question whose slot has no value for it ------------------------------------
def leave_open(turn: Turn) -> events.Correct | None:
    """Note that the open question stays open, where the flow goes on without it."""
    if flow_of(turn) != OPERATOR or turn.waiting not in LEFT_OPEN:
        return None
    unsure = [*(turn.slots.get("money_unsure") or []), turn.waiting]
    return events.Correct({"money_unsure": list(dict.fromkeys(unsure))})


def ask_again(turn: Turn, flow: Flow) -> events.Correct | None:
    """One step back to a question left open, where no other was answered after it."""
    unsure, top = list(turn.slots.get("money_unsure") or []), turn.state.session.top
    if not unsure or top is None or top.flow != OPERATOR:
        return None
    order = flow.slots
    asked = [order.index(slot) for slot in top.asked if slot in order]
    last = max(unsure, key=order.index)
    if asked and max(asked) > order.index(last):
        return None
    return events.Correct({"money_unsure": [slot for slot in unsure if slot != last]})


def place_missing(turn: Turn) -> str | None:
    """The slot that a place alone fills right after a result that did without it."""
    flow = flow_of(turn)
    if flow is None or turn.waiting or not just_shown(turn, flow):
        return None
    slot = {OPERATOR: "region", PARENT: "home_region"}[flow]
    return slot if turn.slots.get(slot) in (None, "unknown") else None


# --- after the result -------------------------------------------------------------------------
def just_shown(turn: Turn, flow: str) -> bool:
    """Whether the last reply was the flow's table; half a sentence is about the last reply."""
    return TITLES[flow] in str((turn.state.last or {}).get("text"))


def supposed(turn: Turn, said: Understanding, flow: str) -> dict[str, Any]:
    """「如果不是普惠呢」, 「那5个班呢」: the facts that are only supposed, for a flow that is over."""
    text = said.text
    doubted = _IF.search(text) and (_HOW_MUCH.search(text) or not _ASKS_ELSE.search(text))
    half = _WHAT_ABOUT.search(text) and not _ASKS_ELSE.search(text) and just_shown(turn, flow)
    if turn.waiting or not (doubted or half):
        return {}
    given = {k: v for k, v in said.facts.items() if k in _SUPPOSABLE}
    found = _passing(turn, flow, said) | _meant(turn, flow, given)
    # 「那连云港呢」 may be about anything said lately; with 如果 it is about the money.
    return {k: v for k, v in found.items() if doubted or k not in _PLACES}
