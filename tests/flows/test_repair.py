"""Going back, correcting, cancelling, starting over."""

import pytest

from flows.events import (
    Corrected,
    Event,
    FlowEnded,
    FlowResumed,
    FlowStarted,
    NothingToUndo,
    Rejected,
    Uttered,
)
from tests.flows.talking import Talk, ask, define

PLAN = """
flows:
  plan:
    description: asks for the kind, which decides what else is asked
    persisted_slots: [region, kind]
    steps:
      - id: region
        collect: region
      - id: note
        action: utter_note
      - id: kind
        collect: kind
        next:
          - if: slots.kind = 'home'
            then:
              - set_slots: [{small: true}]
              - id: places
                collect: places
                rejections:
                  - {if: slots.places > 5, utter: utter_too_many}
                next: meals
          - else: floor
      - id: floor
        collect: floor
      - id: meals
        collect: meals
      - id: done
        action: utter_done
"""
SLOTS = {
    "region": "text",
    "kind": "text",
    "small": "bool",
    "places": "float",
    "floor": "any",
    "meals": "bool",
    "aside": "text",
}


@pytest.fixture
def plan() -> Talk:
    return Talk(define(PLAN, SLOTS))


def at_meals(talk: Talk) -> Talk:
    """Region, kind and places answered one by one; meals is open."""
    talk.start("plan")
    talk.fill(region="a")
    talk.fill(kind="home")
    assert talk.fill(places=3) == [ask("meals")]
    return talk


# --- back -------------------------------------------------------------------------------------
def test_back_question_by_question_until_nothing_is_left(plan: Talk) -> None:
    at_meals(plan)
    assert plan.back() == [ask("places")]
    assert plan.back() == [ask("kind")]
    assert plan.back() == [ask("region")]
    assert plan.back() == [NothingToUndo(), ask("region")]
    assert plan.back() == [NothingToUndo(), ask("region")]
    assert plan.slots == {}


def test_back_and_forth(plan: Talk) -> None:
    at_meals(plan)
    plan.back()
    plan.back()
    assert plan.fill(kind="home") == [ask("places")]
    assert plan.fill(places=4) == [ask("meals")]


def test_back_and_another_way(plan: Talk) -> None:
    at_meals(plan)
    plan.back()
    plan.back()
    assert plan.fill(kind="centre") == [ask("floor")]
    assert plan.back() == [ask("kind")]


def test_back_leaves_what_was_given_unasked(plan: Talk) -> None:
    plan.start("plan", kind="home")
    plan.fill(region="a", places=3)
    assert plan.back() == [ask("region")]
    assert plan.slots == {"kind": "home", "places": 3}
    assert plan.fill(region="b") == [Uttered("utter_note"), ask("meals")]


def test_back_with_nothing_going_on(plan: Talk) -> None:
    assert plan.back() == [NothingToUndo()]


ROUNDS = """
flows:
  rounds:
    description: clears its own answer and asks again
    steps:
      - collect: region
      - id: kind
        collect: kind
        next:
          - if: slots.kind = 'again'
            then: [{set_slots: [{kind: null}], next: kind}]
          - else: END
"""


def test_back_over_an_answer_that_the_flow_cleared_itself() -> None:
    talk = Talk(define(ROUNDS, SLOTS))
    talk.start("rounds")
    talk.fill(region="a")
    assert talk.fill(kind="again") == [ask("kind")]
    assert talk.back() == [ask("region")]
    assert talk.back() == [NothingToUndo(), ask("region")]


# --- correct ----------------------------------------------------------------------------------
def test_correcting_an_earlier_answer_says_again_what_follows(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(region="b") == [
        Corrected({"region": ("a", "b")}),
        Uttered("utter_note"),
        ask("meals"),
    ]


def test_correcting_what_decided_the_way(plan: Talk) -> None:
    at_meals(plan)
    assert plan.slots["small"] is True
    assert plan.correct(kind="centre") == [Corrected({"kind": ("home", "centre")}), ask("floor")]
    assert plan.slots == {"region": "a", "kind": "centre", "places": 3}
    assert plan.correct(kind="home") == [Corrected({"kind": ("centre", "home")}), ask("meals")]
    assert plan.slots["small"] is True


def test_a_correction_can_be_rejected(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(places=9) == [
        Corrected({"places": (3, 9)}),
        Rejected("places", 9, "utter_too_many"),
        ask("places"),
    ]


def test_correcting_several_at_once(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(region="b", kind="centre", floor=2) == [
        Corrected({"region": ("a", "b"), "kind": ("home", "centre"), "floor": (None, 2)}),
        Uttered("utter_note"),
        ask("meals"),
    ]


def test_a_correction_that_changes_nothing_has_the_question_asked_again(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(region="a") == [ask("meals")]
    assert plan.correct() == [ask("meals")]


def test_a_correction_of_the_open_question_is_an_answer(plan: Talk) -> None:
    at_meals(plan)
    plan.correct(meals=True)
    assert plan.session.stack == []


def test_taking_an_answer_away_has_it_asked_again(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(kind=None) == [Corrected({"kind": ("home", None)}), ask("kind")]


def test_a_correction_of_what_no_flow_asks_keeps_the_place(plan: Talk) -> None:
    at_meals(plan)
    assert plan.correct(aside="x") == [Corrected({"aside": (None, "x")}), ask("meals")]


def test_going_back_after_a_correction(plan: Talk) -> None:
    at_meals(plan)
    plan.correct(region="b")
    assert plan.back() == [ask("places")]
    assert plan.slots["region"] == "b"


def test_a_correction_after_the_end_begins_the_flow_again(plan: Talk) -> None:
    at_meals(plan)
    plan.fill(meals=True)
    assert plan.slots == {"region": "a", "kind": "home"}
    assert plan.correct(region="b") == [
        Corrected({"region": ("a", "b")}),
        FlowStarted("plan"),
        Uttered("utter_note"),
        ask("places"),
    ]
    assert plan.back() == [ask("region")]


def test_a_correction_after_the_end_of_what_was_not_kept_is_only_noted(plan: Talk) -> None:
    at_meals(plan)
    plan.fill(meals=True)
    assert plan.correct(meals=False) == [Corrected({"meals": (None, False)})]


def test_a_correction_with_nothing_said_before_is_only_noted(plan: Talk) -> None:
    assert plan.correct(region="b") == [Corrected({"region": (None, "b")})]


SURE = """
flows:
  sure:
    description: the one question is asked in any case, and its answer kept
    persisted_slots: [region]
    steps:
      - collect: region
        ask_before_filling: true
      - collect: meals
"""


def test_a_correction_counts_as_the_answer_where_a_question_is_asked_in_any_case() -> None:
    talk = Talk(define(SURE, SLOTS))
    talk.start("sure")
    talk.fill(region="a")
    assert talk.correct(region="b") == [Corrected({"region": ("a", "b")}), ask("meals")]
    talk.fill(meals=True)
    assert talk.correct(region="c") == [
        Corrected({"region": ("b", "c")}),
        FlowStarted("sure"),
        ask("meals"),
    ]


# --- cancel, restart --------------------------------------------------------------------------
def test_cancelling_the_only_flow_forgets_what_is_not_kept(plan: Talk) -> None:
    at_meals(plan)
    assert plan.cancel() == [FlowEnded("plan", "cancelled")]
    assert plan.slots == {"region": "a", "kind": "home"}
    assert plan.session.ended == []
    assert plan.cancel() == []


def test_cancelling_keeps_what_stays_after_the_end() -> None:
    flow = """
flows:
  a:
    description: d
    steps:
      - collect: region
        reset_after_flow_ends: false
      - collect: kind
"""
    talk = Talk(define(flow, SLOTS))
    talk.start("a", region="x")
    talk.cancel()
    assert talk.slots == {"region": "x"}


def test_starting_over_forgets_every_answer_of_the_flow(plan: Talk) -> None:
    at_meals(plan)
    plan.fill(aside="x")
    assert plan.restart() == [ask("region")]
    assert plan.slots == {"aside": "x"}
    assert plan.back() == [NothingToUndo(), ask("region")]


def test_starting_over_with_nothing_going_on(plan: Talk) -> None:
    plan.fill(region="a")
    nothing: list[Event] = []
    assert plan.restart() == nothing
    assert plan.slots == {"region": "a"}


# --- starting what is under way -----------------------------------------------------------------
TWO = (
    PLAN
    + """
  aside:
    description: interrupts
    steps:
      - collect: aside
"""
)


def test_starting_the_flow_on_top_again_goes_on_with_it(plan: Talk) -> None:
    at_meals(plan)
    assert plan.start("plan") == [ask("meals")]
    assert plan.start("plan", meals=True)[-1] == FlowEnded("plan", "completed")


def test_starting_it_again_with_another_answer_is_a_correction(plan: Talk) -> None:
    at_meals(plan)
    assert plan.start("plan", region="b") == [
        Corrected({"region": ("a", "b")}),
        Uttered("utter_note"),
        ask("meals"),
    ]


def test_starting_a_flow_that_waits_below_brings_it_to_the_top() -> None:
    talk = at_meals(Talk(define(TWO, SLOTS)))
    talk.start("aside")
    assert talk.start("plan") == [FlowResumed("plan"), ask("meals")]
    assert talk.flows == ["aside", "plan"]
    assert talk.start("aside") == [FlowResumed("aside"), ask("aside")]
    assert talk.flows == ["plan", "aside"]


def test_an_answer_given_with_it_answers_its_open_question() -> None:
    talk = at_meals(Talk(define(TWO, SLOTS)))
    talk.start("aside")
    assert talk.start("plan", meals=True) == [
        FlowResumed("plan"),
        Uttered("utter_done"),
        FlowEnded("plan", "completed"),
        FlowResumed("aside"),
        ask("aside"),
    ]
