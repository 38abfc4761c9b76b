"""Whether parents want to be told of what falls due."""

from bot.family import births, keeping, which
from bot.family.visit import Visit
from bot.family.words import Command
from bot.members.errand import Errand
from nlu.entities.yes_no import yes_no

_NO_PUSH = (
    "这里没法主动发消息。要提醒，请在微信或Telegram里跟我说；也可以说“订阅日历”，让手机日历提醒。"
)


async def remind(visit: Visit, said: Command) -> None:
    """「提醒我打疫苗」: of one child, or of all."""
    if not visit.kids:
        if visit.told:
            keeping.offer(visit, visit.told)
        else:
            births.ask(visit, said.text)
        return
    if not visit.means.pushes(visit.channel):
        visit.say(_NO_PUSH)
        return
    named = which.named(visit.kids, said.text)
    await _set(visit, True, [named.id or 0] if named else None)


async def no_remind(visit: Visit, said: Command) -> None:
    """「别提醒了」."""
    named = which.named(visit.kids, said.text)
    await _set(visit, False, [named.id or 0] if named else None)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """The answer to 「要提醒您吗」."""
    answer = {"yes": True, "no": False}.get(value or "", yes_no(text) if value is None else None)
    if answer is None:
        return False
    visit.end()
    if answer:
        await _set(visit, True, None)
    else:
        visit.say("好，不提醒。什么时候想要，说“提醒我打疫苗”。")
    return True


async def _set(visit: Visit, wanted: bool, only: list[int] | None) -> None:
    chosen = [kid for kid in visit.kids if only is None or kid.id in only]
    for kid in chosen:
        row = await visit.rows.children.get(kid.id or 0)
        if row:
            row.child.reminders = wanted
            await visit.rows.session.flush()
            await visit.means.planner.again(visit.rows, row.child.id, visit.now)
    await visit.reload()
    names = "、".join(kid.label for kid in chosen)
    if wanted:
        visit.done(
            f"好，{names}打针、体检前7天和前1天我提醒您（挑上班的日子发）。不要了就说“别提醒了”。"
        )
    else:
        visit.done(f"好，{names}的针和体检不再提醒了。想要再说“提醒我打疫苗”。")
