"""Lint: every message once, from a definition that provokes it."""

import pytest

from content.strict_yaml import parse
from flows.lint import lint
from flows.load import ActionResult, Definitions, load

CLEAN = """
flows:
  main:
    description: d
    if: slots.x is null or context.flow = 'other'
    nlu_trigger: [{intent: go}]
    persisted_slots: [x]
    steps:
      - id: ask
        collect: x
        rejections: [{if: slots.x < 1, utter: utter_no}]
        next:
          - if: slots.x > 5
            then: tell
          - else: END
      - id: tell
        action: utter_no
      - action: action_do
      - set_slots: [{y: a}]
      - call: other
      - link: third
  other:
    description: d
    steps:
      - collect: y
  third:
    description: d
    steps:
      - noop: true
        next: END
"""
DOMAIN = """
slots:
  x: {type: float}
  y: {type: categorical, values: [a, b]}
  w: {type: text}
responses:
  utter_ask_x: [{text: "几个？已有{y}"}]
  utter_ask_y: [{text: 哪个？}]
  utter_no: [{text: 不行}]
actions: [action_do]
"""


def define(flows: str = CLEAN, domain: str = DOMAIN, performed: bool = True) -> Definitions:
    actions = {"action_do": lambda slots, now: ActionResult()} if performed else {}
    return load([parse("flows.yml", flows)], [parse("domain.yml", domain)], actions)


def test_clean_definitions_give_nothing() -> None:
    assert lint(define(), ["go"]) == []
    assert lint(define()) == []


AND_OR = "slots.x > 5 and slots.x < 9 or slots.x = 1"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("intent: go", "intent: gone", "unknown intent 'gone' in nlu_trigger"),
        ("persisted_slots: [x]", "persisted_slots: [z]", "unknown slot 'z' in persisted_slots"),
        (
            "persisted_slots: [x]",
            "persisted_slots: [x, w]",
            "persisted slot 'w' is neither collected nor set here; Rasa refuses it",
        ),
        (
            "  other:\n    description: d\n",
            "  other:\n    description: d\n    nlu_trigger: [{intent: go}]\n",
            "flow 'other': intent 'go' starts flow 'main' already",
        ),
        ("then: tell", "then: talk", "step 'ask': next leads to 'talk', which is no step here"),
        ("collect: y", "collect: z", "step '0_collect_z': unknown slot 'z'"),
        (
            "collect: y",
            "collect: y\n        utter: utter_z",
            "step '0_collect_y': unknown response 'utter_z'",
        ),
        ("utter: utter_no}", "utter: utter_z}", "step 'ask': unknown response 'utter_z'"),
        ("action: utter_no", "action: utter_z", "step 'tell': unknown response 'utter_z'"),
        (
            "action: action_do",
            "action: action_z",
            "step '2_action_z': action 'action_z' is not declared in the domain",
        ),
        ("{y: a}", "{z: a}", "step '3_set_slots': unknown slot 'z'"),
        ("call: other", "call: another", "step '4_call_another': unknown flow 'another'"),
        ("link: third", "link: fourth", "step '5_link_fourth': unknown flow 'fourth'"),
        (
            "call: other",
            "call: main",
            "step '4_call_main': flow 'main' calls itself through 'main'",
        ),
        (
            "      - collect: y\n",
            "      - link: third\n",
            "step '4_call_other': flow 'other' has a link, so Rasa does not let it be called",
        ),
        (
            "slots.x > 5",
            "slots.x >",
            "step 'ask': cannot read the condition 'slots.x >': Unexpected end of predicate!",
        ),
        (
            "slots.x > 5",
            AND_OR,
            f"step 'ask': 'and' and 'or' are mixed without parentheses in '{AND_OR}'",
        ),
        ("slots.x > 5", "slots.z > 5", "step 'ask': unknown slot 'slots.z' in 'slots.z > 5'"),
        ("slots.x < 1", "slots.z < 1", "step 'ask': unknown slot 'slots.z' in 'slots.z < 1'"),
        (
            "slots.x > 5",
            "slots.y = a",
            "step 'ask': 'a' in 'slots.y = a' is neither slots.… nor a quoted word",
        ),
        (
            "slots.x is null or context.flow = 'other'",
            "context.other is null",
            "'context.other' in 'context.other is null' is neither slots.… nor a quoted word",
        ),
        (
            "      - action: action_do\n",
            "      - id: tell\n        action: action_do\n        next: END\n",
            "two steps have the id 'tell'",
        ),
        (
            "action: utter_no\n",
            "action: utter_no\n        next: 3_set_slots\n",
            "step '2_action_do' can never be reached",
        ),
        (
            "noop: true\n        next: END",
            "id: round\n        noop: true\n        next: round",
            "flow 'third': no way leads to the end",
        ),
    ],
)
def test_flows(old: str, new: str, message: str) -> None:
    assert old in CLEAN
    found = [str(p) for p in lint(define(CLEAN.replace(old, new, 1)), ["go"])]
    mine = [line for line in found if line.endswith(message)]
    assert len(mine) == 1
    assert mine[0].startswith("flows.yml:")


def test_the_line_is_that_of_the_flow() -> None:
    (problem,) = lint(define(CLEAN.replace("collect: y", "collect: x\n        utter: utter_z")))
    assert (problem.file, problem.line) == ("flows.yml", 22)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{y}", "{z}", "response 'utter_ask_x' names unknown slot 'z'"),
        ("{y}", "{z}和{z}", "response 'utter_ask_x' names unknown slot 'z'"),
        ("values: [a, b]", "values: []", "categorical slot 'y' has no values"),
    ],
)
def test_domain(old: str, new: str, message: str) -> None:
    assert [str(p) for p in lint(define(domain=DOMAIN.replace(old, new, 1)))] == [
        f"domain:1: {message}"
    ]


def test_an_action_that_nothing_performs() -> None:
    (problem,) = lint(define(performed=False))
    assert problem.message == (
        "flow 'main': step '2_action_do': action 'action_do' is declared, but nothing performs it"
    )


def test_flows_that_call_one_another() -> None:
    flows = """
flows:
  a: {description: d, steps: [{call: b}]}
  b: {description: d, steps: [{call: a}]}
"""
    assert [problem.message for problem in lint(define(flows))] == [
        "flow 'a': step '0_call_b': flow 'a' calls itself through 'b'",
        "flow 'b': step '0_call_a': flow 'b' calls itself through 'a'",
    ]
