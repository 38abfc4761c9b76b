"""Commands that lead the talk itself: 取消 上一步 重来 继续 跳过 再说一遍, in any words."""

from bot.conversation.dossier import Dossier
from bot.conversation.money import facts as money_facts
from bot.conversation.runner import OPENING, Runner
from bot.conversation.spoken import acknowledge
from bot.conversation.topics import Topics
from bot.conversation.turn import Turn
from flows import events

WORDS = {
    "取消": "cancel",
    "退出": "cancel",
    "不办了": "cancel",
    "先不办了": "cancel",
    "不想办了": "cancel",
    "不弄了": "cancel",
    "不开了": "cancel",
    "算了": "cancel",
    "上一步": "back",
    "返回": "back",
    "重来": "restart",
    "重新开始": "restart",
    "继续": "continue_talk",
    "跳过": "skip",
    "不知道": "skip",
    "不清楚": "skip",
    "不晓得": "skip",
    "不确定": "skip",
    "还没定": "skip",
    "没定": "skip",
    "没想好": "skip",
    "还没想好": "skip",
    "再说一遍": "repeat",
}
# Words that answer a question as well as they command: 「没有」「不用」.
WEAK = frozenset({"skip", "cancel", "repeat", "continue_talk"})
# What helps with a question that somebody cannot answer.
_EXPLAINED_BY = {"form": "legal_form", "nature": "legal_form", "meals": "food"}


class Commands:
    """Each method is one command; ``perform`` finds it by name."""

    def __init__(self, runner: Runner, topics: Topics, dossier: Dossier) -> None:
        self.runner = runner
        self.topics = topics
        self.dossier = dossier

    def knows(self, name: str | None) -> bool:
        return name in _COMMANDS

    def perform(self, turn: Turn, name: str) -> None:
        getattr(self, name)(turn)

    def cancel(self, turn: Turn) -> None:
        if turn.state.session.stack:
            self.runner.run(turn, events.Cancel())
        else:
            self.runner.utter(turn, "utter_nothing_to_cancel")

    def back(self, turn: Turn) -> None:
        money = self.runner.definitions.flows[money_facts.OPERATOR]
        self.runner.run(turn, money_facts.ask_again(turn, money) or events.Back())

    def restart(self, turn: Turn) -> None:
        self.runner.utter(turn, "utter_restarted")
        turn.slots.pop("money_unsure", None)
        if turn.state.session.stack:
            self.runner.run(turn, events.Restart())
            return
        turn.state.session.slots = {}
        turn.state.topic = turn.state.topic_region = None
        self.runner.utter(turn, "utter_greet")

    def repeat(self, turn: Turn) -> None:
        if turn.waiting:
            self.runner.run(turn, events.Ask())
        elif turn.state.last:
            turn.reply.say(turn.state.last["text"])
        else:
            self.runner.utter(turn, "utter_greet")

    def continue_talk(self, turn: Turn) -> None:
        """「昨天说到哪了」: what is known so far, then the open question or the next step."""
        known = acknowledge(self.runner.library, turn.slots)
        if turn.waiting:
            flow = self.runner.definitions.flows[turn.state.session.stack[-1].flow]
            turn.reply.say(f"上次说到“{flow.title}”。{known}")
            self.runner.run(turn, events.Ask())
        elif turn.slots.get("form") and OPENING in turn.state.session.ended:
            items = self.dossier.items(turn.slots, turn.today)
            done = set(turn.slots.get("done") or [])
            count = sum(item.id in done for item in items)
            turn.reply.say(f"{known}清单上{len(items)}步，已办{count}步。")
            self.runner.run(turn, events.Start("next_step"))
        elif known:
            turn.reply.say(known)
            self.runner.run(turn, events.Start(OPENING))
        else:
            self.runner.utter(turn, "utter_nothing_to_continue")

    def skip(self, turn: Turn) -> None:
        """The person does not know: go on without it, or explain and ask again."""
        slot = turn.waiting
        if slot is None:
            self.runner.utter(turn, "utter_affirm")
            return
        self.runner.run(turn, money_facts.leave_open(turn) or events.Skip())
        if turn.waiting == slot and slot in _EXPLAINED_BY:
            turn.reply.messages.clear()
            self.topics.answer(turn, _EXPLAINED_BY[slot], turn.place)


_COMMANDS = frozenset({"cancel", "back", "restart", "repeat", "continue_talk", "skip"})
