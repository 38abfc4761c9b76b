"""Choices: which one a message picks, and what picking it does.

A choice's id is its payload: ``form=profit``, ``topic=fire``, ``guidance=fever:2``, ``flow=…``,
``region=…``, ``start=flow`` or ``start=flow:slot=value``. So a button pressed late still means what it said.
Payloads come from outside and are checked like any input.
"""

from typing import Any

from bot.conversation.guidance import Guidance
from bot.conversation.messages import Status
from bot.conversation.money import facts as money_facts
from bot.conversation.plans import Plans
from bot.conversation.runner import Runner
from bot.conversation.state import OpenChoice, TalkState
from bot.conversation.topics import Topics
from bot.conversation.turn import Said, Turn
from bot.conversation.understanding import Understanding
from flows import events
from nlu.entities.choice import choice_number

_FAMILY_PLACES = ("home_region", "work_region")
# What the buttons of slots without declared values offer.
_MAYBE = ("true", "false", "unknown")
_OFFERED = {
    "meals": ("true", "false"),
    "inclusive": _MAYBE,
    "in_community": _MAYBE,
    "filed": _MAYBE,
    "claimed": _MAYBE,
    "insured": _MAYBE,
    "pays_income_tax": _MAYBE,
    "work_region": ("same", "unknown"),
}

# Payloads that only get a word.
_SAYINGS = {"none": "utter_rephrase"}


class Choices:
    """Picks and carries out."""

    def __init__(self, runner: Runner, topics: Topics, plans: Plans, guidance: Guidance) -> None:
        self.runner = runner
        self.topics = topics
        self.plans = plans
        self.guidance = guidance
        self.definitions, self.library = runner.definitions, runner.library

    def picked(self, state: TalkState, message: Said) -> str | None:
        """The payload of the choice a message picks: by id, by number, by label."""
        if message.choice and "=" in message.choice:
            return message.choice
        text = (message.choice or message.text).strip()
        number = choice_number(text, len(state.choices)) if state.choices else None
        if number:
            return state.choices[number - 1].payload
        return next((c.payload for c in state.choices if c.label == text), None)

    def out_of_range(self, turn: Turn, offered: list[OpenChoice]) -> None:
        """A number that none of the open choices has: say which ones there are."""
        turn.reply.say(f"没有这一项，请回1到{len(offered)}的数字，或者直接打字说。")
        self.runner.offer(turn, [(choice.label, choice.payload) for choice in offered])
        turn.reply.status = Status.ASKED

    def carry_out(self, turn: Turn, payload: str) -> None:
        """Do what a payload says; one that says nothing we know does nothing."""
        kind, _, value = payload.partition("=")
        if kind == "flow" and value in money_facts.FLOWS:
            self.plans.start(turn, value, {})
        elif kind == "flow" and value in self.definitions.flows:
            self.runner.run(turn, events.Start(value))
        elif kind == "start":
            self._start(turn, value)
        elif kind in ("topic", "nation", "guidance"):
            self._tell(turn, kind, value)
        elif kind in _SAYINGS:
            self.runner.utter(turn, _SAYINGS[kind])
            self.runner.bring_back(turn)
        elif kind == "region" and turn.waiting in _FAMILY_PLACES:
            self._fill(turn, turn.waiting or "", value)
        elif kind == "region" and not self._plans_place(turn):
            self.place_named(turn, value)
        elif self._is_value(turn, kind, value):
            self._fill(turn, kind, _typed(value))

    def _tell(self, turn: Turn, kind: str, value: str) -> None:
        if kind == "guidance":
            self.guidance.show(turn, value)
        elif value not in self.library.topics:
            return
        elif kind == "nation":
            self.topics.answer(turn, value, None, nation=True)
            turn.state.topic_region = turn.place
        else:
            self.topics.answer(turn, value, turn.place)

    def _plans_place(self, turn: Turn) -> bool:
        """Whether a place's button answers, or changes the answer of, a flow that is open."""
        session = turn.state.session
        return turn.waiting == "region" or bool(session.stack and turn.slots.get("region"))

    def place_named(self, turn: Turn, region: str, said: Understanding | None = None) -> None:
        """Nothing but a place: for the last topic, else as the place to talk about."""
        if region not in self.library.regions:
            return
        missing = money_facts.place_missing(turn)
        if missing:
            self.runner.run(turn, events.Correct({missing: region}))
            return
        if turn.state.beside:
            self.topics.again(turn, region, said)
            return
        if turn.state.topic:
            self.topics.answer(turn, turn.state.topic, region, said, follows=True)
            return
        if turn.state.session.stack and turn.slots.get("region") not in (None, region):
            self.runner.run(turn, events.Correct({"region": region}))
            return
        turn.state.topic_region = turn.reply.region = region
        turn.reply.say(f"好，说{self.library.regions.full_name(region)}。")
        self.runner.utter(turn, "utter_no_last_topic")
        turn.reply.status = Status.ASKED

    def _start(self, turn: Turn, value: str) -> None:
        flow, _, fact = value.partition(":")
        slot, _, given = fact.partition("=")
        if flow not in self.definitions.flows:
            return
        if not fact:
            self.plans.start(turn, flow, {})
        elif self._is_value(turn, slot, given):
            self.plans.start(turn, flow, {slot: _typed(given)})

    def _fill(self, turn: Turn, slot: str, value: Any) -> None:
        """The answer to the open question; from an older button, a correction."""
        if turn.waiting == slot:
            self.runner.run(turn, events.Fill({slot: value}))
        elif turn.slots.get(slot) is not None:
            self.runner.run(turn, events.Correct({slot: value}))

    def _is_value(self, turn: Turn, slot: str, value: str) -> bool:
        """Whether a button could have offered this value for the slot."""
        declared = self.definitions.domain.slots.get(slot)
        if slot == "region" or (slot in _FAMILY_PLACES and value in self.library.regions):
            return value in self.library.regions
        if slot == "step_done":
            items = self.plans.dossier.items(turn.slots, turn.today)
            return value in {item.id for item in items}
        if declared is None:
            return False
        return value in declared.values or value in _OFFERED.get(slot, ())


def _typed(value: str) -> Any:
    return {"true": True, "false": False}.get(value, value)
