"""Which child is meant: the one named, the only one, the one spoken of last; else it is asked."""

import re

from bot.family import births, keeping, newborns
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command
from bot.members.errand import Errand
from content.rules.ages import after_months

_ORDER = {"老大": 0, "大宝": 0, "大的": 0, "老二": 1, "二宝": 1, "老三": 2, "三宝": 2}
_YOUNGEST = re.compile(r"小宝(?!宝)|小的那个|小的")
# What can be answered for an age alone. In 「6个月体检做了」 the six months are no age of today.
_BY_AGE = frozenset(
    {"next", "shots", "all_shots", "timeline", "newborn", "checkups", "skills", "feed", "measured"}
)
# Birthdays nearer than this are one child whose age somebody rounded.
_SAME_MONTHS = 2


async def pick(visit: Visit, said: Command) -> Kid | None:
    """The child of a question; None where it had to be asked."""
    fresh = _told_here(visit, said.text)
    if fresh:
        return fresh
    kids = visit.kids or visit.told
    rough = births.by_age(said.text, visit.today) if said.name in _BY_AGE else None
    if rough and not _near(kids, rough):
        return rough
    if not kids:
        births.ask(visit, said.text)
        return None
    found = named(kids, said.text) or _only(visit, kids)
    if found is None:
        ask(visit, kids, said.text)
    elif found.id is not None and len(kids) > 1:
        visit.state.child = found.id
    return found


def _told_here(visit: Visit, text: str) -> Kid | None:
    """「妞2025年3月8号生的，下一针打啥」: told and asked in one sentence."""
    found = [child for child in newborns.read(text, visit.today) if child.birth]
    if len(found) != 1 or any(k.birth == found[0].birth for k in visit.kids):
        return None
    kid = found[0].kid()
    if births.too_old(kid.birth, visit.today):
        return kid
    visit.told, visit.offer = [kid], True
    return kid


def named(kids: list[Kid], text: str) -> Kid | None:
    """By name, or by order of birth."""
    by_name = [kid for kid in kids if kid.name and kid.name in text]
    if len(by_name) == 1:
        return by_name[0]
    if len(kids) < 2:
        return None
    for word, place in _ORDER.items():
        if word in text and place < len(kids):
            return kids[place]
    return kids[-1] if _YOUNGEST.search(text) else None


def ask(visit: Visit, kids: list[Kid], then: str) -> None:
    options = [(kid.label, str(n)) for n, kid in enumerate(kids)]
    visit.ask("which", "kid", "说的是哪个孩子？", options, {"then": then})


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    kids = visit.kids or visit.told
    if value is not None and value.isdecimal() and int(value) < len(kids):
        found: Kid | None = kids[int(value)]
    else:
        found = named(kids, text) if len(text) < 8 else None
    if found is None:
        return False
    visit.end()
    visit.state.child = found.id
    then = errand.facts.get("then", "")
    if then:
        await visit.go_on(then, found)
    else:
        visit.say(f"好，现在说{found.label}。{keeping.line(found, visit)}")
    return True


async def switch(visit: Visit, said: Command) -> None:
    """「换一个孩子」「换老二」."""
    if len(visit.kids) < 2:
        visit.say("我这里只记了一个孩子。要加一个，告诉我生日就行。" if visit.kids else births.ASK)
        return
    found = named(visit.kids, said.text)
    if found is None:
        ask(visit, visit.kids, "")
        return
    visit.state.child = found.id
    visit.say(f"好，现在说{found.label}。{keeping.line(found, visit)}")


def _only(visit: Visit, kids: list[Kid]) -> Kid | None:
    if len(kids) == 1:
        return kids[0]
    return next((kid for kid in kids if kid.id is not None and kid.id == visit.state.child), None)


def _near(kids: list[Kid], rough: Kid) -> bool:
    """Whether the age that is said is that of a child we know."""
    return any(
        after_months(kid.birth, -_SAME_MONTHS)
        <= rough.birth
        <= after_months(kid.birth, _SAME_MONTHS)
        for kid in kids
    )
