"""Dates printed on certificates and contracts: 「食品经营许可证到2029年3月」."""

import re
from datetime import date

from bot.institutions.permissions import Action
from bot.members import confirming, days, photos
from bot.members.duty_words import named_dates
from bot.members.errand import Errand
from bot.members.finder import named
from bot.members.member import Place
from bot.members.overview import next_due
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institutions import Owner, Printed
from content.duties import DateDeclaration
from content.duties import Printed as PrintedRhythm

_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")


async def told(visit: Visit, command: Command) -> bool:
    """「营业执照到期日2027年5月1日」「王芳健康证到明年3月1日」."""
    found = named_dates(visit.text, visit.means.library.dates)
    places = visit.places(Action.EDIT_DATES)
    if not found or not places:
        return False
    people = await named(visit, places, visit.text)
    per = "staff" if people else "institution"
    fitting = [one for one in found if one.per == per]
    if not fitting:
        if people:
            return False
        visit.say(f"请带上名字，比如“王芳{_short(found[0])}2027年3月1日到期”。")
        return True
    place, staff = (people[0][0], people[0][1].id) if people else (None, None)
    place = place or visit.one_place(Action.EDIT_DATES)
    if place is None:
        return True
    try:
        day = days.printed_day(visit.text, visit.today)
    except days.NoDay as error:
        visit.say(str(error))
        return True
    if day is None:
        facts = {"place": place.id, "staff": staff or "", "date": fitting[0].id}
        visit.ask("printed", "day", f"{_short(fitting[0])}印的是哪天？", facts=facts)
    else:
        await _kept(visit, place, Owner(place.id, staff), fitting[0], day)
        _month_alone(visit, day)
    return True


def _month_alone(visit: Visit, day: date) -> None:
    """Where no day was named the first of the month was written down."""
    if day.day == 1 and not re.search(r"[日号]|[-./]0?1\b", visit.text):
        visit.say(f"没说几号，先按{day.month}月1日记；证上有具体日子，再告诉我一次。")


def _short(one: DateDeclaration) -> str:
    """「食品经营许可证」: the title without what it says of the day."""
    title = _ASIDE.sub("", one.title)
    return re.sub(r"(?:的)?(?:检验)?(?:有效期到|到期日|日期)$", "", title)


async def day(visit: Visit, errand: Errand, value: str | None) -> bool:
    """The date that we asked for."""
    facts, place = errand.facts, visit.place(int(errand.facts["place"]))
    declared = visit.means.library.dates.get(facts["date"])
    if place is None or declared is None:
        return False
    skips = value == "skip" or visit.text in ("不知道", "不清楚", "没有", "没印", "现在不知道")
    try:
        found = None if skips else days.printed_day(visit.text, visit.today)
    except days.NoDay as error:
        visit.ask_again(str(error))
        return True
    if found is None and not skips:
        return False
    visit.errand = None
    owner = Owner(place.id, int(facts["staff"]) if facts["staff"] else None)
    if found is None:
        visit.say("好，知道了再告诉我，比如“食品经营许可证到2029年3月1日”。")
    else:
        await _kept(visit, place, owner, declared, found)
    await _picture(visit, errand)
    return True


async def _picture(visit: Visit, errand: Errand) -> None:
    """After a renewal: the picture of the new certificate."""
    thing = await confirming.thing_of(visit, errand.facts.get("thing"))
    if thing and thing.duty.evidence and "on" in errand.facts:
        photos.invite(visit, thing, date.fromisoformat(errand.facts["on"]))


async def _kept(
    visit: Visit, place: Place, owner: Owner, declared: DateDeclaration, day: date
) -> None:
    if not visit.allowed(Action.EDIT_DATES, place.target(visit.today)):
        visit.say("这件事您现在不能改了。")
        return
    await visit.rows.occurrences.institutions([place.id])
    known = await visit.rows.institutions.dates([place.id])
    old = {(row.subject, row.name): row.day for row in known}
    before = old.get((owner.subject, declared.id))
    await visit.rows.institutions.set_dates([Printed(owner, declared.id, day)])
    await visit.record(
        "date.set", place, owner.subject, {declared.id: before}, {declared.id: day}
    )  # fmt: skip
    await visit.replan([place.id])
    visit.done(await _confirmed(visit, place, owner, declared, day))


async def _confirmed(
    visit: Visit, place: Place, owner: Owner, declared: DateDeclaration, day: date
) -> str:
    said = f"记下了：{_short(declared)}，{days.said(day)}。"
    duties = visit.means.library.duties.values()
    waiting = [
        d for d in duties if isinstance(d.rhythm, PrintedRhythm) and d.rhythm.date == declared.id
    ]
    for duty in waiting:
        due = await next_due(visit, place, duty.id, owner.subject)
        if due and due < visit.today:
            return f"{said}已经过了该办的日子，请尽快：{duty.todo}"
        if due:
            return f"{said}最晚{days.said(due)}前要办，到时提醒您。"
    return f"{said}到期前提醒您。" if waiting and day != days.FOREVER else said
