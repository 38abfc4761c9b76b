"""「导出我的数据」 and 「删除我的数据」 in chat."""

from bot.family.visit import Visit
from bot.members.errand import Errand
from bot.privacy import erase, export
from nlu.entities.yes_no import yes_no

_OPTIONS = (("全部删除", "yes"), ("先不删", "no"))
_ERASED = (
    "都删掉了：聊天记录、孩子的资料、提醒和绑定，一样不留。以后再发消息，就当是第一次来，从头开始。"
)


async def exported(visit: Visit) -> None:
    """Everything that is kept, as a file and in a few lines."""
    held = await export.held(visit.rows, visit.channel, visit.address)
    visit.say(export.summary(held))
    await visit.document("我的数据.json", "application/json", export.as_json(held, visit.now))
    visit.say("这个文件7天后自动删掉。要删掉全部资料，说“删除我的数据”。")


async def ask_to_erase(visit: Visit) -> None:
    held = await export.held(visit.rows, visit.channel, visit.address)
    visit.say(export.summary(held))
    visit.ask("erase", "ask", "这些全部删掉，删了找不回来，提醒也会停。真的要删吗？", _OPTIONS)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    answer = {"yes": True, "no": False}.get(value or "")
    if value is None:
        answer = _said(text)
    if answer is None:
        return False
    visit.end()
    if not answer:
        visit.say("好，没删。")
        return True
    await erase.erase(visit.rows, visit.channel, visit.address, visit.now)
    visit.done(_ERASED)
    visit.reply.erased = True
    return True


def _said(text: str) -> bool | None:
    """Yes or no to deleting, in whatever words; no comes first."""
    if any(word in text for word in ("不删", "别删", "先不", "不要删")):
        return False
    return True if "全部删" in text or "确认删" in text else yes_no(text)
