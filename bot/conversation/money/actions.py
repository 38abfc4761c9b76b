"""The actions of the money flows: what an institution, or a family, can count on."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversation.answering import Answering
from bot.conversation.messages import Reply, Status
from bot.conversation.money import view as money_view
from bot.conversation.money.birth import assessed
from bot.conversation.money.facts import OPERATOR, PARENT, flow_of, supposed
from bot.conversation.money.note import say_allowance
from bot.conversation.money.questions import worth_asking
from bot.conversation.money.side import SIDES, Side, Slots, given, known, unknown
from bot.conversation.money.view import MoneyView
from bot.conversation.turn import Turn
from bot.settings import CHINA
from content.load import Library
from content.rules.programmes import Assessment
from flows.load import ActionResult

_SUM = re.compile(
    r"(?:那|所以)*(?:我们?|我家|全部|这些)?(?:一共|总共|合计|加起来|拢共|全部)(?:能|可以|会)?"
    r"(?:拿|领|补|得|有|是|享受)?(?:到|下来)?多少(?:钱|元|块钱|万|补贴)?[呢啊呀]?"
    r"|(?:请|帮我|给我|麻烦)*(?:再|重新?)(?:帮我|给我)?算(?:一下|一遍|一次|算|过)?[吧呢]?"
)
_END = "。？?！! "
_TOPICS = {"operator_subsidy": OPERATOR, "childcare_allowance": PARENT}
# Slots without which nothing could be worked out but a list.
_TELLING = ("inclusive", "added_classes", "places", "birth_date")
_DAY_NEEDED = "有的项目差几天结果就不一样：说一下孩子几号生的，我再算。"


@dataclass(frozen=True)
class _Result:
    """What was worked out for which slots. ``changed``: in words, from the last time."""

    side: Side
    slots: Slots
    found: Assessment
    changed: str = ""
    supposed: bool = False


class Money:
    """Works out and says what money there is."""

    def __init__(self, library: Library, answering: Answering) -> None:
        self.library = library
        self.answering = answering
        self.view = MoneyView(answering)

    # --- actions ----------------------------------------------------------------------------
    def operator_questions(self, slots: Slots, now: datetime) -> ActionResult:
        return self._questions(SIDES[OPERATOR], slots, _day(now))

    def family_questions(self, slots: Slots, now: datetime) -> ActionResult:
        return self._questions(SIDES[PARENT], slots, _day(now))

    def allowance_note(self, slots: Slots, now: datetime) -> ActionResult:
        """What the allowance comes to, before the rest is asked."""
        birth, as_of = slots["birth_date"], _day(now)

        def say(reply: Reply) -> None:
            say_allowance(reply, self.library, self.answering, birth, as_of)

        return ActionResult(payload=None if unknown(birth) else say)

    def operator(self, slots: Slots, now: datetime) -> ActionResult:
        return self._result(SIDES[OPERATOR], slots, _day(now))

    def parent(self, slots: Slots, now: datetime) -> ActionResult:
        return self._result(SIDES[PARENT], slots, _day(now))

    def _questions(self, side: Side, slots: Slots, as_of: date) -> ActionResult:
        return ActionResult({side.asks: worth_asking(self.library, side, slots, as_of)})

    def _result(self, side: Side, slots: Slots, as_of: date) -> ActionResult:
        found = self._found(side, slots, as_of)
        before = slots.get(side.sum)

        def say(reply: Reply) -> None:
            changed = money_view.difference(found, before, "上次算的", side.period)
            self._say(reply, _Result(side, slots, found, changed), as_of)
            reply.say(side.hint)

        return ActionResult({side.sum: money_view.snapshot(found)}, say)

    # --- afterwards -------------------------------------------------------------------------
    def total(self, turn: Turn) -> bool:
        """Answer 「一共多少」 and 「如果不是普惠呢」 from what is known; False for anything else.

        A supposition is worked out and forgotten: it overturns nothing that was said.
        """
        said, flow = turn.said, flow_of(turn) or self._by_topic(turn)
        if said is None or flow is None:
            return False
        ifs = supposed(turn, said, flow)
        if not ifs and not _SUM.fullmatch(said.text.strip(_END)):
            return False
        side = SIDES[flow]
        result = self._supposing(side, turn, ifs) if ifs else self._as_told(side, turn)
        self._say(turn.reply, result, turn.today)
        return True

    def _as_told(self, side: Side, turn: Turn) -> _Result:
        return _Result(side, turn.slots, self._found(side, turn.slots, turn.today))

    def _supposing(self, side: Side, turn: Turn, ifs: Slots) -> _Result:
        slots = {**turn.slots, **ifs}
        found = self._found(side, slots, turn.today)
        told = money_view.snapshot(self._found(side, turn.slots, turn.today))
        changed = money_view.difference(found, told, "现在说的", side.period)
        return _Result(side, slots, found, changed or "换成这样，结果不变。", supposed=True)

    def _found(self, side: Side, slots: Slots, as_of: date) -> Assessment:
        return assessed(self.library, side.audience, known(side, slots), as_of)

    def _by_topic(self, turn: Turn) -> str | None:
        """The flow that the last answer's topic belongs to, where enough is known to work it out."""
        flow = None if turn.waiting else _TOPICS.get(turn.state.topic or "")
        return flow if flow and any(turn.slots.get(slot) for slot in _TELLING) else None

    def _say(self, reply: Reply, result: _Result, as_of: date) -> None:
        """The sum, what has changed, the table, and what it leaves open."""
        side, slots, found = result.side, result.slots, result.found
        told = given(self.library, side, slots)
        reply.say(money_view.lead(found, told, side.period, result.supposed))
        reply.say(result.changed)
        born = not unknown(slots.get("birth_date"))
        if born and any("birth_date" in item.missing for item in found.items):
            reply.say(_DAY_NEEDED)
        self.view.table(reply, side.title, found, as_of, {*side.facts, "chinese"})
        reply.say(money_view.total(found, side.period))
        reply.say(self._left_out(side, slots))
        reply.say(money_view.left_unsaid(found))
        self.view.stale(reply, found, as_of)
        reply.status = Status.DONE
        if side.audience == "operator":
            reply.region = slots.get("region")

    def _left_out(self, side: Side, slots: Slots) -> str:
        """Whose rules the table does not have, as the place is not known or not covered."""
        asked = slots.get(side.asks) or []
        left = [w for s, w in side.places.items() if s in asked and unknown(slots.get(s))]
        region = slots.get("region") if side.audience == "operator" else None
        if region and not self.library.regions.coverage(region):
            name = self.library.regions.full_name(region)
            left.append(f"{name}的当地文件我们没有收录，这里只有全国的；当地的请问县级卫健部门。")
        return "".join(left)


def _day(now: datetime) -> date:
    return now.astimezone(CHINA).date()
