"""Who works at an institution: listed, gone, or written down by mistake."""

from datetime import date

from bot.institutions.permissions import Action
from bot.members import days
from bot.members.errand import Errand
from bot.members.finder import named
from bot.members.member import Place
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institution_models import StaffMember
from bot.store.institutions import Owner

_MOST = 30


async def at_work(visit: Visit, place: Place) -> dict[str, StaffMember]:
    """Who works there, by name."""
    found = await visit.rows.institutions.staff([place.id])
    return {row.name: row for row in found if row.left_on is None or row.left_on >= visit.today}


async def roster(visit: Visit, command: Command) -> bool:
    """「员工名单」."""
    place = visit.one_place(Action.SEE_STAFF)
    if place is None:
        return True
    here = await at_work(visit, place)
    if not here:
        visit.say(f"{place.name}还没有记员工。发“加员工 王芳 保育员 2026年3月5日体检”就能加。")
        return True
    deeds = await visit.rows.institutions.deeds([place.id])
    checks = {row.subject: row.day for row in deeds if row.duty.endswith("health_check")}
    lines = [_line(row, checks.get(Owner(place.id, row.id).subject)) for row in here.values()]
    visit.say(f"{place.name}有{len(here)}位员工：")
    visit.say("\n".join(lines[:_MOST]))
    if len(lines) > _MOST:
        visit.say(f"另外还有{len(lines) - _MOST}位没有列出来。")
    return True


def _line(row: StaffMember, checked: date | None) -> str:
    told = f"上次体检{days.said(checked)}" if checked else "没有体检记录"
    leaves = f"，{days.said(row.left_on)}离职" if row.left_on else ""
    return f"· {row.name}，{row.post}，{told}{leaves}"


async def left(visit: Visit, command: Command) -> bool:
    """「王芳离职了」."""
    found = await named(visit, visit.places(Action.EDIT_STAFF), command.rest)
    if not found:
        if not any(word in visit.text for word in ("离职", "辞职")):
            return False
        visit.say("名单里没有这位员工。发“员工名单”可以看都有谁。")
        return True
    if len(found) > 1:
        visit.say("名单里不止一位叫这个名字，请写全，比如“王芳2离职了”。")
        return True
    (place, row), day = found[0], visit.today
    try:
        day = days.past_day(visit.text.replace(row.name, ""), visit.today) or visit.today
    except days.NoDay as error:
        visit.say(str(error))
        return True
    await _gone(visit, place, row, day)
    return True


async def _gone(visit: Visit, place: Place, row: StaffMember, day: date) -> None:
    before, row.left_on = row.left_on, day
    owner = Owner(place.id, row.id)
    await visit.record(
        "staff.left", place, owner.subject, {"left_on": before}, {"left_on": day}
    )  # fmt: skip
    await visit.replan([place.id])
    visit.done(f"记下了：{row.name}{days.said(day)}离职，以后不再提醒这位的事。")


async def remove(visit: Visit, command: Command) -> bool:
    """「删掉王芳」: gone, or written down by mistake?"""
    found = await named(visit, visit.places(Action.EDIT_STAFF), command.rest)
    if not found:
        return False
    if len(found) > 1:
        visit.say("名单里不止一位叫这个名字，请写全，比如“删掉王芳2”。")
        return True
    place, row = found[0]
    prompt = f"{row.name}是离职了，还是当初录错了？录错了就连体检等记录一起删掉。"
    options = [("离职了", "left"), ("录错了，删掉", "delete"), ("都不是，留着", "keep")]
    visit.ask("staff", "remove", prompt, options, {"place": place.id, "staff": row.id})
    return True


async def removing(visit: Visit, errand: Errand, value: str | None) -> bool:
    place = visit.place(int(errand.facts["place"]))
    text = visit.text
    wish = value or _wish(text)
    if place is None or wish not in ("left", "delete", "keep"):
        return False
    visit.errand = None
    here = {row.id: row for row in (await at_work(visit, place)).values()}
    row = here.get(int(errand.facts["staff"]))
    if row is None or not visit.allowed(Action.EDIT_STAFF, place.target(visit.today)):
        visit.say("这位员工已经不在名单里了。")
    elif wish == "keep":
        visit.say(f"好，{row.name}留着。")
    elif wish == "left":
        await _gone(visit, place, row, visit.today)
    else:
        name, owner = row.name, Owner(place.id, row.id)
        await visit.rows.institutions.forget_staff(row.id)
        await visit.record("staff.delete", place, owner.subject, before={"person": name})
        await visit.replan([place.id])
        visit.done(f"{name}和相关记录都删掉了。")
    return True


def _wish(text: str) -> str | None:
    words = {"离职": "left", "删": "delete", "录错": "delete", "留": "keep", "不": "keep"}
    return next((wish for word, wish in words.items() if word in text), None)
