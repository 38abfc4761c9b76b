"""A person's plan: beginning a flow with it, adding facts to it, ticking off its steps."""

import re
from typing import Any

from bot.conversation.dossier import Dossier
from bot.conversation.money import facts as money_facts
from bot.conversation.runner import OPENING, Runner
from bot.conversation.slot_answers import step_for
from bot.conversation.spoken import acknowledge
from bot.conversation.turn import Turn
from bot.conversation.understanding import Understanding
from flows import events

_NOT_DONE = re.compile(r"(?:还没|没有|没|未)(?:有)?(?:办|弄|搞|过|拿|下来|好|批|做)")
# So many facts of a plan in one message, and it is a plan: 「连云港 民非 四个班 供餐」.
_A_PLAN = 2
_PLAN_SLOTS = {"form", "nature", "classes", "places", "meals", "inclusive"}


class Plans:
    """What messages about the plan itself do to the flows."""

    def __init__(self, runner: Runner, dossier: Dossier) -> None:
        self.runner = runner
        self.dossier = dossier

    def facts(self, said: Understanding) -> dict[str, Any]:
        """The facts of the sentence that slots exist for; a date only where one is meant."""
        slots = self.runner.definitions.domain.slots
        # 「不对，备过案了」: only a correction means the plan by such words without being asked.
        money = money_facts.stated(said) if said.corrects else {}
        facts = money | {k: v for k, v in said.facts.items() if k in slots}
        if said.intent != "opening_plan" and not said.corrects:
            facts = {k: v for k, v in facts.items() if not k.startswith("opening_date")}
        return facts

    def remember(self, turn: Turn, facts: dict[str, Any]) -> None:
        """The slot a bare number in a later correction means (「不是五个，是四个」)."""
        numeric = [k for k, v in facts.items() if isinstance(v, int | float) and v is not True]
        turn.state.recent = numeric[0] if numeric else turn.state.recent

    def start(self, turn: Turn, flow: str, facts: dict[str, Any]) -> None:
        """Begin a flow with what is known; facts that contradict earlier ones correct them."""
        self.remember(turn, facts)
        old = {k for k, v in facts.items() if turn.slots.get(k) not in (None, v)}
        if old and turn.runs(flow):
            self.runner.run(turn, events.Correct(facts))
            return
        if flow == money_facts.OPERATOR:
            facts = self._afresh(turn, facts)
        if flow == OPENING:
            if turn.place != turn.slots.get("region") and "region" not in facts:
                facts = {"region": turn.place, **facts}
            turn.reply.say(acknowledge(self.runner.library, facts))
            if "form" in facts and old & {"form", "region"} and "done" not in facts:
                facts = {"nature": None, "done": None, **facts}
        self.runner.run(turn, events.Start(flow, facts))

    def _afresh(self, turn: Turn, facts: dict[str, Any]) -> dict[str, Any]:
        """For the operators' money: the place talked of, and questions left open asked again."""
        place = {} if turn.slots.get("region") else {"region": turn.place}
        return {"money_unsure": None, **place, **facts}

    def sketch(self, turn: Turn, facts: dict[str, Any]) -> bool:
        """Several facts of a plan at once, without a word of what they are for."""
        if turn.slots.get("form") or len(set(facts) & _PLAN_SLOTS) < _A_PLAN:
            return False
        self.start(turn, OPENING, facts)
        return True

    def tick(self, turn: Turn, said: Understanding) -> None:
        """A step reported as done; before there is a list it is kept for it."""
        facts = self.facts(said)
        slots = {**turn.slots, **facts}
        step = step_for(said, self.dossier, slots, turn.today)
        done = list(turn.slots.get("done") or [])
        if turn.slots.get("form") is None:
            if step:
                facts |= {"done": list(dict.fromkeys([*done, step]))}
                turn.reply.say("办好的这一步我记下了。")
            self.start(turn, OPENING, facts)
        else:
            self.runner.run(turn, events.Start("tick_step", {"step_done": step} if step else {}))

    def untick(self, turn: Turn, said: Understanding) -> bool:
        """A step that was reported as done and is not: 「登记还没办好，我记错了」."""
        done = list(turn.slots.get("done") or [])
        if not done or said.is_question or not _NOT_DONE.search(said.text):
            return False
        step = step_for(said, self.dossier, turn.slots, turn.today)
        if step not in done:
            return False
        left = [s for s in done if s != step]
        self.runner.run(turn, events.Correct({"done": left}))
        turn.reply.say("好，这一步改回没办好。办好了再告诉我。")
        return True
