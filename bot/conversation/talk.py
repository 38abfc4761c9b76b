"""One message in, one reply out: decides what a message does to the talk.

Pure but for the NLU model it asks: the state goes in and comes out, the time is given. The
questions asked of a message, in this order: does it tell of a danger; does it pick an open choice; does it correct
something; is it a command; does it answer the open question; does it follow up the last
answer; does it start a flow; does it ask about a topic; does it ask about raising a child; is it
small talk. What is left is asked back or declined.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation.actions import Actions
from bot.conversation.article_choice import Selects
from bot.conversation.choices import Choices
from bot.conversation.commands import WEAK, WORDS, Commands
from bot.conversation.danger import Alarms, Hears
from bot.conversation.follow_ups import FollowUps
from bot.conversation.guidance import Guidance
from bot.conversation.messages import Reply, Status
from bot.conversation.money import facts as money_facts
from bot.conversation.plans import Plans
from bot.conversation.position import Positions
from bot.conversation.questions import CLEAR, SURE, SURER, Questions
from bot.conversation.runner import OPENING, Runner
from bot.conversation.slot_answers import correction_of, step_for, value_for
from bot.conversation.spoken import acknowledge
from bot.conversation.state import OpenChoice, TalkState
from bot.conversation.topics import Topics
from bot.conversation.turn import Said, Turn
from bot.conversation.understanding import Understander, Understanding
from bot.settings import CHINA
from content.danger import Flag
from content.load import Library
from content.positions.counties import Counties
from flows import events
from flows.load import Definitions
from scheduler.calendar import Calendar

# Longer than this, a message that is no question still is more than an answer to ours.
SHORT = 14

_GENERAL = {
    "greet": "utter_greet",
    "thanks": "utter_thanks",
    "bye": "utter_bye",
    "help": "utter_help",
    "bot_identity": "utter_bot_identity",
    "affirm": "utter_affirm",
    "deny": "utter_deny",
    "human": "utter_human",
    "abuse": "utter_abuse",
    "out_of_scope": "utter_out_of_scope",
}
_STATUS = {
    "out_of_scope": Status.DECLINED,
    "human": Status.HANDED_OVER,
}
# Asks what it comes to, not what the rate is.
_SUM = re.compile(
    r"(?:能|可以|可)(?:拿|领|补|得|有)|一共|总共|合计|到手|(?:帮我|给我)算|算算|算一下"
)
# A letter or character of any script; signs and figures alone ask nothing.
_WORDS = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[\d\s.、,，。①-⑳]+")
_SMALL_TALK = {"greet", "thanks", "bye", "abuse", "affirm", "deny", "bot_identity"}
# After these nobody wants the open question pressed on them again.
_LETS_GO = {"thanks", "bye", "abuse"}


@dataclass(frozen=True)
class Taught:
    """What was learnt from sentences: their meaning, the articles they ask for, emergencies."""

    understander: Understander
    articles: Selects
    alarm: Hears


class Talk:
    """The conversation's judgement, for one library, one set of flows and one NLU model."""

    def __init__(
        self,
        library: Library,
        definitions: Definitions,
        taught: Taught,
        calendar: Calendar,
    ) -> None:
        self.library = library
        self.definitions = definitions
        self.actions = Actions(library, calendar)
        self.understander = taught.understander
        self.runner = Runner(library, definitions, self.actions)
        self.topics = Topics(library, self.runner)
        self.plans = Plans(self.runner, self.actions.dossier)
        self.guidance = Guidance(library, self.runner, taught.articles)
        self.choices = Choices(self.runner, self.topics, self.plans, self.guidance)
        self.commands = Commands(self.runner, self.topics, self.actions.dossier)
        self.follow_ups = FollowUps(self.topics, self.choices)
        self.questions = Questions(self.topics, self.runner)
        self.alarms = Alarms(library, self.topics, self.questions, taught.alarm)
        self.positions = Positions(self.runner, Counties(library.regions))
        self._handlers = (
            self.plans.untick,
            self._correction,
            self._command,
            self._several,
            self._slot_answer,
            self._statement,
            self.guidance.follow_up,
            self._follow_up,
            self._trigger,
            self.questions.ask,
            self.guidance.ask,
            self._general,
            self.guidance.named,
        )

    def understand(self, message: Said, now: datetime) -> Understanding | None:
        """What the text means; needs no state, so it can be worked out before a transaction."""
        if message.choice or not message.text.strip():
            return None
        return self.understander.understand(message.text, now.astimezone(CHINA).date())

    def reply(
        self,
        state: TalkState,
        message: Said,
        now: datetime,
        understood: Understanding | None = None,
    ) -> tuple[TalkState, Reply]:
        """Answer one message. The state that comes in is not touched."""
        turn = Turn(state.model_copy(deep=True), Reply(), now)
        understood = understood or self.understand(message, now)
        opinion = self.alarms.opinion(message.text, understood, state.months)
        if flag := self.alarms.flag(opinion) or self._asked_for(state, message):
            turn.state.choices = []
            self.alarms.answer(turn, flag, understood)
            return self._close(turn), turn.reply
        self._answer(turn, message, understood)
        self.alarms.warn(turn, opinion)
        return self._close(turn), turn.reply

    def _answer(self, turn: Turn, message: Said, understood: Understanding | None) -> None:
        if message.cut:
            self.runner.utter(turn, "utter_too_long")
        if message.unread:
            self.runner.utter(turn, "utter_unread")
            self.runner.bring_back(turn)
            return
        if message.position:
            said = self.positions.read(turn, message.position)
            if said:
                self._hear(turn, said)
            return
        payload = self.choices.picked(turn.state, message)
        offered, turn.state.choices = turn.state.choices, []
        if payload:
            self.choices.carry_out(turn, payload)
        elif offered and not turn.waiting and _NUMBER.fullmatch(message.text.strip()):
            self.choices.out_of_range(turn, offered)
        else:
            self._hear(turn, understood)
        if not turn.reply.messages:
            over = payload and message.choice
            self.runner.miss(turn, "utter_button_over" if over else "utter_not_understood")

    def _asked_for(self, state: TalkState, message: Said) -> Flag | None:
        """The danger whose steps a button names."""
        return self.alarms.picked(self.choices.picked(state, message))

    def broken(self, now: datetime) -> Reply:
        """What is said where answering failed by a mistake of ours."""
        turn = Turn(TalkState(), Reply(status=Status.DECLINED), now)
        self.runner.utter(turn, "utter_broken")
        return turn.reply

    # --- words ------------------------------------------------------------------------------
    def _hear(self, turn: Turn, said: Understanding | None) -> None:
        if said is None or not said.text:
            self.runner.miss(turn, "utter_empty")
            return
        if not _WORDS.search(said.text) and turn.waiting is None:
            self.runner.miss(turn, "utter_not_understood")
            return
        if _NUMBER.fullmatch(said.text) and self._value(turn, said) is None:
            self.runner.miss(turn, "utter_not_understood")
            return
        turn.said = said
        turn.reply.intent, turn.reply.confidence = said.intent, said.confidence
        if not any(handler(turn, said) for handler in self._handlers):
            self.questions.unsure(turn, said)

    def _correction(self, turn: Turn, said: Understanding) -> bool:
        sure = said.intent == "correct" and said.confidence >= SURE
        planned = turn.waiting or turn.slots.get("region")
        if not (said.corrects or sure) or said.asks_aside(CLEAR if planned else SURE, SHORT):
            return False
        if not said.corrects and turn.waiting and self._value(turn, said) is not None:
            return False
        facts = self.plans.facts(said) or correction_of(said, turn.state.recent)
        if set(facts) == {"region"} and turn.state.topic and not planned:
            self.topics.answer(turn, turn.state.topic, facts["region"], said, follows=True)
        elif facts:
            self.plans.remember(turn, facts)
            self.runner.run(turn, events.Correct(facts))
            if not turn.reply.messages:
                turn.reply.say(acknowledge(self.library, facts))
        elif sure and not said.is_question:
            self.runner.utter(turn, "utter_corrected_what")
            turn.reply.status = Status.ASKED
            self.runner.run(turn, events.Ask())
        else:
            return False
        return True

    def _command(self, turn: Turn, said: Understanding) -> bool:
        name = WORDS.get(said.text.strip("。!！~～ ")) or (
            said.intent if said.confidence >= SURE else None
        )
        if name is None or not self.commands.knows(name):
            return False
        if turn.waiting and name in WEAK and self._value(turn, said) is not None:
            return False
        self.commands.perform(turn, name)
        return True

    def _slot_answer(self, turn: Turn, said: Understanding) -> bool:
        """The answer to the open question, unless it is rather a question of its own."""
        if not turn.waiting or said.asks_aside(SURE, SHORT):
            return False
        value = self._value(turn, said)
        if value is None or (turn.waiting == "region" and self._asks_there(said)):
            return False
        facts = self.plans.facts(said) | {turn.waiting: value}
        if turn.waiting == "opening_date":
            facts["opening_date_past"] = said.facts.get("opening_date_past")
        old = {k for k, v in facts.items() if turn.slots.get(k) not in (None, v)}
        self.plans.remember(turn, facts)
        if old and said.intent == OPENING:
            self.runner.run(turn, events.Correct(facts))
        else:
            fresh = {k: v for k, v in facts.items() if k not in old or k == turn.waiting}
            self.runner.run(turn, events.Fill(fresh))
        return True

    def _asks_there(self, said: Understanding) -> bool:
        """「泽州县补贴」: a question about a place rather than the place of the plan."""
        topic = self.questions.topic_of(said.intent) is not None and said.confidence >= CLEAR
        return not said.only_place and (said.is_question or topic)

    def _statement(self, turn: Turn, said: Understanding) -> bool:
        """Facts that were not asked for (「3个班」「巴公镇的」): note them and go on."""
        facts = self.plans.facts(said)
        if turn.waiting and money_facts.flow_of(turn) and not said.is_question:
            told = money_facts.stated(said)
            if told and not facts:
                self.runner.run(turn, events.Fill(told))
                return True
        if not facts or said.is_question or said.has_trigger(SURE):
            return False
        if not turn.waiting and self.questions.topic_of(said.intent) and said.confidence >= CLEAR:
            return False  # 「金东非普惠托育新增两个班补助金额」 is a question without a mark
        if len(said.text) > SHORT:
            return not turn.waiting and self.plans.sketch(turn, facts)
        planned = turn.waiting or (turn.slots.get("form") and set(facts) - {"region"})
        if not planned:
            return self.plans.sketch(turn, facts)
        changed = {k: v for k, v in facts.items() if turn.slots.get(k) != v}
        self.plans.remember(turn, facts)
        if turn.waiting:
            turn.reply.say(acknowledge(self.library, changed))
            self.runner.run(turn, events.Fill(facts))
        else:
            self.runner.run(turn, events.Correct(facts))
        return True

    def _several(self, turn: Turn, said: Understanding) -> bool:
        """Several questions in one message: each is answered."""
        if not said.parts:
            return False
        self.topics.several(turn, said.parts, turn.asked_place(said))
        return True

    def _follow_up(self, turn: Turn, said: Understanding) -> bool:
        """「那连云港呢」「非营利的呢」「去哪办」: the last question, with something else in it."""
        if self.actions.money.total(turn):
            self.runner.bring_back(turn)
            return True
        talking = turn.state.topic or turn.state.session.stack
        covers = said.is_coverage(SURE) and not (talking and said.text.endswith("呢"))
        return (
            self.follow_ups.place(turn, said, covers)
            or self.follow_ups.other_fact(turn, said)
            or self.follow_ups.role(turn, said)
            or self.follow_ups.nation(turn, said)
            or self.follow_ups.aspect(turn, said)
            or self.follow_ups.detail(turn, said)
        )

    def _trigger(self, turn: Turn, said: Understanding) -> bool:
        """An intent that starts a flow."""
        flow = self.definitions.triggered_by(said.intent) if said.confidence >= SURE else None
        if self._asks_for_a_sum(said):
            flow = self.definitions.flows[money_facts.OPERATOR]
        if flow is None:
            return False
        if flow.id == "tick_step":
            self.plans.tick(turn, said)
        else:
            self.questions.point_first(turn, said)
            self.plans.start(turn, flow.id, self.plans.facts(said))
        return True

    def _asks_for_a_sum(self, said: Understanding) -> bool:
        """「3个班48个托位，能拿多少补贴」: figures, and what they come to."""
        figures = {"classes", "places"} & set(said.facts)
        subsidy = said.intent in ("ask_operator_subsidy", money_facts.OPERATOR)
        many = len(figures) > 1 or any(said.facts[f] > 1 for f in figures)
        return bool(subsidy and many and said.confidence >= SURE and _SUM.search(said.text))

    def _general(self, turn: Turn, said: Understanding) -> bool:
        response = _GENERAL.get(said.intent)
        if response is None or said.confidence < (SURER if said.intent in _SMALL_TALK else SURE):
            return False
        self.runner.utter(turn, response)
        if said.intent not in _LETS_GO:
            self.runner.bring_back(turn)
        turn.reply.status = _STATUS.get(said.intent, Status.ANSWERED)
        return True

    # --- facts ------------------------------------------------------------------------------
    def _value(self, turn: Turn, said: Understanding) -> Any:
        if turn.waiting == "step_done":
            return step_for(said, self.actions.dossier, turn.slots, turn.today)
        return value_for(turn.waiting or "", said)

    def _close(self, turn: Turn) -> TalkState:
        reply, state = turn.reply, turn.state
        if reply.status is not Status.DECLINED:
            state.misses = 0
        state.choices = [OpenChoice(**vars(choice)) for choice in reply.choices]
        text = "\n".join(message.plain() for message in reply.messages)
        if reply.intent != "repeat":
            state.last = {"text": text[:4000]}
        reply.region = reply.region or turn.slots.get("region")
        return state
