"""Asking and answering within one flow: filling, rejecting, skipping, branching, ending."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from flows import engine
from flows.errors import BadPredicate, RunawayFlow, UnknownName
from flows.events import (
    Asked,
    FlowEnded,
    FlowStarted,
    Performed,
    Rejected,
    Uttered,
)
from flows.load import ActionResult, Definitions
from flows.session import Session
from tests.flows.talking import NOW, Talk, ask, define

ORDER = """
flows:
  order:
    description: three questions, a note between them and an action at the end
    persisted_slots: [name]
    steps:
      - collect: name
      - action: utter_thanks
      - collect: size
        utter: utter_how_big
        rejections:
          - {if: slots.size < 1, utter: utter_too_small}
          - {if: slots.size > 9, utter: utter_too_big}
      - collect: colour
        reset_after_flow_ends: false
      - action: action_order
"""
ORDER_SLOTS = {"name": "text", "size": "float", "colour": "text", "number": "float"}


def take_order(slots: Mapping[str, Any], now: datetime) -> ActionResult:
    return ActionResult({"number": 7}, f"{slots['size']} {slots['colour']} {now:%H:%M}")


@pytest.fixture
def order() -> Talk:
    return Talk(define(ORDER, ORDER_SLOTS, {"action_order": take_order}))


# --- filling ----------------------------------------------------------------------------------
def test_questions_come_one_by_one_and_the_action_runs_last(order: Talk) -> None:
    assert order.start("order") == [FlowStarted("order"), ask("name")]
    assert order.fill(name="王") == [Uttered("utter_thanks"), Asked("size", "utter_how_big")]
    assert order.fill(size=3) == [ask("colour")]
    assert order.fill(colour="red") == [
        Performed("action_order", "3 red 10:00"),
        FlowEnded("order", "completed"),
    ]


def test_what_is_kept_after_the_end(order: Talk) -> None:
    order.start("order", name="王", size=3, colour="red")
    assert order.slots == {"name": "王", "colour": "red", "number": 7}
    assert order.session.ended == ["order"]


def test_several_answers_in_one_message(order: Talk) -> None:
    order.start("order")
    assert order.fill(name="王", size=3) == [Uttered("utter_thanks"), ask("colour")]


def test_what_is_known_at_the_start_is_not_asked(order: Talk) -> None:
    assert order.start("order", size=3) == [FlowStarted("order"), ask("name")]
    assert order.fill(name="王") == [Uttered("utter_thanks"), ask("colour")]


def test_an_answer_to_a_later_question_leaves_the_open_one_open(order: Talk) -> None:
    order.start("order")
    assert order.fill(colour="red") == [ask("name")]


@pytest.mark.parametrize("slots", [{}, {"name": None}, {"colour": None}])
def test_an_answer_that_says_nothing_has_the_question_asked_again(
    order: Talk, slots: dict[str, Any]
) -> None:
    order.start("order")
    assert order.fill(**slots) == [ask("name")]


def test_facts_outside_of_any_flow_are_kept(order: Talk) -> None:
    assert order.fill(name="王") == []
    assert order.start("order") == [
        FlowStarted("order"),
        Uttered("utter_thanks"),
        Asked("size", "utter_how_big"),
    ]


def test_repeating_the_question(order: Talk) -> None:
    order.start("order", name="王")
    assert order.ask() == order.ask() == [Asked("size", "utter_how_big")]
    assert Talk(order.definitions).ask() == []


# --- rejections -------------------------------------------------------------------------------
def test_a_rejected_answer_is_asked_again(order: Talk) -> None:
    order.start("order", name="王")
    question = Asked("size", "utter_how_big")
    assert order.fill(size=0) == [Rejected("size", 0, "utter_too_small"), question]
    assert order.fill(size=10) == [Rejected("size", 10, "utter_too_big"), question]
    assert order.slots == {"name": "王"}
    assert order.fill(size=9) == [ask("colour")]


def test_a_value_given_early_is_rejected_when_its_turn_comes(order: Talk) -> None:
    order.start("order", size=99)
    assert order.fill(name="王") == [
        Uttered("utter_thanks"),
        Rejected("size", 99, "utter_too_big"),
        Asked("size", "utter_how_big"),
    ]


def test_a_rejected_answer_cannot_be_taken_back(order: Talk) -> None:
    order.start("order")
    order.fill(name="王")
    order.fill(size=0)
    assert order.back() == [ask("name")]


# --- ask_before_filling -----------------------------------------------------------------------
CONFIRM = """
flows:
  confirm:
    description: a question that is asked whatever is known
    steps:
      - collect: name
      - id: sure
        collect: sure
        ask_before_filling: true
        next:
          - if: slots.sure is true
            then: END
          - else:
              - set_slots: [{name: null}]
                next: 0_collect_name
"""
CONFIRM_SLOTS = {"name": "text", "sure": "bool"}


def test_asked_in_any_case() -> None:
    talk = Talk(define(CONFIRM, CONFIRM_SLOTS))
    talk.start("confirm", sure=True)
    assert talk.fill(name="王", sure=True) == [ask("sure")]
    assert talk.fill(name="李") == [ask("sure")]
    assert talk.fill(sure=True) == [FlowEnded("confirm", "completed")]


def test_asked_in_any_case_on_every_round() -> None:
    talk = Talk(define(CONFIRM, CONFIRM_SLOTS))
    talk.start("confirm", name="王")
    for name in ("李", "张", "赵"):
        assert talk.fill(sure=False) == [ask("name")]
        assert talk.fill(name=name) == [ask("sure")]
    assert talk.fill(sure=True) == [FlowEnded("confirm", "completed")]
    assert talk.session.slots == {"name": None, "sure": None}


def test_asked_in_any_case_as_the_first_question() -> None:
    flows = CONFIRM.replace("      - collect: name\n", "", 1).replace("0_collect_name", "sure")
    talk = Talk(define(flows, CONFIRM_SLOTS))
    assert talk.start("confirm", sure=True) == [FlowStarted("confirm"), ask("sure")]


def test_a_correction_of_the_open_question_answers_it() -> None:
    talk = Talk(define(CONFIRM, CONFIRM_SLOTS))
    talk.start("confirm", name="王")
    assert talk.correct(sure=True)[-1] == FlowEnded("confirm", "completed")


# --- branches, set_slots, ends ------------------------------------------------------------------
BRANCHES = """
flows:
  branches:
    description: goes by kind, an else in the middle comes last
    steps:
      - id: kind
        collect: kind
        next:
          - if: slots.kind = 'a'
            then:
              - set_slots: [{way: a}, {flag: true}]
                next: said
          - else: END
          - if: slots.kind = 'b' and context.flow = 'branches'
            then: said
      - id: said
        action: utter_said
      - noop: true
        next:
          - if: slots.flag
            then: last
          - else: END
      - id: last
        collect: extra
"""
BRANCH_SLOTS = {"kind": "text", "way": "text", "flag": "bool", "extra": "text"}


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("a", [Uttered("utter_said"), ask("extra")]),
        ("b", [Uttered("utter_said"), FlowEnded("branches", "completed")]),
        ("c", [FlowEnded("branches", "completed")]),
    ],
)
def test_branches(kind: str, after: list[Any]) -> None:
    talk = Talk(define(BRANCHES, BRANCH_SLOTS))
    talk.start("branches")
    assert talk.fill(kind=kind) == after


def test_what_a_flow_set_is_forgotten_at_its_end() -> None:
    talk = Talk(define(BRANCHES, BRANCH_SLOTS))
    talk.start("branches", kind="a")
    assert talk.slots == {"kind": "a", "way": "a", "flag": True}
    talk.fill(extra="x")
    assert talk.slots == {}


def test_what_a_flow_set_is_kept_where_it_persists() -> None:
    flows = BRANCHES.replace("    steps:\n", "    persisted_slots: [way]\n    steps:\n", 1)
    talk = Talk(define(flows, BRANCH_SLOTS))
    talk.start("branches", kind="a", extra="x")
    assert talk.slots == {"way": "a"}


# --- guards -----------------------------------------------------------------------------------
def guarded(guard: str) -> Talk:
    flow = f"flows:\n  a:\n    description: d\n    if: {guard}\n    steps: [{{collect: x}}]"
    return Talk(define(flow, {"x": "text", "y": "text"}))


@pytest.mark.parametrize(
    ("guard", "allowed"),
    [
        ("true", True),
        ("false", False),
        ("slots.y is null", True),
        ("slots.y is not null", False),
        ("context.flow is null", True),
    ],
)
def test_guards(guard: str, allowed: bool) -> None:
    talk = guarded(guard)
    refused = [FlowEnded("a", "refused")]
    assert talk.start("a") == ([FlowStarted("a"), ask("x")] if allowed else refused)
    assert talk.session.ended == []


def test_a_fact_given_at_the_start_can_open_the_guard() -> None:
    assert guarded("slots.y is not null").start("a", y="b") == [FlowStarted("a"), ask("x")]


# --- skip -------------------------------------------------------------------------------------
SKIPPED = [
    ("any", True),
    (["own", "rent", "unknown"], True),
    (["own", "rent"], False),
    ("text", False),
    ("float", False),
    ("bool", False),
    ("list", False),
]


@pytest.mark.parametrize(("kind", "filled"), SKIPPED)
def test_skip(kind: str | list[str], filled: bool) -> None:
    flow = "flows: {a: {description: d, persisted_slots: [x], steps: [{collect: x}]}}"
    talk = Talk(define(flow, {"x": kind}))
    talk.start("a")
    assert talk.skip() == ([FlowEnded("a", "completed")] if filled else [ask("x")])
    assert talk.slots == ({"x": "unknown"} if filled else {})


def test_a_skipped_question_can_be_taken_back() -> None:
    flow = "flows: {a: {description: d, steps: [{collect: x}, {collect: y}]}}"
    talk = Talk(define(flow, {"x": "any", "y": "text"}))
    talk.start("a")
    assert talk.skip() == [ask("y")]
    assert talk.back() == [ask("x")]


def test_skip_with_nothing_open_does_nothing() -> None:
    assert Talk(define(ORDER, ORDER_SLOTS)).skip() == []


def test_skip_of_a_slot_that_is_not_declared_asks_again() -> None:
    talk = Talk(define("flows: {a: {description: d, steps: [{collect: x}]}}"))
    talk.start("a")
    assert talk.skip() == [ask("x")]


# --- what cannot be done ----------------------------------------------------------------------
def one_step(step: str) -> Definitions:
    return define(f"flows: {{a: {{description: d, steps: [{step}]}}}}", {"x": "text"})


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{action: action_nobody}", "no action 'action_nobody' is registered"),
        ("{call: nothing}", "no flow 'nothing' is defined"),
        ("{link: nothing}", "no flow 'nothing' is defined"),
        ("{set_slots: [{z: 1}]}", "no slot 'z' is declared in the domain"),
    ],
)
def test_definitions_that_name_what_is_not_there(step: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        Talk(one_step(step)).start("a")


def test_an_action_that_sets_an_unknown_slot() -> None:
    actions = {"action_x": lambda slots, now: ActionResult({"z": 1})}
    flow = "flows: {a: {description: d, steps: [{action: action_x}]}}"
    with pytest.raises(UnknownName, match="no slot 'z'"):
        Talk(define(flow, {}, actions)).start("a")


def test_commands_that_name_what_is_not_there() -> None:
    talk = Talk(one_step("{collect: x}"))
    with pytest.raises(UnknownName, match="no flow 'b' is defined"):
        talk.start("b")
    talk.start("a")
    for command in (talk.fill, talk.correct):
        with pytest.raises(UnknownName, match="no slot 'z'"):
            command(z=1)
    with pytest.raises(UnknownName, match="no slot 'z'"):
        talk.start("a", z=1)


def test_a_condition_that_cannot_be_read() -> None:
    step = "{noop: true, next: [{if: slots.x >, then: END}, {else: END}]}"
    with pytest.raises(BadPredicate):
        Talk(one_step(step)).start("a")


@pytest.mark.parametrize(
    "step",
    [
        "{id: s, noop: true, next: s}",
        "{id: s, action: utter_x, next: s}",
        "{link: a}",
        "{call: a}",
    ],
)
def test_a_flow_that_never_asks_runs_away(step: str) -> None:
    with pytest.raises(RunawayFlow, match="flow 'a'"):
        Talk(one_step(step)).start("a")


def test_the_longest_honest_flow() -> None:
    steps = ", ".join(f"{{action: utter_{n}}}" for n in range(engine.MAX_STEPS - 1))
    assert Talk(one_step(steps)).start("a")[-1] == FlowEnded("a", "completed")
    with pytest.raises(RunawayFlow):
        Talk(one_step(f"{steps}, {{action: utter_more}}")).start("a")


def test_something_that_is_no_command() -> None:
    with pytest.raises(TypeError, match="no command of the engine: 'start'"):
        engine.advance(one_step("{collect: x}"), Session(), "start", NOW)  # type: ignore[arg-type]
