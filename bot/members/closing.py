"""An institution that rests for a while, closes for good, or goes on."""

from datetime import date, timedelta

from bot.institutions.permissions import Action
from bot.members import days
from bot.members.errand import Errand
from bot.members.member import Place
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institution_models import Institution
from nlu.entities.dates import dates
from nlu.entities.yes_no import yes_no

_YES_NO = (("是", "yes"), ("不是", "no"))
_LONGEST = timedelta(days=366 * 2)
_UNTIL = "停到哪一天？比如“3月1日”；不再开了就发“我们园关了”。"


async def suspend(visit: Visit, command: Command) -> bool:
    """「我们停业到3月1日」."""
    place = visit.one_place(Action.SUSPEND)
    if place:
        _ask(visit, place, visit.text)
    return True


def _ask(visit: Visit, place: Place, text: str) -> bool:
    """Ask until when, or whether it was understood; False where no day was named twice."""
    found = [d for d in dates(text, visit.today) if d.precision == "day"]
    if not found:
        visit.ask("closing", "until", _UNTIL, facts={"place": place.id})
        return False
    first = found[0].value if len(found) > 1 else visit.today
    last = found[-1].value
    if not (visit.today <= last and first <= last <= visit.today + _LONGEST):
        visit.ask(
            "closing", "until", f"{days.said(last)}看着不对。{_UNTIL}", facts={"place": place.id}
        )
        return True
    prompt = f"{place.name}从{days.said(first)}停到{days.said(last)}，这段时间不提醒，对吗？"
    facts = {"place": place.id, "first": first, "last": last}
    visit.ask("closing", "rest", prompt, _YES_NO, facts)
    return True


async def until(visit: Visit, errand: Errand, value: str | None) -> bool:
    place = visit.place(int(errand.facts["place"]))
    if place is None or not dates(visit.text, visit.today):
        return False
    return _ask(visit, place, visit.text)


async def rest(visit: Visit, errand: Errand, value: str | None) -> bool:
    said = _answer(visit, value)
    if said is None:
        return False
    row, place = await _theirs(visit, errand, said)
    if row is None or place is None:
        return True
    span = [errand.facts["first"], errand.facts["last"]]
    before, row.suspended = row.suspended, [*row.suspended, span]
    await visit.record("institution.suspend", place, None, {"suspended": before}, {"suspended": row.suspended})  # fmt: skip
    await visit.replan([place.id])
    visit.done(f"记下了，停到{days.said(date.fromisoformat(span[1]))}。提前开了，发“重新开业了”。")
    return True


async def close(visit: Visit, command: Command) -> bool:
    """「我们园关了」."""
    place = visit.one_place(Action.SUSPEND)
    if place:
        prompt = (
            f"{place.name}不再开了，对吗？确认后不再提醒，记录也不能再改；"
            "只是停一阵子，就回“不是”，再发“停业到几月几日”。"
        )
        visit.ask("closing", "close", prompt, _YES_NO, {"place": place.id})
    return True


async def closed(visit: Visit, errand: Errand, value: str | None) -> bool:
    said = _answer(visit, value)
    if said is None:
        return False
    row, place = await _theirs(visit, errand, said)
    if row is None or place is None:
        return True
    before, row.closed_on = row.closed_on, visit.today
    await visit.record("institution.close", place, None, {"closed_on": before}, {"closed_on": visit.today})  # fmt: skip
    await visit.replan([place.id])
    visit.done(f"记下了，{place.name}今天停办。备案注销、孩子安置请找当地卫健部门。")
    return True


async def reopen(visit: Visit, command: Command) -> bool:
    """「重新开业了」."""
    place = visit.one_place(Action.SUSPEND)
    row = await _locked(visit, place) if place else None
    if place is None or row is None:
        return True
    before = {"closed_on": row.closed_on, "suspended": row.suspended}
    # Closed today: the day is not over, so it is no more than a mistake.
    row.closed_on = None
    row.suspended = [kept for span in row.suspended if (kept := _cut(span, visit.today))]
    after = {"closed_on": None, "suspended": row.suspended}
    if after == before:
        visit.say(f"{place.name}没有记停业，一直在提醒。")
        return True
    await visit.record("institution.open", place, None, before, after)
    await visit.replan([place.id])
    visit.done(f"好，{place.name}从今天起照常提醒。")
    return True


def _cut(span: list[str], today: date) -> list[str] | None:
    """A span without the days from today on; None where nothing is left of it."""
    first, last = map(date.fromisoformat, span)
    if last < today:
        return span
    yesterday = today - timedelta(days=1)
    return [span[0], yesterday.isoformat()] if first <= yesterday else None


async def _theirs(
    visit: Visit, errand: Errand, wanted: bool
) -> tuple[Institution | None, Place | None]:
    """The institution, locked; none where they said no or may not, which is said then."""
    visit.errand = None
    if not wanted:
        visit.say("好，没有改。")
        return None, None
    place = visit.place(int(errand.facts["place"]))
    if place is None or place not in visit.places(Action.SUSPEND):
        visit.say("这件事您现在不能改了。")
        return None, None
    return await _locked(visit, place), place


async def _locked(visit: Visit, place: Place) -> Institution | None:
    await visit.rows.occurrences.institutions([place.id])
    return await visit.rows.institutions.get(place.id)


def _answer(visit: Visit, value: str | None) -> bool | None:
    return value == "yes" if value in ("yes", "no") else yes_no(visit.text)
