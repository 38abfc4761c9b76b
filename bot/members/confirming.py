"""That a duty was done: by a button of the digest, or in words; and that it was not after all."""

from datetime import date, timedelta

from bot.institutions.permissions import Action
from bot.members import days, own_duties, photos
from bot.members.digests import Told, owned, told_of
from bot.members.errand import Errand
from bot.members.finder import Thing, things
from bot.members.overview import next_due
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institutions import Owner
from content.duties import Printed

_MOST = 8
# A record so near to the one before corrects it, and is no second time.
_SAME_TIME = timedelta(days=40)
UNDO = "弄错了发“撤销”。"


# --- buttons --------------------------------------------------------------------------------
async def of_digest(visit: Visit, told: list[Told]) -> bool:
    """「办好了」 under a digest: which of it?"""
    left = [one for one in told if one.open and one.place in visit.places(Action.CONFIRM)]
    if not left:
        visit.say("这条提醒里的事都办好了，不用再点。")
    elif len(left) == 1:
        _ask_day(visit, left[0].thing)
    else:
        visit.say("是哪一件办好了？")
        visit.offer([(one.label, f"remind=done1:{one.number}") for one in left[:_MOST]])
        if len(left) > _MOST:
            visit.say(f"先列{_MOST}件，办完再点一次“办好了”。")
    return True


async def one(visit: Visit, number: int) -> bool:
    """The button of one duty."""
    told = await told_of(visit, number)
    if told is None or told.place not in visit.places(Action.CONFIRM):
        visit.say("这件事已经不归您管了，不用点。")
    elif not told.open:
        visit.say(f"{told.thing.title}已经办好了，不用再点。")
    else:
        _ask_day(visit, told.thing)
    return True


# --- words ----------------------------------------------------------------------------------
async def done(visit: Visit, command: Command) -> bool:
    """「王芳体检办好了」「消防演练昨天做了」."""
    return await _told(visit, command, corrects=False)


async def was_on(visit: Visit, command: Command) -> bool:
    """「上次消防演练是9月1日」「王芳体检是3月8号不是5号」."""
    return await _told(visit, command, corrects=True)


async def _told(visit: Visit, command: Command, corrects: bool) -> bool:
    places = visit.places(Action.CONFIRM)
    found = await things(visit, places, visit.text) if places else []
    if not found:
        return False
    people = {thing.who for thing in found if thing.who}
    bare = visit.text
    for who in people:
        bare = bare.replace(who, "")
    said, _, wrong = bare.partition("不是")
    try:
        day = days.past_day(said, visit.today)
    except days.NoDay as error:
        visit.say(str(error))
        return True
    if len(found) > 1:
        _ask_which(visit, found, day)
    elif day is None:
        _ask_day(visit, found[0])
    else:
        if corrects:
            await _replace(visit, found[0], day, _wrong_day(wrong, day, visit.today))
        await confirm(visit, found[0], day)
    return True


def _wrong_day(words: str, right: date, today: date) -> date | None:
    """「不是5号」 of the same month as the right one."""
    plain = "".join(c for c in words if c.isdecimal())
    if plain and len(plain) <= 2 and "月" not in words:
        try:
            return right.replace(day=int(plain))
        except ValueError:
            return None
    try:
        return days.past_day(words, today)
    except days.NoDay:
        return None


async def _replace(visit: Visit, thing: Thing, day: date, wrong: date | None) -> None:
    """Take back the record that a correction is meant for."""
    deeds = await visit.rows.institutions.deeds([thing.place.id])
    settling = {thing.duty.id, *visit.means.rules.settled.get(thing.duty.id, ())}
    known = [d for d in deeds if d.subject == thing.owner.subject and d.duty in settling]
    for row in known:
        near = wrong is None and row is known[-1] and abs(row.day - day) <= _SAME_TIME
        if row.day != day and (row.day == wrong or near):
            await visit.deeds(thing.place).undone(thing.owner, row.duty, row.day)


# --- which, and on which day ----------------------------------------------------------------
def _ask_which(visit: Visit, found: list[Thing], day: date | None) -> None:
    shown = found[:_MOST]
    places = {thing.place for thing in found}
    options = [
        (f"{thing.place.name} {thing.title}" if len(places) > 1 else thing.title, str(n))
        for n, thing in enumerate(shown)
    ]
    facts = {str(n): _key(thing) for n, thing in enumerate(shown)}
    more = "没列出来的，请带上名字再说一遍。" if len(found) > _MOST else ""
    visit.ask("done", "which", f"您说的是哪一件？{more}", options, {**facts, "day": day or ""})


async def which(visit: Visit, errand: Errand, value: str | None) -> bool:
    key = errand.facts.get(value or "") if value != "day" else None
    if key is None:
        fitting = [v for label, v in errand.options if visit.text and visit.text in label]
        key = errand.facts.get(fitting[0]) if len(fitting) == 1 else None
    thing = await thing_of(visit, key)
    if thing is None:
        return False
    visit.errand = None
    if errand.facts.get("day"):
        await confirm(visit, thing, date.fromisoformat(errand.facts["day"]))
    else:
        _ask_day(visit, thing)
    return True


def _ask_day(visit: Visit, thing: Thing) -> None:
    today = visit.today
    options = [("今天", today.isoformat()), ("昨天", (today - timedelta(days=1)).isoformat())]
    visit.errand = None
    prompt = f"{thing.title}是哪天办好的？也可以打日期，比如“11月5日”。"
    visit.ask("done", "day", prompt, options, {"thing": _key(thing)})


async def day(visit: Visit, errand: Errand, value: str | None) -> bool:
    try:
        found = days.past_day(value or visit.text, visit.today)
    except days.NoDay as error:
        visit.ask_again(str(error))
        return True
    if found is None:
        return False
    visit.errand = None
    thing = await thing_of(visit, errand.facts.get("thing"))
    if thing is None:
        visit.say("这件事已经不用办了。")
    else:
        await confirm(visit, thing, found)
    return True


def _key(thing: Thing) -> str:
    return f"{thing.owner.institution}/{thing.owner.staff or ''}/{thing.duty.id}"


async def thing_of(visit: Visit, key: str | None) -> Thing | None:
    """The thing that an errand is about; None where it is theirs no longer."""
    if not key:
        return None
    institution, staff, duty = key.split("/")
    owner = Owner(int(institution), int(staff) if staff else None)
    return await owned(visit, owner, duty)


# --- writing it down ------------------------------------------------------------------------
async def confirm(visit: Visit, thing: Thing, on: date) -> None:
    """Write it down, and say until when it is done. Two at once wait for one another."""
    if thing.place not in visit.places(Action.CONFIRM):
        visit.say("这件事您现在不能改了。")
        return
    await visit.rows.occurrences.institutions([thing.place.id])
    if not await visit.deeds(thing.place).done(thing.owner, thing.duty.id, on):
        visit.say(f"{thing.title}{days.said(on)}办好，已经记过了。")
        return
    await own_duties.advance(visit, thing, on)
    due = await next_due(visit, thing.place, thing.duty.id, thing.owner.subject)
    visit.done(f"记下了：{thing.title}，{days.said(on)}办好。{_next(due, visit.today)}{UNDO}")
    if isinstance(thing.duty.rhythm, Printed) and thing.duty.id in visit.means.library.duties:
        _ask_printed(visit, thing, on)
    elif thing.duty.evidence:
        photos.invite(visit, thing, on)


def _next(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return f"不过照这个日子算，{days.said(due)}又到期了，还要再办一次。"
    return f"下次最晚{days.said(due)}前办，到时提醒您。"


def _ask_printed(visit: Visit, thing: Thing, on: date) -> None:
    """A renewed certificate has a new date; without it nobody could remind of it."""
    rhythm = thing.duty.rhythm
    assert isinstance(rhythm, Printed)  # noqa: S101 - asked by the caller
    facts = {
        "place": thing.place.id, "staff": thing.owner.staff or "", "date": rhythm.date,
        "thing": _key(thing), "on": on,
    }  # fmt: skip
    status = visit.reply.status
    prompt = "新的证件或合同上印的到期日是哪天？告诉我，到期前再提醒。"
    visit.ask("printed", "day", prompt, [("现在不知道", "skip")], facts)
    visit.reply.status = status
