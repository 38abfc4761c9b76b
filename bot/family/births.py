"""A day of birth that is told, or asked for until it is whole."""

from dataclasses import replace
from datetime import date

from bot.conversation.child_words import age_line
from bot.family import keeping, newborns, words
from bot.family.kid import Kid
from bot.family.newborns import Newborn
from bot.family.visit import Visit
from bot.family.words import Command
from bot.members.errand import Errand
from content.child.ages import DAYS_IN_MONTH
from content.rules.ages import after_months
from nlu.entities.ages import ages
from nlu.entities.births import births

ASK = "宝宝是哪年哪月哪天生的？比如“2025年3月8日”。"
_BETTER = "宝宝是哪天生的？告诉我，以后不用再说月龄。"
_NEXT = "下一针打啥"
_ALMOST_DAYS = 5
# Beyond this the vaccinations and check-ups kept here are over.
OLDEST_MONTHS = 36
_WHY = {
    "lunar": "农历的日子我算不准，请看一下出生证，告诉我阳历是哪天，比如“2025年3月8日”。",
    "future": "这一天还没到。宝宝出生以后，再告诉我哪天生的。",
    "impossible": "没有这一天，请再看看出生证，告诉我哪年哪月哪天。",
    "rough": "要知道是哪一天才算得准。请告诉我哪年哪月哪天，比如“2025年3月8日”。",
    "year": "还差月和日。请告诉我哪年哪月哪天，比如“2025年3月8日”。",
}


async def told(visit: Visit, said: Command) -> None:
    """「我家妞2025年3月8号生的」, several too."""
    await take(visit, newborns.read(said.text, visit.today), "")


async def take(visit: Visit, children: list[Newborn], then: str) -> None:
    """Children of whom not all may be known: ask for what is missing, else go on."""
    missing = next((child for child in children if child.birth is None), None)
    if missing is None:
        await keeping.known(visit, [child.kid() for child in children], then)
        return
    facts = {"kids": newborns.packed(children), "then": then}
    visit.ask("birth", "day", _question(missing, len(children) > 1), (), facts)


def ask(visit: Visit, then: str) -> None:
    """One question before the answer."""
    visit.ask("birth", "day", ASK, (), _nobody(then))


def _nobody(then: str) -> dict[str, str]:
    return {"kids": newborns.packed([Newborn()]), "then": then}


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """The day that was asked for."""
    children = newborns.unpacked(errand.facts.get("kids", ""))
    at = next((n for n, child in enumerate(children) if child.birth is None), None)
    if value is not None or at is None or words.foreign(text):
        return False
    asked = children[at]
    found = newborns.read(text, visit.today, asked=True)
    if not found:
        found = _day_alone(asked, text)
    if not found:
        return await _by_age(visit, errand, text)
    merged = [_merged(asked, found[0]), *found[1:]]
    visit.end()
    await take(visit, [*children[:at], *merged, *children[at + 1 :]], errand.facts.get("then", ""))
    return True


def _day_alone(asked: Newborn, text: str) -> list[Newborn]:
    """「12号」 after 「2023年5月」."""
    number = "".join(c for c in text if c.isdecimal())
    if asked.why != "month" or not 0 < len(number) <= 2:
        return []
    first = date.fromisoformat(asked.hint)
    try:
        return [replace(asked, birth=first.replace(day=int(number)), hint="", why="")]
    except ValueError:
        return [replace(asked, why="impossible")]


def _merged(asked: Newborn, found: Newborn) -> Newborn:
    """What was known before stays where the answer does not say otherwise."""
    weeks = found if found.weeks is not None else asked
    if asked.why == "month" and found.birth and asked.hint:
        found = _in_month(asked, found)
    return replace(
        found,
        name=found.name or asked.name,
        sex=found.sex or asked.sex,
        weeks=weeks.weeks,
        days=weeks.days,
    )


def _in_month(asked: Newborn, found: Newborn) -> Newborn:
    """「12号」 read as the last 12th is the 12th of the month that was told before."""
    first = date.fromisoformat(asked.hint)
    birth = found.birth
    if birth is None or (birth.year, birth.month) == (first.year, first.month):
        return found
    try:
        return replace(found, birth=first.replace(day=birth.day))
    except ValueError:
        return replace(found, birth=None, why="impossible")


async def _by_age(visit: Visit, errand: Errand, text: str) -> bool:
    """「8个月」 where a day was asked for: good enough for the answer."""
    kid = by_age(text, visit.today)
    then = errand.facts.get("then", "")
    if kid is None or not then:
        return False
    visit.end()
    await visit.go_on(then, kid)
    return True


def by_age(text: str, today: date) -> Kid | None:
    """A child whose age is said; its birth is reckoned, so dates are near the mark alone."""
    found = ages(text)
    if len(found) != 1 or found[0].upper is not None or found[0].bound:
        return None
    months = found[0].months
    if months > OLDEST_MONTHS + 12:
        return None
    days = round(months * DAYS_IN_MONTH)
    if found[0].rough == "almost":
        days = max(0, days - _ALMOST_DAYS)  # 快俩月: what begins at two months is still to come
    return Kid(None, "", date.fromordinal(today.toordinal() - days), rough=True)


async def aged(visit: Visit, said: Command) -> None:
    """「宝宝快俩月了」: what it is good for, and the day of birth that would be better."""
    kid = by_age(said.text, visit.today)
    if kid is None:
        ask(visit, "")
        return
    if visit.kids:
        for known in visit.kids:
            visit.say(age_line(known.child(), visit.today))
        return
    await visit.go_on(_NEXT, kid)
    visit.ask("birth", "day", _BETTER, (), _nobody(""), soft=True)


def too_old(birth: date, today: date) -> bool:
    return after_months(birth, OLDEST_MONTHS) <= today


def has_birth(text: str, today: date) -> bool:
    return bool(births(text, today))


def _question(child: Newborn, several: bool) -> str:
    name = child.name or ("其中一个宝宝" if several else "宝宝")
    if child.why == "month":
        first = date.fromisoformat(child.hint)
        return f"{name}是{first.year}年{first.month}月几号生的？"
    if child.why in _WHY:
        return f"{name + '：' if several else ''}{_WHY[child.why]}"
    return ASK
