"""Check-ups: which is next, and which was done."""

import re
from datetime import date

from bot.conversation.child_words import next_checkups
from bot.family import days, keeping
from bot.family.kid import Kid
from bot.family.vaccinations import foot, head
from bot.family.visit import Visit
from bot.family.words import Command
from bot.members.errand import Errand
from content.child.checkups import CheckupDue, checkups
from content.child.doses import State
from nlu.entities.numerals import value as numeral
from nlu.normalise import clean

_MONTHS = re.compile(
    r"(?P<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<half>半)?月(?:龄|大)?[^,。]{0,6}体检"
)
_YEARS = re.compile(r"(?P<n>[123一二两三])周?岁(?P<half>半)?[^,。]{0,6}体检")
_MOST_OPTIONS = 4


async def coming(visit: Visit, said: Command, kid: Kid) -> None:
    """「该体检了没」."""
    head(visit, kid)
    visit.tell(next_checkups(kid.child(), visit.today, visit.shelf))
    foot(visit, kid)


async def done(visit: Visit, said: Command, kid: Kid) -> None:
    """「6个月体检做了」."""
    if kid.id is None:
        keeping.offer(visit, [kid])
        return
    found = checkups(kid.birth, kid.done, visit.today, visit.shelf)
    key = key_in(said.text)
    past = [c for c in found if c.due <= visit.today]
    chosen = [c for c in found if c.id == key] or _open(found, key)
    if not chosen:
        options = [(c.title, c.id) for c in past[-_MOST_OPTIONS:]]
        facts = {"kid": kid.id, "text": said.text}
        visit.ask("check", "which", "做的是哪一次体检？", options, facts)
        return
    await _dated(visit, kid, chosen[0], said.text)


def key_in(text: str) -> str | None:
    """The check-up that a text names: 「6个月体检」 is month_6."""
    text = clean(text)
    if "满月" in text:
        return "full_month"
    if "半岁" in text:
        return "month_6"
    if re.search(r"(?<![一二两三1-3])周岁", text):
        return "month_12"
    for pattern, each in ((_MONTHS, 1), (_YEARS, 12)):
        match = pattern.search(text)
        number = numeral(match["n"]) if match else None
        if match and number:
            half = each // 2 if match["half"] and each == 12 else 0
            return f"month_{int(number) * each + half}"
    return None


def _open(found: list[CheckupDue], key: str | None) -> list[CheckupDue]:
    """Without a name, the one of now."""
    return [c for c in found if c.state is State.OPEN] if key is None else []


async def _dated(visit: Visit, kid: Kid, checkup: CheckupDue, text: str) -> None:
    facts = {"kid": kid.id, "key": checkup.id}
    if checkup.due > visit.today:
        visit.say(f"{checkup.title}要到{days.words(checkup.due)}才到时间，做过了再告诉我。")
        return
    try:
        day = days.told(text, kid.birth, visit.today)
    except days.NoDay as error:
        visit.ask("check", "day", f"{error}", days.OPTIONS, facts)
        return
    if day is None:
        prompt = f"{kid.label}的{checkup.title}是哪天做的？"
        visit.ask("check", "day", prompt, days.OPTIONS, facts)
        return
    await write(visit, kid, checkup.id, day)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    kid = visit.kid(int(errand.facts.get("kid", "0")))
    if kid is None:
        visit.end()
        return False
    known = {c.id: c for c in checkups(kid.birth, kid.done, visit.today, visit.shelf)}
    if errand.step == "which":
        found = known.get(value or key_in(f"{text}体检") or "")
        if found:
            visit.end()
            await _dated(visit, kid, found, errand.facts.get("text", ""))
        return found is not None
    due = known.get(errand.facts.get("key", ""))
    if due is None:
        return False
    if days.unknown(value, text):
        visit.end()
        await write(visit, kid, due.id, due.due, exact=False)
        return True
    try:
        day = days.chosen(value, text, kid.birth, visit.today)
    except days.NoDay as error:
        visit.ask_again(f"{error}\n")
        return True
    if day is None:
        return False
    visit.end()
    await write(visit, kid, due.id, day)
    return True


async def write(visit: Visit, kid: Kid, key: str, day: date, exact: bool = True) -> None:
    """It was done; what is next."""
    await visit.rows.children.check(kid.id or 0, key, day, exact)
    await visit.changed(kid.id or 0)
    visit.state.undo = ["check", str(kid.id), key, day.isoformat()]
    known = visit.kid(kid.id) or kid
    title = visit.shelf.checkups[key].title
    when = f"，{days.words(day)}" if exact else "做过了，日子没记"
    visit.done(f"记下了：{known.label}，{title}{when}。")
    visit.tell(next_checkups(known.child(), visit.today, visit.shelf))
