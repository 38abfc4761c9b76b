"""The childcare allowance of one child, at once: who names a birth is told before being asked more."""

from datetime import date

from bot.conversation.answering import Answering
from bot.conversation.messages import Reply
from bot.conversation.money.birth import assessed
from bot.conversation.spoken import spoken
from content.load import Library
from content.rules.programmes import Verdict

ALLOWANCE = "parents.allowance"
# What nobody needs to be told before the rest is asked.
_OPEN = "还不知道"
_IF = "如果符合："


def say_allowance(
    reply: Reply, library: Library, answering: Answering, birth: str, as_of: date
) -> None:
    """One line: what a child born then gets in all, taking it for a Chinese citizen."""
    facts = {"birth_date": birth if len(birth) == _MONTH else date.fromisoformat(birth)}
    found = assessed(library, "parent", {**facts, "chinese": True}, as_of)
    item = next((i for i in found.items if i.programme.id == ALLOWANCE), None)
    if item is None:
        return
    born = spoken(library, "birth_date", birth)
    value = "领不到" if item.verdict is Verdict.NO else item.value.removeprefix(_IF)
    reasons = "".join(r for r in item.reasons if not r.startswith(_OPEN))
    marks = answering.marks(reply, item.cites, as_of)
    reply.say(f"{born}，育儿补贴：{value}。{reasons}{marks}")


_MONTH = len("2025-06")
