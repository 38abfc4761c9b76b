"""The buttons below a reminder of a child's vaccinations and check-ups."""

import re
from datetime import date, timedelta

from bot.family import checks, days, doses
from bot.family.notices import titled
from bot.family.visit import Visit
from bot.members.errand import Errand
from bot.reminders.deeds import put_off
from bot.reminders.notice import digest_key
from bot.store.reminder_models import OccurrenceRow
from scheduler.child import CHECKUP

_BUTTON = re.compile(
    r"remind=(?P<what>done|later|basis):(?P<person>\d{1,18})\.(?P<day>\d{4}-\d\d-\d\d)"
)
_LATER = (("明天", "1"), ("三天后", "3"), ("一周后", "7"))
_MOST = 8


async def pressed(visit: Visit, payload: str) -> bool:
    """False where the reminder was an institution's, or is not one of theirs."""
    match = _BUTTON.fullmatch(payload)
    person = await visit.rows.persons.of(visit.channel, visit.address) if match else None
    if match is None or person is None or str(person.id) != match["person"]:
        return False
    try:
        key = digest_key(person.id, date.fromisoformat(match["day"]))
    except ValueError:
        return False
    told = [o for _, o in await visit.rows.reminders.of_digest(key, person.id)]
    mine = [o for o in dict.fromkeys(told) if o.child_id is not None]
    if not mine:
        return False
    await _do(visit, match["what"], mine)
    return True


async def _do(visit: Visit, what: str, mine: list[OccurrenceRow]) -> None:
    if what == "basis":
        _basis(visit, mine)
        return
    still = [o for o in mine if o.state == "open"]
    if not still:
        visit.say("这些都已经办好了，不用再点。")
    elif len(still) == 1:
        _next(visit, what, still[0])
    else:
        options = [(_title(visit, o), f"{what}-{o.id}") for o in still[:_MOST]]
        visit.ask("digest", "which", "是哪一件？", options)


def _next(visit: Visit, what: str, occurrence: OccurrenceRow) -> None:
    facts = {"id": occurrence.id}
    title = _title(visit, occurrence)
    if what == "done":
        visit.ask("digest", "done", f"{title}是哪天办的？", days.OPTIONS, facts)
    elif occurrence.due <= visit.today:
        visit.say(f"{title}已经到日子了，不好再往后推，尽快去。")
    else:
        visit.ask("digest", "later", f"{title}什么时候再提醒您？", _LATER, facts)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    if errand.step == "which":
        what, _, number = (value or "").partition("-")
        found = await _mine(visit, number)
        if found is None or what not in ("done", "later"):
            return False
        visit.end()
        _next(visit, what, found)
        return True
    found = await _mine(visit, errand.facts.get("id", ""))
    if found is None:
        visit.end()
        return False
    if errand.step == "later":
        return await _later(visit, found, value)
    return await _done(visit, found, value, text)


async def _mine(visit: Visit, number: str) -> OccurrenceRow | None:
    """An occurrence of one of their children; numbers come from outside."""
    found = await visit.rows.occurrences.get(int(number)) if number.isdecimal() else None
    return found if found and visit.kid(found.child_id) else None


async def _later(visit: Visit, occurrence: OccurrenceRow, value: str | None) -> bool:
    if value not in {value for _, value in _LATER}:
        return False
    visit.end()
    person = await visit.rows.persons.ensure(visit.channel, visit.address)
    wanted = visit.today + timedelta(int(value or 1))
    until = await put_off(visit.rows, person.id, occurrence, wanted, visit.now)
    if until <= visit.today:
        visit.say("已经到日子了，不能再往后推。")
        return True
    visit.done(f"好，{until.month}月{until.day}日再提醒您。")
    return True


async def _done(visit: Visit, occurrence: OccurrenceRow, value: str | None, text: str) -> bool:
    """As if they had said it: 「百白破第2针今天打了」."""
    kid = visit.kid(occurrence.child_id)
    if kid is None:
        return False
    unknown = days.unknown(value, text)
    try:
        day = visit.today if unknown else days.chosen(value, text, kid.birth, visit.today)
    except days.NoDay as error:
        visit.ask_again(f"{error}\n")
        return True
    if day is None:
        return False
    visit.end()
    duty, _, rest = occurrence.key.partition(":")
    cycle = rest.rpartition(":")[2]
    if duty == CHECKUP:
        await checks.write(visit, kid, cycle, day, exact=not unknown)
    else:
        await doses.write_one(visit, kid, duty.removeprefix("vaccine."), int(cycle), day, unknown)
    return True


def _title(visit: Visit, occurrence: OccurrenceRow) -> str:
    kid, found = visit.kid(occurrence.child_id), titled(occurrence.key, visit.shelf)
    return f"{kid.label if kid else ''}：{found[0] if found else occurrence.duty}"


def _basis(visit: Visit, mine: list[OccurrenceRow]) -> None:
    """Which documents want it."""
    for occurrence in mine:
        duty, _, rest = occurrence.key.partition(":")
        vaccine = visit.shelf.vaccines.get(duty.removeprefix("vaccine."))
        checkup = visit.shelf.checkups.get(rest.rpartition(":")[2])
        visit.note((vaccine or checkup).cite if vaccine or checkup else ())  # type: ignore[union-attr]
    titles = "、".join(_title(visit, o) for o in mine[:_MOST])
    visit.say(
        f"{titles}：国家的免疫程序和儿童健康管理规范这样定的。哪天打、能不能打，以接种门诊和医生安排为准。"
    )
