"""What is kept of a child, looked at, corrected, taken back or deleted."""

from datetime import date

from bot.family import keeping, newborns, which
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command, who
from bot.members.errand import Errand
from bot.store.child_models import Child
from content.child.ages import NoGestation
from nlu.entities.gestation import full_term, gestation
from nlu.entities.yes_no import yes_no
from nlu.normalise import clean

_FIELDS = (("生日", "birth"), ("小名", "name"), ("男宝女宝", "sex"), ("早产周数", "weeks"))
_ASKS = {
    "birth": "是哪年哪月哪天生的？比如“2025年3月8日”。",
    "name": "小名叫什么？",
    "sex": "是男宝还是女宝？",
    "weeks": "是怀孕多少周生的？比如“34周加2天”；足月就说“足月”。",
}
_WORDS = {"birth": "生日|出生", "name": "小名|名字", "sex": "性别", "weeks": "孕周|周数"}
_MOST_NAME = newborns.LONGEST_NAME


async def children(visit: Visit, said: Command) -> None:
    """「我的孩子」: what is kept, in lines."""
    if not visit.kids:
        visit.say("我这里还没有记孩子。告诉我生日就行，比如“我家妞2025年3月8号生的”。")
        return
    for kid in visit.kids:
        doses = sum(len(days) for days in kid.given.values())
        visit.say(
            f"{keeping.line(kid, visit)}记着{doses}剂疫苗、{len(kid.done)}次体检、"
            f"{len(kid.history)}次身高体重。{'打针体检前提醒您。' if kid.reminders else ''}"
        )
    visit.say("改就说“改生日”；要删就说“删除我的数据”。")


async def edit(visit: Visit, said: Command, kid: Kid) -> None:
    """「改生日」, 「名字记错了」."""
    if kid.id is None:
        visit.say("孩子还没记下来，直接把对的告诉我就行。")
        return
    field = next((f for f, words in _WORDS.items() if any(w in said.text for w in words.split("|"))), None)  # fmt: skip
    if field is None:
        visit.ask("edit", "field", f"{kid.label}的哪一样要改？", _FIELDS, {"kid": kid.id})
    elif not await _write(visit, kid, field, _after(said.text)):
        visit.ask("edit", field, f"{kid.label}{_ASKS[field]}", (), {"kid": kid.id})


def _after(text: str) -> str:
    """What follows 「改成」; empty where nothing does."""
    for word in ("改成", "改为", "应该是", "是"):
        if word in text:
            return text.rpartition(word)[2]
    return ""


async def early(visit: Visit, said: Command, kid: Kid) -> None:
    """「34周早产的」."""
    if kid.id is None:
        weeks = gestation(said.text)
        if weeks and not kid.rough:
            child = newborns.Newborn(kid.name, kid.birth, kid.sex, weeks.weeks, weeks.days)
            keeping.offer(visit, [child.kid()])
        else:
            visit.say(
                "早产宝宝看发育要按矫正月龄。告诉我生日和孕周，比如“2025年3月8日，34周生的”。"
            )
        return
    await _write(visit, kid, "weeks", said.text)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    kid = visit.kid(int(errand.facts.get("kid", "0")))
    if kid is None or kid.id is None:
        visit.end()
        return False
    if errand.step == "field":
        if value not in _ASKS:
            return False
        visit.end()
        visit.ask("edit", value, f"{kid.label}{_ASKS[value]}", (), {"kid": kid.id})
        return True
    if value is not None:
        return False
    visit.end()
    if await _write(visit, kid, errand.step, text):
        return True
    visit.ask("edit", errand.step, f"没看懂。{_ASKS[errand.step]}", (), {"kid": kid.id})
    return True


async def _write(visit: Visit, kid: Kid, field: str, text: str) -> bool:
    """False where the text does not say it."""
    row = await visit.rows.children.get(kid.id or 0)
    told = row is not None and _put(visit, row.child, field, clean(text))
    if row is None or not told:
        return False
    row.child.updated_at = visit.now
    await visit.rows.session.flush()
    await visit.changed(row.child.id)
    new = visit.kid(kid.id)
    visit.done(f"改好了。{keeping.line(new, visit) if new else ''}")
    return True


def _put(visit: Visit, row: Child, field: str, text: str) -> bool:
    if field == "birth":
        found = [c for c in newborns.read(text, visit.today, asked=True) if c.birth] if text else []
        row.birth = found[0].birth or row.birth if found else row.birth
        return bool(found)
    if field == "sex":
        sex = newborns.sex_in(text) or {"男": "male", "女": "female"}.get(text)
        row.sex = sex or row.sex
        return sex is not None
    if field == "name":
        name = text.strip(" “”\"'。,，!！")
        row.name = name if 0 < len(name) <= _MOST_NAME and name.isalnum() else row.name
        return bool(name) and row.name == name
    return _put_weeks(row, text)


def _put_weeks(row: Child, text: str) -> bool:
    weeks = gestation(text, asked=True)
    try:
        if weeks is not None:
            row.weeks, row.days = weeks.weeks, weeks.days
            return True
    except NoGestation:
        return False
    if full_term(text):
        row.weeks = row.days = None
        return True
    return False


# --- taken back -----------------------------------------------------------------------------------
async def undo(visit: Visit, said: Command) -> None:
    """「记错了」: what was written down last is taken back."""
    match visit.state.undo:
        case [kind, child, key, day] if visit.kid(int(child)) is not None:
            gone = await _undone(visit, kind, int(child), key, date.fromisoformat(day))
        case _:
            gone = False
    visit.state.undo = []
    if gone:
        visit.done("好，刚才记的那条去掉了。请把对的再说一遍。")
    else:
        visit.say("刚才没有记什么。哪里不对，直接把对的告诉我，比如“百白破第2针是3月5日打的”。")


async def _undone(visit: Visit, kind: str, child: int, key: str, day: date) -> bool:
    rows = visit.rows.children
    if kind == "dose":
        gone = any([await rows.undose(child, vaccine, day) for vaccine in key.split(",")])
    elif kind == "check":
        gone = await rows.uncheck(child, key)
    else:
        gone = await rows.unmeasured(child, day)
    await visit.changed(child)
    return gone


# --- deleted --------------------------------------------------------------------------------------
async def remove(visit: Visit, said: Command) -> None:
    """「删掉妞妞」: one child alone; all data is a wish of its own."""
    named = which.named(visit.kids, who(said.text, "remove"))
    kid = named or (visit.kids[0] if len(visit.kids) == 1 else None)
    if kid is None or kid.id is None:
        visit.say("要删哪个孩子的？说小名，比如“删掉妞妞”。全都要删，说“删除我的数据”。")
        return
    options = (("删掉", "yes"), ("不删", "no"))
    prompt = f"要删掉{kid.label}的生日、打针、体检和身高体重吗？删了找不回来。"
    visit.ask("remove", "ask", prompt, options, {"kid": kid.id})


async def removed(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    answer = {"yes": True, "no": False}.get(value or "", yes_no(text) if value is None else None)
    kid = visit.kid(int(errand.facts.get("kid", "0")))
    if answer is None or kid is None:
        return False
    visit.end()
    if not answer:
        visit.say("好，没删。")
        return True
    await visit.rows.children.remove(kid.id or 0)
    await visit.reload()
    visit.done(f"{kid.label}的都删掉了。")
    return True
