"""Somebody new at an institution: told in one line, or asked one by one."""

from dataclasses import dataclass
from datetime import date

from bot.institutions.permissions import Action
from bot.members import days, staff_line
from bot.members.errand import Errand
from bot.members.member import Place
from bot.members.names import HOW, name_of
from bot.members.overview import next_due
from bot.members.roster import at_work
from bot.members.staff_line import StaffLine
from bot.members.visit import Visit
from bot.members.words import Command
from bot.store.institution_models import StaffMember
from bot.store.institutions import Fact, Owner

CHECK = "staff.health_check"
_POSTS = ("保育员", "保健老师", "炊事员", "保安", "园长", "其他")
_NEVER = "还没体检过"
_MOST = 300
_MORE = (("再加一个", "m=add_staff"), ("看员工名单", "m=roster"))


@dataclass(frozen=True)
class _New:
    """What is known so far of somebody new; None: to be asked."""

    name: str | None = None
    post: str | None = None
    checked: date | None = None
    started: date | None = None
    unchecked: bool = False

    @property
    def facts(self) -> dict[str, str]:
        told = {"name": self.name, "post": self.post}
        told |= {"checked": _iso(self.checked), "started": _iso(self.started)}
        told |= {"unchecked": "1" if self.unchecked else None}
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, facts: dict[str, str]) -> "_New":
        return cls(
            facts.get("name"), facts.get("post"), _day(facts.get("checked")),
            _day(facts.get("started")), "unchecked" in facts,
        )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- somebody new ---------------------------------------------------------------------------
async def add(visit: Visit, command: Command) -> bool:
    """「加员工 王芳 保育员 2026年3月5日体检」."""
    line = staff_line.read(command.rest.lstrip(" ,:;、叫是"), visit.today)
    apart = not command.rest or command.rest[0] in " ,:;、叫是"
    if not apart and line.name is None:
        return False
    place = visit.one_place(Action.EDIT_STAFF)
    if place is None:
        return True
    if line.wrong:
        visit.say(line.wrong)
    elif command.rest.strip(" ,:;、") and line.name is None:
        visit.say(f"没看出名字。{HOW}。")
    await _next(visit, place, _from(line, _New()))
    return True


def _from(line: StaffLine, known: _New) -> _New:
    return _New(
        line.name or known.name, line.post or known.post, line.checked or known.checked,
        line.started or known.started, line.unchecked or known.unchecked,
    )  # fmt: skip


async def answered(visit: Visit, errand: Errand, value: str | None) -> bool:
    """The name, the post or the day that we asked for; several of them at once are taken too."""
    known, place = _New.of(errand.facts), visit.place(int(errand.facts["place"]))
    if place is None:
        return False
    line = staff_line.read(visit.text, visit.today)
    if line.wrong:
        visit.ask_again(line.wrong)
        return True
    told = _told(visit, errand.step, line, value, known)
    if told == known:
        if errand.step == "name":
            visit.ask_again(f"这个名字记不了。{HOW}。")
            return True
        return False
    await _next(visit, place, told)
    return True


def _told(visit: Visit, step: str, line: StaffLine, value: str | None, known: _New) -> _New:
    if step == "name":
        whole = name_of(visit.text)
        return _from(StaffLine(name=whole) if whole else line, known) if not value else known
    if step == "post":
        post = _POSTS[int(value[1:])] if value else line.post if line.name else None
        post = post or staff_line.post_of(visit.text.split(",")[0].split(" ")[0])
        return _from(StaffLine(post=post, checked=line.checked, unchecked=line.unchecked), known)
    never = value == "never" or line.unchecked or visit.text in ("还没", "没有", "没", "还没有")
    return _from(StaffLine(checked=line.checked, unchecked=never), known)


async def _next(visit: Visit, place: Place, new: _New) -> None:
    """Ask for what is missing, or write it down. Whoever adds the same at once waits here."""
    facts = {**new.facts, "place": place.id}
    if new.name is None:
        visit.ask("staff", "name", "员工叫什么名字？", facts=facts)
        return
    await visit.rows.occurrences.institutions([place.id])
    known = await at_work(visit, place)
    if new.name in known:
        _same(visit, known, new.name, facts)
    elif len(known) >= _MOST:
        visit.errand = None
        visit.say(f"一家最多记{_MOST}位员工，已经满了；离职的请先说一声，比如“王芳离职了”。")
    elif new.post is None:
        options = [(post, f"p{n}") for n, post in enumerate(_POSTS)]
        visit.ask("staff", "post", f"{new.name}是做什么的？", options, facts)
    elif new.checked is None and not new.unchecked:
        prompt = f"{new.name}上次体检是哪天？比如“2026年3月5日”。"
        visit.ask("staff", "checked", prompt, [(_NEVER, "never")], facts)
    else:
        await _written(visit, place, new)


def _same(visit: Visit, here: dict[str, StaffMember], name: str, facts: dict[str, object]) -> None:
    old = here[name]
    prompt = f"园里已经有一位{old.name}（{old.post}）。您说的是同一个人吗？"
    options = [("是同一个人", "same"), (f"是另一位，记成{_free(here, name)}", "other")]
    visit.ask("staff", "same", prompt, options, facts)


def _free(here: dict[str, StaffMember], name: str) -> str:
    """「王芳2」: the name with the first number that nobody has."""
    return next(f"{name}{n}" for n in range(2, _MOST + 3) if f"{name}{n}" not in here)


async def same(visit: Visit, errand: Errand, value: str | None) -> bool:
    """Whether somebody of the same name is the same."""
    new, place = _New.of(errand.facts), visit.place(int(errand.facts["place"]))
    if place is None or new.name is None:
        return False
    text = visit.text
    if value == "other" or "另" in text or text in ("不是", "不", "不是同一个"):
        free = _free(await at_work(visit, place), new.name)
        await _next(visit, place, _New.of({**new.facts, "name": free}))
        return True
    if value != "same" and "同一" not in text and text not in ("是", "是的", "对"):
        return False
    visit.errand = None
    old = (await at_work(visit, place)).get(new.name)
    if old and new.checked:
        await visit.deeds(place).done(Owner(place.id, old.id), CHECK, new.checked)
        due = await next_due(visit, place, CHECK, Owner(place.id, old.id).subject)
        told_due = f"下次最晚{days.said(due)}前体检。" if due else ""
        visit.done(f"好，{old.name}上次体检记成{days.said(new.checked)}。{told_due}")
    else:
        visit.say(f"好，{new.name}已经在名单里，没有重复加。")
    return True


async def _written(visit: Visit, place: Place, new: _New) -> None:
    visit.errand = None
    row = StaffMember(
        institution_id=place.id, name=new.name, post=new.post, started_on=new.started,
        left_on=None, known_on=visit.today,
    )  # fmt: skip
    await visit.rows.institutions.add([row])
    owner = Owner(place.id, row.id)
    if new.checked:
        facts = [Fact(owner, CHECK, new.checked)]
        await visit.rows.institutions.did(facts, place.label, visit.now)
    told = {"person": new.name, "post": new.post, "started_on": new.started, CHECK: new.checked}
    known = {name: value for name, value in told.items() if value}
    await visit.record("staff.add", place, owner.subject, after=known)
    await visit.replan([place.id])
    visit.done(await _confirmed(visit, place, new, owner))
    visit.offer(_MORE)


async def _confirmed(visit: Visit, place: Place, new: _New, owner: Owner) -> str:
    due = await next_due(visit, place, CHECK, owner.subject)
    said = f"记下了：{new.name}，{new.post}"
    said += f"，{days.said(new.started)}到岗" if new.started else ""
    if new.checked:
        said += f"，上次体检{days.said(new.checked)}。"
        if due and due < visit.today:
            return f"{said}体检{days.said(due)}就到期了，请尽快安排。"
        return f"{said}下次最晚{days.said(due)}前体检，到时提醒您。" if due else said
    return f"{said}。还没体检，先体检合格再上岗；检好了发“{new.name}体检办好了”。"
