"""What is open: overdue first, then the next sixty days, then what we would have to be told."""

from datetime import date, timedelta

from bot.institutions.permissions import Action
from bot.members import days
from bot.members.member import Place
from bot.members.visit import Visit
from bot.members.words import Command
from bot.reminders.open_duties import Missing, OpenDuty, overviews
from content.duties import Duty, Printed
from scheduler.duties.reasons import Why

SOON = timedelta(days=60)
# A phone's screen; the rest stands behind a button.
_LONGEST = 500
_REGION = 20
_MISSING = "还差这些日期，告诉我才能提醒："


async def overview(visit: Visit, command: Command) -> bool:
    """「我们园还有啥没办」."""
    if visit.member.places:
        places = visit.places(Action.SEE)
        named = [place for place in places if place.name in visit.text] or places
        if len(named) > 1:
            await _several(visit, named)
        elif named:
            await show(visit, named[0], 0)
    for region in sorted(visit.member.regions):
        await _region(visit, region)
    return True


async def more(visit: Visit, rest: str) -> bool:
    """The button behind which the rest stands: institution and how much was shown."""
    number, _, start = rest.partition(".")
    place = visit.place(int(number)) if number.isdecimal() else None
    if place is None or not start.isdecimal() or len(start) > 4:
        return False
    await show(visit, place, int(start))
    return True


async def show(visit: Visit, place: Place, start: int) -> None:
    """What is open at one institution, from line ``start`` on."""
    lines = await _lines(visit, place)
    if not lines:
        visit.say(f"{place.name}：没有过期的，60天内也没有要办的。")
        return
    head = f"{place.name}：" if start == 0 else f"{place.name}，接着看："
    taken: list[str] = []
    length = len(head)
    for line in lines[start:]:
        length += len(line) + 1
        if length > _LONGEST and taken:
            break
        taken.append(line)
    visit.say("\n".join([head, *taken]))
    left = len(lines) - start - len(taken)
    if left > 0:
        visit.offer([(f"再看{left}条", f"m=more:{place.id}.{start + len(taken)}")])


async def summary(visit: Visit, place: Place, most: int) -> None:
    """The first lines of it, after binding."""
    lines = await _lines(visit, place)
    if not lines:
        visit.say("眼下没有要办的。")
        return
    visit.say("\n".join(["眼下的事：", *lines[:most]]))
    if len(lines) > most:
        visit.say("发“我们园还有啥没办”看全部。")


async def next_due(visit: Visit, place: Place, duty: str, subject: str) -> date | None:
    """When a duty, or one that settles it, is due next for a subject."""
    settled = visit.means.rules.settled
    (found,) = await overviews(
        visit.rows, await _rows(visit, place), visit.means.rules, visit.today
    )
    fitting = [
        o.due for o in found.open
        if o.subject == subject and (o.duty.id == duty or duty in settled.get(o.duty.id, ()))
    ]  # fmt: skip
    return min(fitting, default=None)


async def _rows(visit: Visit, place: Place) -> list[object]:
    row = await visit.rows.institutions.get(place.id)
    return [row] if row else []


async def _lines(visit: Visit, place: Place) -> list[str]:
    found = await overviews(
        visit.rows, await _rows(visit, place), visit.means.rules, visit.today
    )  # fmt: skip
    if not found:
        return []
    today = visit.today
    late = [o for o in found[0].open if o.overdue(today)]
    soon = [o for o in found[0].open if not o.overdue(today) and o.due <= today + SOON]
    lines = [_late(o, today) for o in late] + [_soon(o, today) for o in soon]
    missing = _missing(found[0].missing)
    if any(o.unrecorded for o in late + soon):
        lines.append("“上次没记”的，办过就告诉我日期，比如“上次消防演练是9月1日”。")
    return lines + ([_MISSING, *missing] if missing else [])


def _title(o: OpenDuty) -> str:
    return f"{o.who}的{o.duty.title}" if o.who else o.duty.title


def _late(o: OpenDuty, today: date) -> str:
    return f"⚠ {_title(o)}，过期{(today - o.due).days}天（{days.said(o.due)}）"


def _soon(o: OpenDuty, today: date) -> str:
    left = (o.due - today).days
    when = "今天到期" if left == 0 else f"还有{left}天"
    asked = "，上次没记" if o.unrecorded else ""
    return f"· {_title(o)}，{when}（{o.due.month}月{o.due.day}日前）{asked}"


def _missing(missing: list[Missing]) -> list[str]:
    """Short lines, colleagues with the same gap together; only what is worth asking for."""
    found: dict[str, list[str]] = {}
    for gap in missing:
        if gap.why is Why.NO_DATE and not _everybody_has(gap.duty):
            continue
        ask = _ASKED.get(gap.why, "{}").format(gap.duty.title)
        found.setdefault(ask, []).append(gap.who)
    lines = []
    for ask, who in found.items():
        names = [name for name in dict.fromkeys(who) if name]
        whose = f"（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）" if names else ""
        lines.append(f"· {ask}{whose}")
    return lines


def _everybody_has(duty: Duty) -> bool:
    """Not what comes with a notice or after an event, nor what only some colleagues hold."""
    return isinstance(duty.rhythm, Printed) and duty.rhythm.date in _USUAL


_USUAL = frozenset({"food_permit", "lease", "insurance", "extinguishers", "registration_certificate"})  # fmt: skip
_ASKED = {
    Why.NO_DATE: "{}：证件或合同上的日期",
    Why.NEVER_DONE: "{}：上次是哪天",
    Why.NO_START: "{}：到岗或登记的日期",
}


# --- several, and a region ------------------------------------------------------------------
async def _several(visit: Visit, places: list[Place]) -> None:
    lines, today = [], visit.today
    rows = [row for place in places for row in await _rows(visit, place)]
    for found in await overviews(visit.rows, rows, visit.means.rules, today):
        late = sum(o.overdue(today) for o in found.open)
        soon = sum(not o.overdue(today) and o.due <= today + SOON for o in found.open)
        lines.append(f"· {found.institution.name}：过期{late}件，60天内{soon}件")
    visit.say("\n".join(["您管的几家：", *lines]))
    visit.offer([(f"看{place.name}", f"m=more:{place.id}.0") for place in places[:_REGION]])


async def _region(visit: Visit, region: str) -> None:
    """Counts per institution of an officer's region, the overdue first."""
    name = visit.means.library.regions.full_name(region)
    until = visit.today + SOON
    rows = await visit.rows.occurrences.counts(region, visit.today, until, _REGION + 1)
    if not rows:
        visit.say(f"{name}：各园都没有过期的，60天内也没有要办的。")
        return
    lines = [f"· {row.name}：过期{row.late}件，60天内{row.soon}件" for row in rows[:_REGION]]
    more = [f"只列出前{_REGION}家。"] if len(rows) > _REGION else []
    visit.say("\n".join([f"{name}（过期多的在前）：", *lines, *more]))
