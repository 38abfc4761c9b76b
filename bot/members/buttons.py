"""The buttons under a digest: done, remind me later, show what it rests on."""

from datetime import timedelta

from bot.conversation.messages import Status
from bot.institutions.permissions import Action
from bot.members import confirming, days
from bot.members.digests import Told, entries, latest, told_of
from bot.members.visit import Visit
from bot.members.words import Command
from bot.reminders.deeds import put_off
from content.answers import footnote

_WAITS = {"in1": ("明天", 1), "in3": ("三天后", 3), "in7": ("一周后", 7)}
_OVER = "这个按钮用不了了。发“我们园还有啥没办”看现在要办的。"
_LONG = 18  # digits of a number that a database can hold


async def pressed(visit: Visit, payload: str) -> bool:
    """``done:<person>.<day>``, ``done1:<occurrence>`` and the like; anybody may send anything."""
    kind, _, rest = payload.partition(":")
    if kind == "done1" and _number(rest):
        if not visit.member.bound:
            visit.say("您现在没有绑定机构，这个按钮用不了了。")
            return True
        return await confirming.one(visit, int(rest))
    if kind == "basis1" and _number(rest):
        return await _basis_of_one(visit, int(rest))
    if kind in ("done", "later", "basis", *_WAITS):
        await _of_digest(visit, kind, rest)
        return True
    return _over(visit)


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONG


async def _of_digest(visit: Visit, kind: str, ref: str) -> None:
    told = await entries(visit, ref)
    if told is None:
        if not visit.reply.messages:
            _over(visit)
    elif not told:
        _over(visit)
    elif kind == "done":
        await confirming.of_digest(visit, told)
    elif kind == "later":
        _ask_when(visit, told, ref)
    elif kind == "basis":
        _basis(visit, told)
    else:
        await _put_off(visit, told, _WAITS[kind][1])


def _over(visit: Visit) -> bool:
    visit.say(_OVER)
    visit.reply.status = Status.DECLINED
    return True


# --- later ----------------------------------------------------------------------------------
def _ask_when(visit: Visit, told: list[Told], ref: str) -> None:
    if not _movable(visit, told):
        visit.say("这些事已经到期或者办好了，不能再往后推。")
        return
    visit.say("什么时候再提醒您？")
    visit.offer([(label, f"remind={kind}:{ref}") for kind, (label, _) in _WAITS.items()])
    visit.reply.status = Status.ASKED


def _movable(visit: Visit, told: list[Told]) -> list[Told]:
    may = visit.places(Action.SNOOZE)
    return [one for one in told if one.open and one.row.due > visit.today and one.place in may]


async def _put_off(visit: Visit, told: list[Told], ahead: int) -> None:
    moved = _movable(visit, told)
    if not moved:
        visit.say("这些事已经到期或者办好了，不能再往后推。")
        return
    until = visit.today + timedelta(days=ahead)
    for one in moved:
        person = visit.member.person or 0
        capped = await put_off(visit.rows, person, one.row, until, visit.now)
        visit.say(f"好，{one.thing.title}{days.said(capped)}再提醒您。")
    left = [one for one in told if one.open and one not in moved]
    if left:
        visit.say(f"已经到期的{len(left)}件不能再推，请尽快办。")
    visit.reply.status = Status.DONE


# --- basis ----------------------------------------------------------------------------------
def _basis(visit: Visit, told: list[Told]) -> None:
    """What each rests on, with the documents numbered as in every answer."""
    seen: set[str] = set()
    for one in told:
        duty = one.thing.duty
        if duty.id in seen:
            continue
        seen.add(duty.id)
        library = visit.means.library
        numbers = [visit.reply.note(footnote(library, c, visit.today)) for c in duty.basis]
        marks = "".join(f"[{n}]" for n in numbers)
        if marks:
            visit.say(f"{duty.title}：{duty.todo}{marks}{duty.note or ''}")
        else:
            own = "是园里自己加的提醒" if duty.id.startswith("own.") else "按证件上印的日期提醒"
            visit.say(f"{duty.title}：{own}，不是哪条规定要求的。{duty.note or ''}")


async def _basis_of_one(visit: Visit, number: int) -> bool:
    told = await told_of(visit, number)
    if told is None:
        return _over(visit)
    _basis(visit, [told])
    return True


# --- the same, typed ------------------------------------------------------------------------
async def done_here(visit: Visit, command: Command) -> bool:
    """「办好了」 and nothing else: of the last digest."""
    return await _typed(visit, "done")


async def later_here(visit: Visit, command: Command) -> bool:
    return await _typed(visit, "later")


async def basis_here(visit: Visit, command: Command) -> bool:
    return await _typed(visit, "basis")


async def _typed(visit: Visit, kind: str) -> bool:
    ref = await latest(visit)
    if ref is None:
        return False
    await _of_digest(visit, kind, ref)
    return True
