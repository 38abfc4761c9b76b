"""A definition edited under a running talk: nothing is wiped, nothing crashes."""

import pytest

from flows.events import (
    Ask,
    Asked,
    Back,
    Cancel,
    Command,
    Event,
    FlowEnded,
    FlowResumed,
    Moved,
    Rejected,
    Restart,
    Skip,
    Uttered,
)
from tests.flows.talking import Talk, ask, define

BEFORE = """
flows:
  plan:
    description: the flow that is edited
    persisted_slots: [region]
    steps:
      - id: region
        collect: region
      - id: note
        action: utter_note
      - id: kind
        collect: kind
        next:
          - if: slots.kind = 'home'
            then: places
          - else: meals
      - id: places
        collect: places
      - id: meals
        collect: meals
"""
ASIDE = """
  aside:
    description: waits below
    steps:
      - collect: hobby
"""
SLOTS = dict.fromkeys(("region", "kind", "places", "meals", "hobby", "fresh"), "any")


def running(flows: str = BEFORE) -> Talk:
    """At the last question, three answers given."""
    talk = Talk(define(flows, SLOTS))
    talk.start("plan")
    talk.fill(region="a")
    talk.fill(kind="home")
    assert talk.fill(places=3) == [ask("meals")]
    return talk


def edit(talk: Talk, flows: str, slots: dict[str, str] | None = None) -> Talk:
    """The same talk under other definitions."""
    return Talk(define(flows, slots or SLOTS), talk.session)


def without(flows: str, *lines: str) -> str:
    for line in lines:
        assert line in flows
        flows = flows.replace(line, "", 1)
    return flows


def test_only_the_words_changed() -> None:
    talk = edit(running(), BEFORE.replace("the flow that is edited", "edited"))
    assert talk.ask() == [Moved("plan"), ask("meals")]
    assert talk.ask() == [ask("meals")]


def test_a_question_added_before_the_place_is_asked_and_no_other() -> None:
    flows = BEFORE.replace("      - id: kind\n", "      - collect: fresh\n      - id: kind\n")
    talk = edit(running(), flows)
    assert talk.ask() == [Moved("plan"), ask("fresh")]
    assert talk.fill(fresh=1) == [ask("meals")]
    assert talk.slots == {"region": "a", "kind": "home", "places": 3, "fresh": 1}


def test_the_answer_that_was_on_its_way_counts() -> None:
    flows = BEFORE.replace("      - id: kind\n", "      - collect: fresh\n      - id: kind\n")
    talk = edit(running(), flows)
    assert talk.fill(meals=True) == [Moved("plan"), ask("fresh")]
    assert talk.slots["meals"] is True
    assert talk.back() == [ask("region")]
    assert talk.slots == {"kind": "home", "places": 3, "meals": True}


def test_a_question_added_behind_the_place() -> None:
    talk = edit(running(), BEFORE + "      - collect: fresh\n")
    assert talk.fill(meals=True) == [Moved("plan"), ask("fresh")]


def test_a_question_removed_that_was_answered() -> None:
    flows = without(BEFORE, "      - id: places\n        collect: places\n")
    talk = edit(running(), flows.replace("then: places", "then: meals"))
    assert talk.ask() == [Moved("plan"), ask("meals")]
    assert talk.slots["places"] == 3
    assert talk.back() == [ask("kind")]


def test_the_open_question_removed() -> None:
    flows = without(BEFORE, "      - id: meals\n        collect: meals\n")
    talk = edit(running(), flows.replace("else: meals", "else: END"))
    assert talk.fill(meals=True) == [Moved("plan"), FlowEnded("plan", "completed")]
    assert talk.slots == {"region": "a", "meals": True}


def test_the_open_question_removed_from_the_domain_as_well() -> None:
    flows = without(BEFORE, "      - id: meals\n        collect: meals\n")
    slots = {name: kind for name, kind in SLOTS.items() if name != "meals"}
    talk = edit(running(), flows.replace("else: meals", "else: END"), slots)
    assert talk.fill(meals=True) == [Moved("plan"), FlowEnded("plan", "completed")]
    assert talk.slots == {"region": "a"}


def test_a_step_renamed() -> None:
    talk = edit(running(), BEFORE.replace("id: note", "id: remark"))
    assert talk.ask() == [Moved("plan"), Uttered("utter_note"), ask("meals")]


def test_the_open_step_renamed() -> None:
    flows = BEFORE.replace("id: meals", "id: food").replace(
        ": meals\n      - id", ": food\n      - id"
    )
    talk = edit(running(), flows.replace("else: meals", "else: food"))
    assert talk.fill(meals=True) == [Moved("plan"), FlowEnded("plan", "completed")]


def test_a_question_renamed_that_is_asked_in_any_case() -> None:
    always = BEFORE.replace(
        "        collect: region\n", "        collect: region\n        ask_before_filling: true\n"
    )
    talk = edit(running(always), always.replace("id: region", "id: place"))
    assert talk.ask() == [Moved("plan"), Uttered("utter_note"), ask("meals")]
    assert talk.slots["region"] == "a"


def test_the_way_changed() -> None:
    talk = edit(running(), BEFORE.replace("then: places", "then: meals"))
    assert talk.ask() == [Moved("plan"), ask("meals")]
    turned = BEFORE.replace("then: places", "then: fresh") + "      - {id: fresh, collect: fresh}\n"
    talk = edit(running(), turned)
    assert talk.ask() == [Moved("plan"), ask("fresh")]
    assert talk.slots["places"] == 3


def test_an_answer_that_is_no_longer_taken() -> None:
    stricter = BEFORE.replace(
        "        collect: places\n",
        "        collect: places\n"
        "        rejections: [{if: slots.places > 2, utter: utter_too_many}]\n",
    )
    talk = edit(running(), stricter)
    rejected = Rejected("places", 3, "utter_too_many")
    assert talk.ask() == [Moved("plan"), rejected, ask("places")]


def test_the_words_of_the_open_question_changed() -> None:
    talk = edit(running(), BEFORE + "        utter: utter_food\n")
    assert talk.ask() == [Moved("plan"), Asked("meals", "utter_food")]


# --- flows that are gone ----------------------------------------------------------------------
ONLY_ASIDE = f"flows:{ASIDE}"


@pytest.mark.parametrize("command", [Ask(), Back(), Skip(), Cancel(), Restart()])
def test_a_flow_removed(command: Command) -> None:
    talk = edit(running(), ONLY_ASIDE)
    assert talk.say(command) == [FlowEnded("plan", "gone")]
    assert talk.slots["region"] == "a"


@pytest.mark.parametrize("command", [Ask(), Back(), Skip(), Cancel(), Restart()])
def test_what_was_said_to_a_flow_that_is_gone_does_not_hit_the_one_below(command: Command) -> None:
    talk = Talk(define(BEFORE + ASIDE, SLOTS))
    talk.start("aside")
    talk.start("plan")
    talk = edit(talk, ONLY_ASIDE)
    assert talk.say(command) == [
        FlowEnded("plan", "gone"),
        FlowResumed("aside"),
        ask("hobby"),
    ]


def test_an_answer_to_a_flow_that_is_gone() -> None:
    talk = Talk(define(BEFORE + ASIDE, SLOTS))
    talk.start("aside")
    talk.start("plan")
    talk = edit(talk, ONLY_ASIDE, {"hobby": "any"})
    assert talk.fill(region="a")[-1] == ask("hobby")
    assert "region" not in talk.slots


def test_a_flow_removed_below() -> None:
    talk = Talk(define(BEFORE + ASIDE, SLOTS))
    talk.start("aside")
    talk.start("plan")
    talk = edit(talk, BEFORE)
    assert talk.cancel() == [FlowEnded("aside", "gone"), FlowEnded("plan", "cancelled")]


def test_a_flow_removed_that_had_ended() -> None:
    talk = running(BEFORE + ASIDE)
    talk.fill(meals=True)
    talk = edit(talk, ONLY_ASIDE)
    assert talk.correct(region="b")[1:] == []
    assert talk.session.ended == []


# --- flows that call --------------------------------------------------------------------------
CALLING = """
flows:
  parent:
    description: d
    steps:
      - id: kind
        collect: kind
      - id: call
        call: child
      - id: meals
        collect: meals
  child:
    description: d
    steps:
      - id: region
        collect: region
      - id: places
        collect: places
"""


def in_child() -> Talk:
    talk = Talk(define(CALLING, SLOTS))
    talk.start("parent")
    talk.fill(kind="a")
    assert talk.fill(region="a") == [ask("places")]
    return talk


def test_the_caller_edited_behind_the_call() -> None:
    talk = edit(in_child(), CALLING.replace("  child:", "      - collect: fresh\n  child:"))
    assert talk.fill(places=1) == [Moved("parent"), ask("meals")]
    assert talk.fill(meals=True) == [ask("fresh")]


def test_the_caller_edited_before_the_call() -> None:
    flows = CALLING.replace("      - id: call\n", "      - collect: fresh\n      - id: call\n")
    talk = edit(in_child(), flows)
    assert talk.fill(places=1) == [Moved("parent"), ask("fresh")]
    assert talk.fill(fresh=1) == [ask("meals")]


def test_the_call_removed() -> None:
    flows = without(CALLING, "      - id: call\n        call: child\n")
    talk = edit(in_child(), flows)
    assert talk.fill(places=1) == [Moved("parent"), ask("meals")]
    assert talk.flows == ["parent"]


def test_the_called_flow_edited() -> None:
    flows = CALLING.replace("      - id: places\n", "      - collect: fresh\n      - id: places\n")
    talk = edit(in_child(), flows)
    assert talk.ask() == [Moved("child"), ask("fresh")]


@pytest.mark.parametrize("command", [Ask(), Skip()])
def test_the_called_flow_gone_and_its_call_with_it(command: Command) -> None:
    flows = without(CALLING, "      - id: call\n        call: child\n").split("  child:")[0]
    talk = edit(in_child(), flows)
    gone: list[Event] = [FlowEnded("child", "gone"), Moved("parent")]
    assert talk.say(command)[:2] == gone
    assert talk.flows == (["parent"] if command == Ask() else [])


def test_the_caller_gone_takes_the_called_flow_along() -> None:
    flows = "flows:\n  child:" + CALLING.split("  child:")[1]
    talk = edit(in_child(), flows)
    assert talk.fill(places=1) == [FlowEnded("parent", "gone")]
    assert talk.session.stack == []
