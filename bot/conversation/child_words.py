"""A child's age, check-ups, development and timeline in plain words, short enough for a phone."""

from datetime import date

from bot.conversation.child_said import CLINIC, Said, day, said
from bot.conversation.child_vaccines import NOTHING_LEFT, all_vaccines, next_vaccines
from content.child.ages import Age, corrected_age
from content.child.checkups import CheckupDue, checkups, screenings
from content.child.child import Child
from content.child.doses import State
from content.child.milestones import Reach, milestones, reach
from content.child.shapes import Motor
from content.child.shelf import ChildShelf
from content.child.timeline import timeline

__all__ = [
    "Said",
    "age_line",
    "age_words",
    "all_vaccines",
    "development",
    "motor",
    "newborn",
    "next_checkups",
    "next_vaccines",
    "timeline_words",
]


def age_words(age: Age) -> str:
    """「刚出生」, 「25天」, 「3个月零5天」, 「1岁8个月」, 「2岁零3天」."""
    parts = f"{age.years}岁" if age.years else ""
    parts += f"{age.odd_months}个月" if age.odd_months else ""
    if not parts:
        return f"{age.days}天" if age.days else "刚出生"
    return parts if not age.days else f"{parts}零{age.days}天"


def age_line(child: Child, today: date) -> str:
    """How old the child is today, and the corrected age of one born early."""
    if today < child.birth:
        return f"{_name(child)}还没出生。"
    told = f"{_name(child)}今天{age_words(child.age(today))}"
    corrected = corrected_age(child.birth, child.gestation, today)
    if corrected is None:
        return f"{told}。"
    if corrected.age is None:
        return f"{told}，预产期{day(corrected.term, today)}还没到。"
    return f"{told}，矫正月龄{age_words(corrected.age)}。"


# --- check-ups ----------------------------------------------------------------------------------
def next_checkups(child: Child, today: date, shelf: ChildShelf) -> Said:
    """The check-up of now, and the one after it, with what is looked at."""
    found = checkups(child.birth, child.done, today, shelf)
    now = [c for c in found if c.state is State.OPEN]
    coming = [c for c in found if c.state is State.COMING][:1]
    texts = [_open_checkup(c, today) for c in now]
    texts += [f"下一次：{c.title}，{day(c.due, today)}起。{_items(c)}" for c in coming]
    if not texts:
        texts = ["3岁前的免费体检都过完了，之后4岁、5岁、6岁每年1次。"]
    texts.append("免费的，去建档的社区医院或乡镇卫生院做。")
    shown = [*now, *coming] or found[-1:]
    return said(texts, [c for s in shown for c in (*s.cite, *(i.cite for i in s.items))])


def _open_checkup(checkup: CheckupDue, today: date) -> str:
    asked = "还没做的现在就去。" if checkup.known else "做了没有还没告诉我；没做的现在就去。"
    until = ""
    if checkup.until is not None:
        past = today > checkup.until
        until = f"最好在{day(checkup.until, today)}前，" + ("已经过了，" if past else "")
    return f"这次：{checkup.title}，{day(checkup.due, today)}起，{until}{asked}{_items(checkup)}"


def _items(checkup: CheckupDue) -> str:
    return "".join(item.text for item in checkup.items)


def newborn(child: Child, today: date, shelf: ChildShelf) -> Said:
    """The newborn's screenings, with the last day of each."""
    found = screenings(child.birth, shelf)
    lines = [
        f"· {d.screening.title}{f'（{d.screening.risk}）' if d.screening.risk else ''}："
        f"{d.screening.text}最晚{day(d.until, today)}。"
        for d in found
    ]
    return said(["新生儿要做的筛查：", *lines], [c for d in found for c in d.screening.cite])


# --- development --------------------------------------------------------------------------------
def development(child: Child, today: date, shelf: ChildShelf) -> Said:
    """The warning signs of this age; for a child born early by the corrected age."""
    age = None if today < child.birth else child.development_age(today)
    notes = ["any_step_back", "not_a_diagnosis"]
    if child.gestation is not None and age is not None and age != child.age(today):
        notes.insert(0, "corrected")
    texts, cites = [age_line(child, today)], []
    found = milestones(age, shelf) if age is not None else None
    if found is None or found.signs is None:
        texts.append("发育预警征象从3个月开始查。")
    else:
        head = f"满{found.signs.months}个月还有下面一条的，去儿保看："
        texts.append("\n".join([head, *(f"· {sign}" for sign in found.signs.signs)]))
        cites += found.signs.cite
    texts += [shelf.note(n).text for n in notes]
    return said(texts, [*cites, *(c for n in notes for c in shelf.note(n).cite)])


def motor(child: Child, asked: Motor, today: date, shelf: ChildShelf) -> Said:
    """「这么大会走了吗」: the window of a milestone, and where the child is in it."""
    age = None if today < child.birth else child.development_age(today)
    window = f"{asked.title}：健康宝宝学会的时间在{asked.first:g}～{asked.last:g}个月，早晚差很多。"
    where = reach(asked, age) if age is not None else Reach.EARLY
    now = {
        Reach.EARLY: "现在还早，不用急。",
        Reach.WITHIN: "现在会不会都正常。",
        Reach.OVER: "现在还不会的，去儿保看一看。",
    }[where]
    return said([age_line(child, today), window + now + (asked.note or "")], asked.cite)


# --- all of it ----------------------------------------------------------------------------------
def timeline_words(child: Child, today: date, shelf: ChildShelf, most: int = 8) -> Said:
    """What is to come, a line a day, the nearest first."""
    items = [i for i in timeline(child, today, shelf) if i.due >= today]
    days: dict[date, list[str]] = {}
    for item in items:
        days.setdefault(item.due, []).append(item.title)
    lines = [f"· {day(on, today)}：{'、'.join(titles)}" for on, titles in days.items()]
    shown = [i for i in items if i.due in [*days][:most]]
    texts = [age_line(child, today)]
    texts.append("\n".join(["接下来：", *lines[:most]]) if lines else NOTHING_LEFT)
    return said([*texts, f"疫苗{CLINIC}"], [c for i in shown for c in i.cite])


def _name(child: Child) -> str:
    return child.name or "宝宝"
