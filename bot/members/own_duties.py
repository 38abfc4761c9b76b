"""Duties that an institution sets itself: added, listed, ended, and moved on when they are done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.institutions.permissions import Action
from bot.members import days, own_rhythm
from bot.members.errand import Errand
from bot.members.finder import Thing
from bot.members.member import Place
from bot.members.own_rhythm import NoRhythm, OwnRhythm, date_name
from bot.members.visit import Visit
from bot.members.words import Command
from bot.reminders.rules import OWN
from bot.store.institutions import Owner, Printed
from bot.store.reminder_models import OwnDuty
from nlu.entities.yes_no import yes_no
from scheduler.duties.dates import add_months

_MOST = 30
_TODO = "园里自己定的事，办完点“办好了”。"
_ASK = "要提醒什么、多久一次或哪天前？比如“每月5号换灭火器压力表”。"


# --- added ----------------------------------------------------------------------------------
async def add(visit: Visit, command: Command) -> bool:
    """「加提醒：每月5号换灭火器压力表」."""
    place = visit.one_place(Action.ADD_DUTY)
    if place is None:
        return True
    if not command.rest:
        visit.ask("own", "what", _ASK, facts={"place": place.id})
        return True
    await _read(visit, place, command.rest)
    return True


async def what(visit: Visit, errand: Errand, value: str | None) -> bool:
    """What we asked for: the whole in one line."""
    place = visit.place(int(errand.facts["place"]))
    if place is None:
        return False
    visit.errand = None
    await _read(visit, place, visit.text)
    return True


async def _read(visit: Visit, place: Place, typed: str) -> None:
    try:
        wanted = own_rhythm.read(typed, visit.today)
    except NoRhythm as error:
        visit.ask("own", "what", str(error), facts={"place": place.id})
        return
    await _added(visit, place, wanted)


async def maybe(visit: Visit, command: Command) -> bool:
    """「2027年5月1日前续签清洁合同」 and nothing that says what for: asked before it is kept."""
    try:
        wanted = own_rhythm.read(command.rest, visit.today)
    except NoRhythm:
        return False
    if not visit.places(Action.ADD_DUTY):
        return False
    place = visit.one_place(Action.ADD_DUTY)
    if place:
        prompt = f"要加一条提醒吗？{wanted.when}：{wanted.title}"
        options = [("加上", "yes"), ("不用", "no")]
        visit.ask("own", "sure", prompt, options, {"place": place.id, "text": command.rest})
    return True


async def sure(visit: Visit, errand: Errand, value: str | None) -> bool:
    said = value == "yes" if value in ("yes", "no") else yes_no(visit.text)
    place = visit.place(int(errand.facts["place"]))
    if said is None or place is None:
        return False
    visit.errand = None
    if said:
        await _read(visit, place, errand.facts["text"])
    else:
        visit.say("好，不加。")
    return True


async def _added(visit: Visit, place: Place, wanted: OwnRhythm) -> None:
    await visit.rows.occurrences.institutions([place.id])
    known = await visit.rows.own_duties.of([place.id], visit.today)
    if len(known) >= _MOST:
        visit.say(f"一家最多加{_MOST}条，已经满了。发“我加的提醒”可以删。")
        return
    told: dict[str, Any] = {
        "title": wanted.title, "todo": _TODO, "leads": wanted.leads, "rhythm": {},
        "every": wanted.every if wanted.first else None,
    }  # fmt: skip
    row = await visit.rows.own_duties.add(place.id, told)
    row.rhythm = wanted.rhythm(row.id)
    if wanted.first:
        await _set(visit, place, row.id, wanted.first)
    await visit.record("own.add", place, f"{OWN}{row.id}", after={"rhythm": row.rhythm["type"]})
    await visit.replan([place.id])
    visit.done(f"加好了：{wanted.when}，{wanted.title}。")
    visit.say("发“我加的提醒”可以看和删。")


async def _set(visit: Visit, place: Place, number: int, day: date) -> None:
    printed = Printed(Owner(place.id), date_name(number), day)
    await visit.rows.institutions.set_dates([printed])


# --- listed and ended -----------------------------------------------------------------------
async def listed(visit: Visit, command: Command) -> bool:
    """「我加的提醒」."""
    places = visit.places(Action.SEE)
    rows = await visit.rows.own_duties.of([p.id for p in places], visit.today)
    if not rows:
        visit.say("还没有自己加的提醒。发“加提醒：每月5号换灭火器压力表”这样就能加。")
        return True
    dates = await visit.rows.institutions.dates({row.institution_id for row in rows})
    due = {(row.institution_id, row.name): row.day for row in dates}
    lines = [f"{n}. {_line(row, due)}" for n, row in enumerate(rows, 1)]
    visit.say("\n".join(["自己加的提醒：", *lines, "要删哪条，发“删除第1条提醒”这样。"]))
    return True


def _line(row: OwnDuty, due: Mapping[tuple[int, str], date]) -> str:
    if row.rhythm.get("type") == "yearly":
        closes = str(row.rhythm.get("closes"))
        return f"{row.title}（每年{int(closes[:2])}月{int(closes[3:])}日前）"
    day = due.get((row.institution_id, date_name(row.id)))
    return f"{row.title}（{'下一次' if row.every else ''}{days.said(day)}前）" if day else row.title


async def end(visit: Visit, command: Command) -> bool:
    """「删除第2条提醒」「删除换压力表提醒」."""
    places = visit.places(Action.ADD_DUTY)
    rows = await visit.rows.own_duties.of([p.id for p in places], visit.today)
    if not rows:
        return False
    rest = command.rest.strip()
    number = int(rest) if rest.isdecimal() and len(rest) < 4 else 0
    fitting = rows[number - 1 : number] if number else [r for r in rows if rest in r.title]
    if len(fitting) == 1:
        await _ended(visit, fitting[0])
    elif not fitting:
        visit.say("没有这一条。发“我加的提醒”可以看有哪些。")
    else:
        visit.say("要删哪一条？")
        visit.offer([(row.title, f"m=own_end_id:{row.id}") for row in fitting[:10]])
    return True


async def end_of(visit: Visit, rest: str) -> bool:
    """The button of one of them."""
    row = (
        await visit.rows.own_duties.get(int(rest)) if rest.isdecimal() and len(rest) < 19 else None
    )
    places = {place.id for place in visit.places(Action.ADD_DUTY)}
    if row is None or row.institution_id not in places:
        return False
    if row.ended_on:
        visit.say(f"“{row.title}”已经删了。")
    else:
        await _ended(visit, row)
    return True


async def _ended(visit: Visit, row: OwnDuty) -> None:
    place = visit.place(row.institution_id)
    if place is None:
        return
    row.ended_on = visit.today
    await visit.record("own.end", place, f"{OWN}{row.id}")
    await visit.replan([place.id])
    visit.done(f"删了：{row.title}，以后不再提醒。")


# --- moved on -------------------------------------------------------------------------------
async def advance(visit: Visit, thing: Thing, done_on: date) -> None:
    """Its next day, once it was done; on the same day of the month, however early that was."""
    await _move(visit, thing, later_than=done_on)


async def take_back(visit: Visit, thing: Thing) -> None:
    """It was not done after all: due again when it was."""
    await _move(visit, thing, later_than=None)


async def _move(visit: Visit, thing: Thing, later_than: date | None) -> None:
    if not thing.duty.id.startswith(OWN):
        return
    row = await visit.rows.own_duties.get(int(thing.duty.id.removeprefix(OWN)))
    if row is None or not row.every:
        return
    known = await visit.rows.institutions.dates([thing.place.id])
    day = next((d.day for d in known if d.name == date_name(row.id)), None)
    if day is None:
        return
    if later_than is None:
        day = add_months(day, -row.every)
    else:
        day = add_months(day, row.every)
        while day <= later_than:
            day = add_months(day, row.every)
    await _set(visit, thing.place, row.id, day)
    await visit.replan([thing.place.id])
