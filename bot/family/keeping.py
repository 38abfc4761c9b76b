"""Before anything of a child is kept: what, why, and how it is deleted; then the parents' yes."""

from bot.conversation.child_words import age_line
from bot.family import births, newborns
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.members.errand import Errand
from nlu.entities.yes_no import yes_no

NOTICE = (
    "要记下来吗？记的是：生日、小名、打过的针、体检、身高体重，只用来算日子和提醒您，不给别人看。"
    "满3岁后会自动删；想早点删，说“删除我的数据”。"
)
_SHORT = "要我把生日记下来吗？以后就不用再说了。"
_OPTIONS = (("记下来", "yes"), ("先不记", "no"), ("日子不对", "wrong"))
_OLD = "{name}满3岁了，我这里只管3岁以下的。后面的针和体检，请问接种门诊和社区医院。"
_SEX = {"male": "男宝", "female": "女宝"}


async def known(visit: Visit, kids: list[Kid], then: str) -> None:
    """Children whose days of birth are known: keep them, or ask first."""
    young = [kid for kid in kids if not births.too_old(kid.birth, visit.today)]
    for kid in kids:
        if kid not in young:
            visit.say(_OLD.format(name=kid.label))
    fresh = [kid for kid in young if not _same(visit, kid)]
    if not fresh:
        _already(visit, young)
        return
    if then:
        visit.told, visit.offer = fresh, True
        await visit.go_on(then, fresh[0] if len(fresh) == 1 else None)
        return
    clash = visit.kids and not fresh[0].name
    if clash and len(fresh) == 1:
        _which(visit, fresh[0])
    elif visit.kids:
        await store(visit, fresh)
    else:
        offer(visit, fresh)


def offer(visit: Visit, kids: list[Kid], short: bool = False) -> None:
    """Ask whether to keep them."""
    lines = [line(kid, visit) for kid in kids]
    facts = {"kids": newborns.packed(map(newborns.newborn, kids))}
    visit.ask("keep", "ask", "\n".join([*lines, NOTICE]), _OPTIONS, facts)
    visit.told = kids


def offer_again(visit: Visit) -> None:
    """After an answer in between: in one line, with the buttons."""
    errand = visit.state.open
    if errand:
        status = visit.reply.status
        again = errand.model_copy(update={"prompt": _SHORT})
        visit.state.errand = again.model_dump(mode="json")
        visit.ask_again()
        visit.reply.status = status


def line(kid: Kid, visit: Visit) -> str:
    """「妞：2025年3月8日生，女宝。妞今天1岁8个月零14天。」"""
    day = f"{kid.birth.year}年{kid.birth.month}月{kid.birth.day}日生"
    sex = f"，{_SEX[kid.sex]}" if kid.sex else ""
    weeks = f"，{kid.gestation.weeks}周早产" if kid.gestation and kid.gestation.preterm else ""
    return f"{kid.label}：{day}{sex}{weeks}。{age_line(kid.child(), visit.today)}"


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """Yes, no, or another day."""
    said = value or _words(text)
    kids = [child.kid() for child in newborns.unpacked(errand.facts.get("kids", "")) if child.birth]
    if said == "yes":
        visit.end()
        await store(visit, kids)
        await visit.go_on(errand.facts.get("then", ""))
    elif said == "no":
        visit.end()
        visit.told = []
        visit.say("好，不记。想记的时候，再告诉我生日就行。")
    elif said == "wrong":
        visit.end()
        births.ask(visit, "")
    else:
        return False
    return True


def _words(text: str) -> str | None:
    if any(word in text for word in ("记下", "记吧", "记住", "可以记", "保存")):
        return "yes" if not any(word in text for word in ("不", "别")) else "no"
    if any(word in text for word in ("先不", "别记", "不记", "不要记", "过两天", "再说")):
        return "no"
    if any(word in text for word in ("日子不对", "不对", "错了")):
        return "wrong"
    answer = yes_no(text)
    return None if answer is None else "yes" if answer else "no"


async def store(visit: Visit, kids: list[Kid]) -> None:
    """Write them down, and offer to remind."""
    person = await visit.rows.persons.ensure(visit.channel, visit.address)
    for kid in kids:
        weeks = kid.gestation
        told = {
            "name": kid.name, "birth": kid.birth, "sex": kid.sex,
            "weeks": weeks.weeks if weeks else None, "days": weeks.days if weeks else None,
        }  # fmt: skip
        await visit.rows.children.add(person.id, told, visit.now)
    await visit.reload()
    visit.told = []
    lines = [line(kid, visit) for kid in kids]
    visit.done("\n".join(["记好了。", *lines]))
    visit.say("以后直接问“下一针打啥”“该体检了没”“会走了吗”，不用再说月龄。")
    _offer_reminders(visit)


def _offer_reminders(visit: Visit) -> None:
    if visit.means.pushes(visit.channel):
        options = (("提醒我", "yes"), ("不用", "no"))
        visit.ask("remind", "ask", "打针、体检前要提醒您吗？", options, soft=True)


def _same(visit: Visit, kid: Kid) -> bool:
    """Told once more; twins have names of their own."""
    return any(k.birth == kid.birth and kid.name in ("", k.name) for k in visit.kids)


def _already(visit: Visit, kids: list[Kid]) -> None:
    for kid in kids:
        same = next(k for k in visit.kids if k.birth == kid.birth)
        visit.say(f"已经记着了。{line(same, visit)}")


def _which(visit: Visit, kid: Kid) -> None:
    """A day for a child without a name, where there is one already: another child, or corrected?"""
    known_ones = "、".join(k.label for k in visit.kids)
    day = f"{kid.birth.year}年{kid.birth.month}月{kid.birth.day}日"
    options = [("是另一个孩子", "new")]
    options += [(f"改{k.label}的生日", f"edit-{k.id}") for k in visit.kids[:3]]
    facts = {"kids": newborns.packed([newborns.newborn(kid)])}
    visit.ask("another", "ask", f"我已经记了{known_ones}。{day}生的是谁？", options, facts)


async def another(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """The answer to 「是谁」."""
    found = [
        child.kid() for child in newborns.unpacked(errand.facts.get("kids", "")) if child.birth
    ]
    if not found or value is None:
        return False
    visit.end()
    if value == "new":
        await store(visit, found)
        return True
    number = value.removeprefix("edit-")
    kid = visit.kid(int(number) if number.isdecimal() else None)
    if kid is None or kid.id is None:
        return False
    await rebirth(visit, kid.id, found[0])
    return True


async def rebirth(visit: Visit, child_id: int, found: Kid) -> None:
    """The day of birth was wrong."""
    row = await visit.rows.children.get(child_id)
    if row is None:
        return
    row.child.birth = found.birth
    row.child.updated_at = visit.now
    await visit.rows.session.flush()
    await visit.changed(child_id)
    kid = visit.kid(child_id)
    visit.done(f"改好了。{line(kid, visit) if kid else ''}")
