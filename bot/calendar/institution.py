"""What is open at an institution as events of a calendar, with the rule each rests on. Pure."""

from datetime import date

from bot.calendar.events import AllDay
from bot.conversation.present import cited
from bot.reminders.open_duties import OpenDuty, Overview
from bot.reminders.rules import OWN
from content.answers import footnote
from content.duties import Duty
from content.errors import UnknownKey
from content.load import Library

PRODUCT = "institution"
_UNRECORDED = "没有上次办理的记录，这个日期是推算的；办过就在聊天里告诉我们日期。"
_ESTIMATED = "放假安排还没公布，日子可能差几天。"
_BY_THEMSELVES = "这是园里自己加的提醒。"
_BY_DATE = "依据：按证件或通知上写的日期提醒。"


def calendar_name(overview: Overview) -> str:
    return f"{overview.institution.name}待办"


def events(overview: Overview, library: Library, today: date, *, staff: bool) -> list[AllDay]:
    """All that is open, by due day. ``staff``: who reads it may see what concerns colleagues."""
    shown = [one for one in overview.open if staff or not one.who]
    return [_event(one, library, today) for one in shown]


def _event(one: OpenDuty, library: Library, today: date) -> AllDay:
    late = "【已过期】" if one.overdue(today) else ""
    who = f"{one.who}：" if one.who else ""
    return AllDay(one.key, f"{late}{who}{one.duty.title}", one.due, _detail(one, library, today))


def _detail(one: OpenDuty, library: Library, today: date) -> str:
    duty = one.duty
    lines = [f"怎么办：{duty.todo}"]
    if one.opens and one.opens > today:
        lines.append(f"{one.opens.month}月{one.opens.day}日起可以办。")
    lines += [_UNRECORDED] if one.unrecorded else []
    lines += [_ESTIMATED] if one.estimated else []
    lines += [f"说明：{duty.note}"] if duty.note else []
    return "\n".join([*lines, *_basis(duty, library, today), "办完了，在聊天里说一声。"])


def _basis(duty: Duty, library: Library, today: date) -> list[str]:
    if not duty.basis:
        return [_BY_THEMSELVES if duty.id.startswith(OWN) else _BY_DATE]
    lines = []
    for cite in duty.basis:
        try:
            lines.append(f"依据：{cited(footnote(library, cite, today))}")
        except UnknownKey:
            continue  # lint refuses such content; a feed goes on without
    return lines
