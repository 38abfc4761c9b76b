"""Several flows: called, linked, interrupted, and what each may forget."""

import pytest

from flows.errors import RunawayFlow
from flows.events import (
    Corrected,
    FlowEnded,
    FlowResumed,
    FlowStarted,
    NothingToUndo,
    Uttered,
)
from flows.session import Session
from tests.flows.talking import Talk, ask, define

CALLS = """
flows:
  parent:
    description: asks, has another flow ask, asks again
    persisted_slots: [street]
    steps:
      - collect: name
      - id: where
        call: address
        next:
          - if: slots.town = 'b'
            then: [{action: utter_far, next: rest}]
          - else: rest
      - id: rest
        collect: colour
  address:
    description: called by the parent
    steps:
      - collect: town
      - action: utter_nice_town
      - collect: street
  aside:
    description: interrupts
    steps:
      - collect: town
      - collect: hobby
"""
SLOTS = dict.fromkeys(("name", "town", "street", "colour", "hobby"), "text")


@pytest.fixture
def calls() -> Talk:
    return Talk(define(CALLS, SLOTS))


def at_street(talk: Talk) -> Talk:
    """The parent has called the address flow, which has asked for the street."""
    talk.start("parent")
    talk.fill(name="王")
    assert talk.fill(town="a") == [Uttered("utter_nice_town"), ask("street")]
    assert talk.flows == ["parent", "address"]
    return talk


# --- call -------------------------------------------------------------------------------------
def test_a_called_flow_returns_and_its_answers_serve_the_caller(calls: Talk) -> None:
    assert calls.start("parent") == [FlowStarted("parent"), ask("name")]
    assert calls.fill(name="王") == [ask("town")]
    assert calls.fill(town="b") == [Uttered("utter_nice_town"), ask("street")]
    assert calls.fill(street="x") == [Uttered("utter_far"), ask("colour")]
    assert calls.slots == {"name": "王", "town": "b", "street": "x"}
    assert calls.fill(colour="red") == [FlowEnded("parent", "completed")]
    assert calls.slots == {"street": "x"}
    assert calls.session.ended == ["parent"]


def test_a_called_flow_asks_nothing_that_is_known(calls: Talk) -> None:
    assert calls.start("parent", name="王", town="a", street="x") == [
        FlowStarted("parent"),
        Uttered("utter_nice_town"),
        ask("colour"),
    ]


def test_back_within_a_called_flow_and_out_of_it(calls: Talk) -> None:
    at_street(calls)
    assert calls.back() == [ask("town")]
    assert calls.back() == [ask("name")]
    assert calls.flows == ["parent"]
    assert calls.back() == [NothingToUndo(), ask("name")]


def test_back_into_a_called_flow_that_has_returned(calls: Talk) -> None:
    at_street(calls)
    calls.fill(street="x")
    assert calls.back() == [Uttered("utter_nice_town"), ask("street")]
    assert calls.flows == ["parent", "address"]
    assert calls.back() == [ask("town")]
    assert calls.fill(town="b") == [Uttered("utter_nice_town"), ask("street")]
    assert calls.fill(street="y") == [Uttered("utter_far"), ask("colour")]


def test_correcting_the_caller_while_the_called_flow_is_on_top(calls: Talk) -> None:
    at_street(calls)
    assert calls.correct(name="李") == [
        Corrected({"name": ("王", "李")}),
        Uttered("utter_nice_town"),
        ask("street"),
    ]
    assert calls.flows == ["parent", "address"]
    assert calls.fill(street="x") == [ask("colour")]
    assert calls.back() == [Uttered("utter_nice_town"), ask("street")]
    assert calls.back() == [ask("town")]
    assert calls.back() == [ask("name")]


def test_correcting_the_called_flow_while_it_is_on_top(calls: Talk) -> None:
    at_street(calls)
    assert calls.correct(town="b") == [
        Corrected({"town": ("a", "b")}),
        Uttered("utter_nice_town"),
        ask("street"),
    ]
    assert calls.fill(street="x") == [Uttered("utter_far"), ask("colour")]


def test_correcting_a_called_flow_that_has_returned(calls: Talk) -> None:
    at_street(calls)
    calls.fill(street="x")
    assert calls.correct(town="b") == [
        Corrected({"town": ("a", "b")}),
        Uttered("utter_nice_town"),
        Uttered("utter_far"),
        ask("colour"),
    ]


def test_correcting_after_the_end_begins_the_caller_again(calls: Talk) -> None:
    at_street(calls)
    calls.fill(street="x")
    calls.fill(colour="red")
    assert calls.correct(street="y") == [
        Corrected({"street": ("x", "y")}),
        FlowStarted("parent"),
        ask("name"),
    ]


def test_cancelling_within_a_called_flow_leaves_the_whole(calls: Talk) -> None:
    at_street(calls)
    assert calls.cancel() == [FlowEnded("parent", "cancelled")]
    assert calls.slots == {}


def test_starting_over_within_a_called_flow_begins_the_whole(calls: Talk) -> None:
    at_street(calls)
    assert calls.restart() == [ask("name")]
    assert calls.slots == {}


def test_starting_the_caller_within_the_called_flow_goes_on(calls: Talk) -> None:
    at_street(calls)
    assert calls.start("parent") == calls.start("address") == [ask("street")]
    assert calls.flows == ["parent", "address"]


def test_a_caller_and_what_it_called_come_to_the_top_together(calls: Talk) -> None:
    at_street(calls)
    calls.start("aside")
    assert calls.flows == ["parent", "address", "aside"]
    assert calls.start("parent") == [FlowResumed("parent"), ask("street")]
    assert calls.flows == ["aside", "parent", "address"]


def test_flows_that_call_one_another_run_away() -> None:
    flows = """
flows:
  a: {description: d, steps: [{collect: name, ask_before_filling: true}, {call: b}]}
  b: {description: d, steps: [{collect: town, ask_before_filling: true}, {call: a}]}
"""
    talk = Talk(define(flows, SLOTS))
    talk.start("a")
    talk.fill(name="x")
    with pytest.raises(RunawayFlow, match="flow 'a' calls itself"):
        talk.fill(town="y")


def test_a_called_flow_whose_caller_is_missing_just_ends(calls: Talk) -> None:
    at_street(calls)
    orphan = Session.model_validate({**calls.session.model_dump(), "stack": []})
    orphan.stack = [calls.session.stack[-1]]
    talk = Talk(calls.definitions, orphan)
    assert talk.fill(street="x") == []


# --- link -------------------------------------------------------------------------------------
LINKS = """
flows:
  first:
    description: ends in another flow
    steps:
      - collect: name
      - collect: town
      - link: second
  second:
    description: asks for the town, too
    steps:
      - collect: town
      - collect: hobby
      - link: third
  third:
    description: goes back to the first
    steps:
      - collect: colour
      - link: first
"""


def test_a_link_ends_one_flow_and_begins_the_next() -> None:
    talk = Talk(define(LINKS, SLOTS))
    talk.start("first")
    talk.fill(name="王")
    assert talk.fill(town="a") == [
        FlowEnded("first", "completed"),
        FlowStarted("second"),
        ask("hobby"),
    ]
    assert talk.flows == ["second"]
    assert talk.slots == {"town": "a"}
    assert talk.session.ended == ["first"]


def test_links_in_a_ring_do_not_pile_up() -> None:
    talk = Talk(define(LINKS, SLOTS))
    talk.start("third")
    talk.start("first")
    talk.start("second", town="a")
    for _ in range(3):
        talk.fill(hobby="x")
        assert talk.session.waiting == "colour"
        talk.fill(colour="x")
        talk.fill(name="x", town="a")
        assert len(talk.session.stack) == 1
        assert talk.session.waiting == "hobby"


def test_a_link_to_a_flow_that_waits_below_goes_on_with_it() -> None:
    talk = Talk(define(LINKS, SLOTS))
    talk.start("second", town="a")
    talk.start("first")
    assert talk.fill(name="x") == [
        FlowEnded("first", "completed"),
        FlowResumed("second"),
        ask("hobby"),
    ]
    assert talk.flows == ["second"]


def test_a_link_to_itself_asks_again() -> None:
    flow = "flows: {a: {description: d, steps: [{collect: name}, {link: a}]}}"
    talk = Talk(define(flow, SLOTS))
    talk.start("a")
    assert talk.fill(name="x") == [
        FlowEnded("a", "completed"),
        FlowStarted("a"),
        ask("name"),
    ]


def test_a_called_flow_that_links_returns_to_the_caller_in_the_end() -> None:
    flows = """
flows:
  a: {description: d, steps: [{call: b}, {collect: colour}]}
  b: {description: d, steps: [{link: c}]}
  c: {description: d, steps: [{collect: town}]}
"""
    talk = Talk(define(flows, SLOTS))
    assert talk.start("a") == [FlowStarted("a"), ask("town")]
    assert talk.fill(town="x") == [ask("colour")]


# --- interruption -----------------------------------------------------------------------------
def test_an_interrupted_flow_goes_on_where_it_was(calls: Talk) -> None:
    at_street(calls)
    assert calls.start("aside") == [FlowStarted("aside"), ask("hobby")]
    assert calls.fill(hobby="x") == [
        FlowEnded("aside", "completed"),
        FlowResumed("parent"),
        ask("street"),
    ]


def test_the_end_of_an_interruption_forgets_nothing_the_flow_below_knows(calls: Talk) -> None:
    at_street(calls)
    calls.start("aside", hobby="x")
    assert calls.slots == {"name": "王", "town": "a"}


def test_what_the_interruption_asked_serves_the_flow_below(calls: Talk) -> None:
    calls.start("parent")
    calls.fill(name="王")
    calls.start("aside")
    calls.fill(town="b")
    assert calls.fill(hobby="x") == [
        FlowEnded("aside", "completed"),
        FlowResumed("parent"),
        Uttered("utter_nice_town"),
        ask("street"),
    ]


def test_cancelling_an_interruption_goes_on_below(calls: Talk) -> None:
    at_street(calls)
    calls.start("aside")
    assert calls.cancel() == [
        FlowEnded("aside", "cancelled"),
        FlowResumed("parent"),
        ask("street"),
    ]
    assert calls.cancel() == [FlowEnded("parent", "cancelled")]


def test_back_does_not_reach_through_an_interruption(calls: Talk) -> None:
    at_street(calls)
    calls.start("aside")
    assert calls.back() == [NothingToUndo(), ask("hobby")]
    assert calls.slots["town"] == "a"


def test_a_correction_reaches_the_flow_below(calls: Talk) -> None:
    at_street(calls)
    calls.start("aside")
    assert calls.correct(town="b") == [Corrected({"town": ("a", "b")}), ask("hobby")]
    assert calls.fill(hobby="x")[-2:] == [Uttered("utter_nice_town"), ask("street")]


def test_what_is_taken_back_above_is_asked_again_below(calls: Talk) -> None:
    calls.start("aside")
    calls.fill(town="a")
    calls.start("parent")
    calls.fill(name="王")
    assert calls.correct(town=None) == [Corrected({"town": ("a", None)}), ask("town")]
    calls.cancel()
    assert calls.session.waiting == "town"


def test_starting_over_above_is_asked_again_below(calls: Talk) -> None:
    calls.start("parent")
    calls.fill(name="王", town="a")
    calls.start("aside")
    assert calls.restart() == [ask("town")]
    assert calls.cancel()[-1] == ask("town")


def test_a_refused_flow_leaves_the_open_question(calls: Talk) -> None:
    flows = CALLS + "  closed: {description: d, if: false, steps: [{collect: hobby}]}\n"
    talk = at_street(Talk(define(flows, SLOTS)))
    assert talk.start("closed") == [FlowEnded("closed", "refused"), ask("street")]
