"""Random talks over linked flows that are edited on the way: nothing breaks, nothing piles up."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from flows.errors import UnknownName
from flows.events import Ask, Back, Cancel, Command, Correct, Event, Fill, Restart, Skip, Start
from flows.load import ActionResult, Definitions
from flows.session import Session
from tests.flows.talking import Talk, define, turn

OPENING = """
flows:
  opening:
    description: branches, rejects, calls, sets, loops and clears
    persisted_slots: [region, kind]
    steps:
      - id: where
        call: place
        next:
          - if: slots.region = 'b'
            then: [{action: utter_far, next: kind}]
          - else: kind
      - id: kind
        collect: kind
        next:
          - if: slots.kind = 'home'
            then:
              - set_slots: [{small: true}]
              - id: size
                collect: size
                rejections:
                  - {if: slots.size < 1, utter: utter_too_small}
                next:
                  - if: slots.size > 5
                    then: [{set_slots: [{kind: null}], next: kind}]
                  - else: sure
          - else: sure
      - id: sure
        collect: sure
        ask_before_filling: true
        next:
          - if: slots.sure is true
            then: count
          - else: kind
      - id: count
        action: action_count
      - id: onwards
        link: check
"""
PLACE = """
  place:
    description: called, or started by itself
    persisted_slots: [region]
    steps:
      - collect: region
      - action: utter_place
      - collect: street
"""
CHECK = """
  check:
    description: shares two slots with the opening; calls nothing, links back
    steps:
      - collect: size
      - collect: count
        reset_after_flow_ends: false
      - noop: true
        next:
          - if: slots.size > 3
            then: [{link: opening}]
          - else: END
  guarded:
    description: only once a kind is known
    if: slots.kind is not null
    steps:
      - collect: street
"""
SLOTS: dict[str, str | list[str]] = {
    "region": "text",
    "street": "any",
    "kind": ["home", "centre", "unknown"],
    "small": "bool",
    "size": "float",
    "sure": "bool",
    "count": "float",
}
VALUES: dict[str, list[Any]] = {
    "region": ["a", "b", None],
    "street": ["x", "y"],
    "kind": ["home", "centre", None],
    "small": [True, False],
    "size": [0, 2, 4, 9],
    "sure": [True, False],
    "count": [1, 2],
}
FLOWS = ["opening", "place", "check", "guarded"]


def count(slots: Any, now: Any) -> ActionResult:
    return ActionResult({"count": (slots.get("count") or 0) + 1})


def version(*parts: str, drop: tuple[str, ...] = ()) -> Definitions:
    slots = {name: kind for name, kind in SLOTS.items() if name not in drop}
    return define("".join(parts), slots, {"action_count": count})


VERSIONS = [
    version(OPENING, PLACE, CHECK),
    # a question more in the called flow, another way in the caller, a step renamed
    version(
        OPENING.replace("slots.kind = 'home'", "slots.kind = 'centre'")
        .replace("id: count", "id: sum")
        .replace("then: count", "then: sum"),
        PLACE.replace("      - action", "      - collect: size\n      - action"),
        CHECK,
    ),
    # the call is gone and the called flow with it; so is its slot
    version(
        OPENING.replace("call: place", "noop: true"),
        CHECK.replace("collect: street", "collect: sure"),
        drop=("street",),
    ),
    # the opening is gone
    version("flows:", PLACE, CHECK.replace("[{link: opening}]", "END")),
]

facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}
)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Fill, facts),
    st.builds(Correct, facts),
    st.sampled_from([Back(), Skip(), Cancel(), Restart(), Ask()]),
)


class RandomTalk(RuleBasedStateMachine):
    """Every turn goes through ``turn``, which checks what holds after any command."""

    def __init__(self) -> None:
        super().__init__()
        self.definitions = VERSIONS[0]
        self.session = Session()
        self.history: list[tuple[Definitions, Command, list[Event]]] = []

    def say(self, command: Command) -> None:
        self.session, happened = turn(self.definitions, self.session, command)
        self.history.append((self.definitions, command, happened))

    @rule(command=commands)
    def speak(self, command: Command) -> None:
        self.say_known(command)

    @rule(flow=st.sampled_from(FLOWS), slots=facts)
    def start(self, flow: str, slots: dict[str, Any]) -> None:
        if flow in self.definitions.flows:
            self.say_known(Start(flow, slots))

    @rule(definitions=st.sampled_from(VERSIONS))
    def edit(self, definitions: Definitions) -> None:
        self.definitions = definitions

    @rule(command=st.sampled_from([Start("nothing"), Fill({"z": 1}), Correct({"z": 1})]))
    def speak_of_what_is_not_there(self, command: Command) -> None:
        with pytest.raises(UnknownName):
            turn(self.definitions, self.session, command)

    def say_known(self, command: Command) -> None:
        """Say it without the slots that the definitions of the day do not have."""
        slots = getattr(command, "slots", {})
        known = {n: v for n, v in slots.items() if n in self.definitions.domain.slots}
        if isinstance(command, Start):
            self.say(Start(command.flow, known))
        elif isinstance(command, Fill | Correct):
            self.say(type(command)(known))
        else:
            self.say(command)

    @invariant()
    def nothing_piles_up(self) -> None:
        frames = self.session.stack
        assert len(frames) <= len(FLOWS) + 1  # the called flow may also wait by itself
        for frame in frames:
            assert len(frame.trail) == len(set(frame.trail))
            assert len(frame.asked) == len(set(frame.asked)) <= len(SLOTS)
        assert len(self.session.ended) == len(set(self.session.ended))

    def teardown(self) -> None:
        session = Session()
        for definitions, command, expected in self.history:
            session, happened = turn(definitions, session, command)
            assert happened == expected
        assert session == self.session


RandomTalk.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestRandomTalk = RandomTalk.TestCase


def test_a_talk_can_always_be_led_to_its_end() -> None:
    """Answering whatever is asked leads out, from any flow."""
    answers = {name: values[0] for name, values in VALUES.items()} | {"size": 2}
    for flow in FLOWS:
        talk = Talk(VERSIONS[0])
        talk.start(flow, kind="centre")
        for _ in range(20):
            if talk.session.waiting is None:
                break
            talk.fill(**{talk.session.waiting: answers[talk.session.waiting]})
        assert talk.session.stack == []
