"""Loading: what is taken, and that every mistake is named with its file and line."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.strict_yaml import parse
from flows.errors import FlowsInvalid, Problem
from flows.load import Definitions, load
from flows.model import Flow
from flows.step import END, Call, Else, Then

DOMAIN = "slots: {}"


def read(flows: str, domain: str = DOMAIN) -> Definitions:
    return load([parse("flows.yml", flows)], [parse("domain.yml", domain)])


def problems(flows: str, domain: str = DOMAIN) -> list[str]:
    with pytest.raises(FlowsInvalid) as caught:
        read(flows, domain)
    return [str(problem) for problem in caught.value.problems]


def with_step(step: str) -> str:
    """A flow whose only step, from line 5 on, is ``step``."""
    indented = step.replace("\n", "\n      ")
    return f"flows:\n  a:\n    description: d\n    steps:\n      - {indented}\n"


# --- what is taken ----------------------------------------------------------------------------
EVERYTHING = """
version: "3.1"
flows:
  opening:
    name: 开办
    description: everything that is known
    if: slots.region is null
    nlu_trigger:
      - intent: open_daycare
      - intent: {name: start, confidence_threshold: 0.5}
    persisted_slots: [region]
    steps:
      - id: first
        collect: region
        description: where
        utter: utter_where
        ask_before_filling: true
        reset_after_flow_ends: false
        rejections:
          - {if: slots.region = 'x', utter: utter_not_there}
        next:
          - if: slots.region = 'a'
            then: second
          - else: END
      - id: second
        set_slots:
          - kind: home
          - size: 5
      - action: action_note
      - call: other
      - noop: true
        next: third
      - id: third
        link: other
  other:
    description: d
    steps:
      - action: utter_done
"""


def test_everything_the_subset_knows() -> None:
    definitions = read(
        EVERYTHING,
        """
        version: "3.1"
        slots:
          region: {type: text, mappings: [{type: from_llm}]}
          kind: {type: categorical, values: [home, true]}
        responses:
          utter_where:
            - text: 哪里？
              buttons: [{title: 金东, payload: region=330703}]
              condition: [{type: slot, name: kind, value: home}]
        actions: [action_note]
        """,
    )
    flow = definitions.flows["opening"]
    assert [trigger.name for trigger in flow.nlu_trigger] == ["open_daycare", "start"]
    assert (flow.title, flow.if_) == ("开办", "slots.region is null")
    assert definitions.flows["other"].title == "other"
    assert definitions.places == {"opening": ("flows.yml", 4), "other": ("flows.yml", 35)}
    assert definitions.domain.slots["kind"].values == ["home", True]
    assert definitions.domain.actions == ["action_note"]


def test_the_flow_of_an_intent() -> None:
    definitions = read(EVERYTHING)
    assert definitions.triggered_by("start") is definitions.flows["opening"]
    assert definitions.triggered_by("bye") is None


def test_default_ids_and_the_default_next_are_rasas() -> None:
    flow = read("""
flows:
  a:
    description: d
    steps:
      - collect: x
        next:
          - if: slots.x = 1
            then:
              - action: utter_one
              - set_slots: [{y: 1}]
                next: 5_noop
          - if: slots.x = 2
            then:
              - call: b
                next:
                  - if: slots.z
                    then: [{link: c}]
                  - else: END
          - else: 5_noop
      - noop: true
        next: 6_action_last
      - action: action_last
""").flows["a"]
    assert [(step.id, step.next) for step in flow.steps] == [
        (
            "0_collect_x",
            [
                Then.model_validate({"if": "slots.x = 1", "then": "1_utter_one"}),
                Then.model_validate({"if": "slots.x = 2", "then": "3_call_b"}),
                Else.model_validate({"else": "5_noop"}),
            ],
        ),
        ("1_utter_one", "2_set_slots"),
        ("2_set_slots", "5_noop"),
        (
            "3_call_b",
            [
                Then.model_validate({"if": "slots.z", "then": "4_link_c"}),
                Else.model_validate({"else": END}),
            ],
        ),
        ("4_link_c", END),
        ("5_noop", "6_action_last"),
        ("6_action_last", END),
    ]


def test_a_nested_step_keeps_its_own_id() -> None:
    flow = read(
        with_step("""noop: true
  next:
    - if: slots.x
      then:
        - id: mine
          call: a
          next: END
    - else: END""")
    ).flows["a"]
    assert flow.first == "0_noop"
    assert isinstance(flow.step("mine"), Call)


def test_the_hash_changes_with_the_definition_only() -> None:
    one = read(with_step("action: utter_x")).flows["a"]
    same = read("# a comment\n" + with_step("action:   utter_x")).flows["a"]
    other = read(with_step("action: utter_y")).flows["a"]
    assert one.hash == same.hash
    assert one.hash != other.hash


def test_domains_are_put_together() -> None:
    first = parse("one.yml", "slots: {a: {type: text}}\nactions: [action_x]")
    second = parse("two.yml", "slots: {b: {type: bool}}\nactions: [action_x, action_y]")
    domain = load([], [first, second]).domain
    assert (list(domain.slots), domain.actions) == (["a", "b"], ["action_x", "action_y"])


# --- what is refused --------------------------------------------------------------------------
FLOW = "flows:\n  a:\n    description: d\n"


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ("", ["flows.yml:1: a flow file holds one key, 'flows', with flows below"]),
        ("[]", ["flows.yml:1: a flow file holds one key, 'flows', with flows below"]),
        ("a text", ["flows.yml:1: a flow file holds one key, 'flows', with flows below"]),
        (
            "version: '1'\nflows: []",
            ["flows.yml:2: a flow file holds one key, 'flows', with flows below"],
        ),
        ("flows: {}\nrules: []", ["flows.yml:2: unknown key 'rules'"]),
        ("flows:\n  a: 5", ["flows.yml:2: flow 'a' has no list of steps"]),
        (FLOW, ["flows.yml:2: flow 'a' has no list of steps"]),
        (FLOW + "    steps: {}", ["flows.yml:4: flow 'a' has no list of steps"]),
        (
            FLOW + "    steps: []",
            [
                "flows.yml:4: flows.a.steps: "
                "List should have at least 1 item after validation, not 0"
            ],
        ),
        (
            "flows:\n  a:\n    steps:\n      - action: utter_x",
            ["flows.yml:2: missing key 'description'"],
        ),
        (
            with_step("action: utter_x") + "    steps_: []\n    id: b",
            ["flows.yml:6: unknown key 'steps_'", "flows.yml:7: unknown key 'id'"],
        ),
        (
            with_step("action: utter_x") + "    if: [a]",
            ["flows.yml:6: flows.a.if: Input should be a valid string"],
        ),
        (
            with_step("action: utter_x") + "    nlu_trigger: [{intent: {nam: b}}]",
            ["flows.yml:6: missing key 'name'", "flows.yml:6: unknown key 'nam'"],
        ),
        (
            with_step("action: utter_x").replace("  a:", "  a b:"),
            ["flows.yml:2: flows.a b: String should match pattern '^[A-Za-z0-9_][A-Za-z0-9_-]*$'"],
        ),
        (
            with_step("action: utter_x").replace("  a:", "  5:"),
            ["flows.yml:2: flows.5: Input should be a valid string"],
        ),
    ],
)
def test_files_and_flows(flows: str, expected: list[str]) -> None:
    assert problems(flows) == expected


KINDS = "a step has one of the keys collect, action, set_slots, call, link, noop"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("5", [f"5: flows.a.steps.0: {KINDS}"]),
        ("id: x", [f"5: flows.a.steps.0: {KINDS}"]),
        ("collect: x\n  utterr: y", ["6: unknown key 'utterr'"]),
        ("action: utter_x\n  collect: y", ["5: unknown key 'action'"]),
        ("action: utter_x\n  utter: y", ["6: unknown key 'utter'"]),
        ("collect: 5", ["5: flows.a.steps.0.collect: Input should be a valid string"]),
        (
            "id: 5\n  collect: x",
            ["5: flows.a.steps.0.id: Input should be a valid string"],
        ),
        ("id: END\n  collect: x", ["5: flows.a.steps.0.id: the id 'END' is reserved"]),
        ("id: NEXT:a\n  collect: x", ["5: flows.a.steps.0.id: the id 'NEXT:a' is reserved"]),
        ("noop: false\n  next: END", ["5: flows.a.steps.0.noop: Input should be True"]),
        ("noop: true", ["5: step '0_noop' does nothing without 'next'"]),
        ("link: b\n  next: END", ["6: a link ends the flow: it takes no 'next'"]),
        (
            "set_slots: {a: 1}",
            ["5: flows.a.steps.0.set_slots: Input should be a valid list"],
        ),
        (
            "collect: x\n  rejections:\n    - if: slots.x\n      utterr: y",
            ["7: missing key 'utter'", "8: unknown key 'utterr'"],
        ),
        (
            "collect: x\n  rejections:\n    - if_: slots.x\n      utter: y",
            ["7: missing key 'if'", "7: unknown key 'if_'"],
        ),
        (
            "collect: x\n  next: 5",
            ["6: flows.a.steps.0.next: 'next' is the id of a step or a list of branches"],
        ),
        (
            "collect: x\n  next:\n    - if: slots.x\n      then: END",
            ["6: the branches after '0_collect_x' need an 'else'"],
        ),
        ("collect: x\n  next: []", ["6: the branches after '0_collect_x' need an 'else'"]),
        (
            "collect: x\n  next:\n    - 5\n    - else: END",
            ["7: flows.a.steps.0.next.0: a branch is 'if' with 'then', or 'else'"],
        ),
        (
            "collect: x\n  next:\n    - if: slots.x\n      go: END\n    - else: END",
            ["8: unknown key 'go'", "7: missing key 'then'"],
        ),
        (
            "collect: x\n  next:\n    - else: END\n      why: not",
            ["8: unknown key 'why'"],
        ),
        (
            "collect: x\n  next:\n    - if: slots.x\n      then: []\n    - else: END",
            ["8: a branch has no steps"],
        ),
        (
            "collect: x\n  next:\n    - if: slots.x\n      then:\n"
            "        - action: utter_y\n        - action: utter_z\n    - else: END",
            ["10: step '2_utter_z' ends a branch: it needs 'next'"],
        ),
        (
            "collect: x\n  next:\n    - else:\n        - action: utter_y\n          next: END\n"
            "          zip: 1\n        - noop: true\n          next:\n            - if: slots.x\n"
            "              then:\n                - collect: z\n                  asked: 1\n"
            "                  next: END\n            - else: END",
            ["10: unknown key 'zip'", "16: unknown key 'asked'"],
        ),
    ],
)
def test_steps(step: str, expected: list[str]) -> None:
    assert problems(with_step(step)) == sorted(f"flows.yml:{line}" for line in expected)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("[]", ["1: a domain file is a mapping of slots, responses and actions"]),
        ("", ["1: a domain file is a mapping of slots, responses and actions"]),
        ("slots: {}\nintents: [a]", ["2: unknown key 'intents'"]),
        ("slots: []", ["1: slots: Input should be a valid dictionary"]),
        ("slots:\n  a: {}", ["2: missing key 'type'"]),
        (
            "slots:\n  a:\n    type: date",
            [
                "3: slots.a.type: Input should be "
                "'text', 'bool', 'float', 'categorical', 'list' or 'any'"
            ],
        ),
        ("slots:\n  a:\n    type: text\n    initial_value: b", ["4: unknown key 'initial_value'"]),
        (
            "slots:\n  a:\n    type: text\n    values: [b]",
            ["4: slots.a.values: a slot of type text takes no 'values'"],
        ),
        (
            "slots:\n  a:\n    type: any\n    values: []",
            ["4: slots.a.values: a slot of type any takes no 'values'"],
        ),
        (
            "slots:\n  a:\n    type: categorical\n    values: [b, 5.5]",
            ["4: slots.a.values.1: Input should be a valid string"],
        ),
        ("responses:\n  utter_a:\n    - txt: b", ["3: missing key 'text'", "3: unknown key 'txt'"]),
        (
            "responses:\n  utter_a:\n    - text: b\n      condition: {name: c}",
            ["4: responses.utter_a.0.condition: Input should be a valid list"],
        ),
        (
            "responses:\n  utter_a:\n    - text: b\n      buttons:\n        - title: c",
            ["5: missing key 'payload'"],
        ),
        ("actions: action_x", ["1: actions: Input should be a valid list"]),
    ],
)
def test_domain(domain: str, expected: list[str]) -> None:
    assert problems("flows: {}", domain) == [f"domain.yml:{line}" for line in expected]


def test_two_flows_of_one_name() -> None:
    first = parse("one.yml", with_step("action: utter_x"))
    second = parse("two.yml", "# the same again\n" + with_step("action: utter_y"))
    with pytest.raises(FlowsInvalid) as caught:
        load([first, second], [])
    assert str(caught.value) == "two.yml:3: flow 'a' is defined twice"


def test_two_slots_and_responses_of_one_name() -> None:
    text = "slots:\n  a: {type: text}\nresponses:\n  utter_a:\n    - text: b"
    with pytest.raises(FlowsInvalid) as caught:
        load([], [parse("one.yml", text), parse("two.yml", text)])
    assert [str(problem) for problem in caught.value.problems] == [
        "two.yml:2: 'a' is declared twice under 'slots'",
        "two.yml:4: 'utter_a' is declared twice under 'responses'",
    ]


def test_all_problems_of_all_files_come_at_once() -> None:
    found = problems(with_step("colect: x") + "  b: 5", "slots:\n  a: {type: date}")
    assert [problem.split(":")[:2] for problem in found] == [
        ["domain.yml", "2"],
        ["flows.yml", "5"],
        ["flows.yml", "6"],
    ]


@dataclass(frozen=True)
class Anything:
    """A parsed file with whatever in it."""

    data: Any
    name: str = "any.yml"

    def line(self, loc: Any) -> int:
        return len(loc)


_words = """flows version steps description id if then else next collect action set_slots call link
noop rejections utter nlu_trigger intent slots responses text type values actions"""
_keys = st.sampled_from(_words.split())
_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["a", "END", "<then>", "slots.x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(_keys | st.integers() | st.none() | st.just("<then>"), inner, max_size=5)
    ),
    max_leaves=20,
)
_flow = st.fixed_dictionaries({"description": st.just("d"), "steps": st.lists(_data, max_size=3)})


@settings(deadline=None)
@given(flows=_data | st.fixed_dictionaries({"flows": st.dictionaries(_keys, _flow)}), domain=_data)
def test_whatever_a_file_holds_it_loads_or_says_what_is_wrong(flows: Any, domain: Any) -> None:
    problems: list[Problem] = []
    loaded: dict[str, Flow] = {}
    try:
        loaded = load([Anything(flows)], [Anything(domain)]).flows
    except FlowsInvalid as error:
        problems = error.problems
    assert problems or all(flow.steps for flow in loaded.values())
