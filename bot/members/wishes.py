"""How somebody wants to be told: at what hours, of what, by which channel; or not at all."""

import re
from datetime import time

from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.audits import Deed
from bot.store.reminder_models import Person
from nlu.entities.numerals import value
from scheduler.duties.hours import Hours, check_quiet
from scheduler.errors import PolicyInvalid

_KINDS = {
    "health": ("体检", "健康", "保健"), "filing": ("备案", "证件", "登记", "证照"),
    "report": ("年报", "报告", "报表", "年检"), "fire": ("消防", "防火", "演练"),
    "food": ("食品", "厨房", "膳食"), "training": ("培训", "学习"),
    "safety": ("安全", "监控", "保安"), "contract": ("合同", "租约", "保险"),
    "other": ("其他", "自己加"),
}  # fmt: skip
_NAMES = {kind: words[0] for kind, words in _KINDS.items()}
_ALL = sorted(_KINDS)
LEGAL = "不过过期没办的法定事项，还是会按规定告诉第二联系人和主管部门。"
_MORNING = time(7)
_CLOCK = re.compile(
    r"(?P<part>早上|上午|早晨|中午|下午|晚上|夜里|夜晚|凌晨|傍晚)?(?P<h>\d{1,2}|[一二两三四五六七八九十]{1,3})"
    r"(?:点|:)(?P<m>半|\d{1,2}|一刻|三刻)?分?(?:钟)?"
)
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_CHANNELS = {"微信": "wechat", "电报": "telegram", "telegram": "telegram", "tg": "telegram"}
_SAID = {"wechat": "微信", "telegram": "Telegram"}


async def quiet(visit: Visit, command: Command) -> bool:
    """「晚上8点后别发」「早上9点前别发」「中午12点到2点别发」."""
    person = await _person(visit)
    times = [*map(_time, _CLOCK.finditer(command.rest))]
    if person is None or not times or None in times:
        return False
    clocks = [one for one in times if one]
    if len(clocks) > 1:
        start, end = clocks[0], clocks[1]
        if end <= start and end.hour < 12 and start.hour >= 11 and "晚" not in command.rest:
            end = end.replace(hour=end.hour + 12)
    elif "前" in command.rest:
        evening = person.quiet_from if person.quiet_from and person.quiet_from.hour >= 17 else None
        start, end = evening or time(20), clocks[0]
    else:
        morning = person.quiet_to if person.quiet_to and person.quiet_to.hour <= 12 else None
        start, end = clocks[0], morning or _MORNING
    return await _set(visit, person, Hours(start, end))


async def _set(visit: Visit, person: Person, hours: Hours) -> bool:
    try:
        check_quiet(hours)
    except PolicyInvalid:
        visit.say("这样上班时间里就没法告诉您了。提醒只在工作日9点到17点半发，请留一段时间。")
        return True
    person.quiet_from, person.quiet_to = hours
    await _changed(visit, "quiet")
    visit.done(
        f"好，{_said(hours.start)}到{_said(hours.end)}不发。提醒本来也只在工作日9点到17点半发。"
    )
    return True


def _said(clock: time) -> str:
    return f"{clock.hour}点" + (f"{clock.minute}分" if clock.minute else "")


def _time(match: re.Match[str]) -> time | None:
    hour = int(value(match["h"]) or 0)
    part, minute = match["part"] or "", match["m"] or "0"
    if part in ("下午", "晚上", "夜里", "夜晚", "傍晚") and hour < 12:
        hour += 12
    if part == "中午" and hour < 11:
        hour += 12
    minutes = _MINUTES.get(minute) or (int(minute) if minute.isdecimal() else 0)
    return time(hour % 24, minutes) if hour <= 24 and minutes < 60 else None


async def no_quiet(visit: Visit, command: Command) -> bool:
    """「取消免打扰」."""
    person = await _person(visit)
    if person is None:
        return False
    person.quiet_from = person.quiet_to = None
    await _changed(visit, "quiet")
    visit.done("好，免打扰取消了。提醒还是只在工作日9点到17点半发。")
    return True


async def without(visit: Visit, command: Command) -> bool:
    """「不要培训类提醒」."""
    kind = _kind(command.rest)
    person = await _person(visit)
    if person is None or kind is None:
        return False
    person.opted_out = sorted({*person.opted_out, kind})
    await _changed(visit, "opted_out")
    visit.done(f"好，{_NAMES[kind]}类的不再提醒您。{LEGAL}要恢复，发“恢复{_NAMES[kind]}提醒”。")
    return True


async def again(visit: Visit, command: Command) -> bool:
    """「恢复培训提醒」."""
    kind = _kind(command.rest)
    person = await _person(visit)
    if person is None or kind is None:
        return False
    person.opted_out = [one for one in person.opted_out if one != kind]
    await _changed(visit, "opted_out")
    visit.done(f"好，{_NAMES[kind]}类的又会提醒您了。")
    return True


async def stop(visit: Visit, command: Command) -> bool:
    """「停止提醒」."""
    person = await _person(visit)
    if person is None:
        return False
    person.opted_out = _ALL
    await _changed(visit, "opted_out")
    visit.done(f"好，以后不提醒您了，绑定还留着。{LEGAL}要恢复，发“恢复提醒”。")
    return True


async def resume(visit: Visit, command: Command) -> bool:
    """「恢复提醒」."""
    person = await _person(visit)
    if person is None:
        return False
    person.opted_out = []
    await _changed(visit, "opted_out")
    visit.done("好，提醒都恢复了。")
    return True


async def prefer(visit: Visit, command: Command) -> bool:
    """「以后发到微信」."""
    channel = _CHANNELS[command.rest.lower()]
    name = _SAID[channel]
    if visit.member.person is None:
        return False
    if not await visit.rows.persons.prefer(visit.member.person, channel):
        visit.say(f"您还没有在{name}里绑定。发“换个号也收提醒”，拿到码后在{name}里发给我。")
        return True
    await _changed(visit, "channel")
    visit.done(f"好，以后先发到{name}，发不了再换别的。")
    return True


def _kind(words: str) -> str | None:
    return next((k for k, names in _KINDS.items() if any(name in words for name in names)), None)


async def _person(visit: Visit) -> Person | None:
    return await visit.rows.persons.of(visit.member.channel, visit.member.address)


async def _changed(visit: Visit, what: str) -> None:
    """Look again at what waits for them, and write down that they changed a wish."""
    deed = Deed(visit.member.actor.label, f"wish.{what}")
    await visit.rows.audits.write(deed, visit.now)
    if visit.member.person:
        await visit.rows.persons.look([visit.member.person], visit.now)
