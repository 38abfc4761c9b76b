"""「今天体重8.5公斤身高70」: read, checked, kept, compared with the standards, and drawn."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.family import days
from bot.family.kid import Kid
from bot.family.newborns import sex_in
from bot.family.visit import Visit
from bot.family.words import Command
from bot.growth import measures
from bot.growth.assess import Measured, assess
from bot.growth.bounds import Frame
from bot.growth.child import growth_days
from bot.growth.measures import Measure
from bot.growth.plausible import Doubtful, Refused, Taken, judge, swapped
from bot.growth.standards import LAST_DAY, Sex
from bot.growth.trend import remarks
from bot.growth.words import reading
from bot.members.errand import Errand
from nlu.normalise import clean

Sizes = dict[str, float]
_COLUMNS = {"weight": "weight_kg", "length": "length_cm", "head": "head_cm"}
_SEXES = (("男宝", "male"), ("女宝", "female"))
_NEITHER = ("都不是，我重新说", "none")
_ROUGH = "（月龄是估的，比得不太准；告诉我生日就准了。）"


async def measured(visit: Visit, said: Command, kid: Kid) -> None:
    """Sizes in a sentence."""
    try:
        day = _day(visit, said.text, kid)
    except days.NoDay as error:
        visit.say(f"{error}")
        return
    found = [m for m in measures.read(said.text) if m.when != "before" or day != visit.today]
    if any(m.when == "birth" for m in found):
        day = kid.birth
    await _judged(visit, kid, day, found, said.text)


def _day(visit: Visit, text: str, kid: Kid) -> date:
    """The day of the measuring: today, where none is named. Raises NoDay."""
    return days.told(text, kid.birth, visit.today) or visit.today


async def _judged(visit: Visit, kid: Kid, day: date, found: Sequence[Measure], text: str) -> None:
    """Each figure is taken, asked about, or refused; the first doubt is asked."""
    frame = _frame(kid, day)
    sizes: Sizes = {}
    by_kind = {m.kind: m for m in found}
    doubt = None
    if by_kind.get("weight") and by_kind.get("length"):
        doubt = swapped(by_kind["weight"], by_kind["length"], frame)
    for measure in found if doubt is None else []:
        match judge(measure, frame):
            case Taken(kind, value, remark):
                sizes[_COLUMNS[kind]] = value
                visit.say(remark)
            case Refused(reason):
                visit.say(reason)
            case Doubtful() as asked:
                doubt = doubt or asked
    facts = {"kid": kid.id or 0, "day": day.isoformat(), "text": text}
    if doubt is not None:
        _ask(visit, doubt, facts, sizes, kid)
    elif sizes:
        await _sexed(visit, kid, day, sizes, clean(text))


def _ask(visit: Visit, doubt: Doubtful, facts: dict[str, object], sizes: Sizes, kid: Kid) -> None:
    if doubt.together:
        value = ",".join(f"{o.kind}:{o.value}" for o in doubt.options)
        options = [("是", value), _NEITHER]
    else:
        options = [(o.label, f"{o.kind}:{o.value}") for o in doubt.options] + [_NEITHER]
    told = {**facts, **_whose(kid), "sizes": json.dumps(sizes)}
    visit.ask("size", "which", doubt.question, options, told)


async def _sexed(visit: Visit, kid: Kid, day: date, sizes: Sizes, text: str = "") -> None:
    """The standards differ by sex: it is asked once."""
    sex = kid.sex or sex_in(text)
    if sex is None:
        facts = {"kid": kid.id or 0, "day": day.isoformat(), "sizes": json.dumps(sizes)}
        visit.ask("size", "sex", f"{kid.label}是男宝还是女宝？", _SEXES, {**facts, **_whose(kid)})
        return
    await _sex_kept(visit, kid, sex)
    await _finished(visit, replace(kid, sex=sex), day, sizes, text)


def _whose(kid: Kid) -> dict[str, str]:
    """A child that is not kept has no id to be found by."""
    return {} if kid.id else {"birth": kid.birth.isoformat(), "name": kid.name}


async def _sex_kept(visit: Visit, kid: Kid, sex: Sex) -> None:
    if kid.id is None or kid.sex is not None:
        return
    row = await visit.rows.children.get(kid.id)
    if row:
        row.child.sex = sex
        await visit.rows.session.flush()


async def _finished(visit: Visit, kid: Kid, day: date, sizes: Sizes, text: str) -> None:
    lying = True if "躺" in text or "卧" in text else False if "站" in text else None
    told: dict[str, float | bool | None] = {**sizes}
    if "length_cm" in sizes:
        told["lying"] = lying
    if kid.id is not None and sizes:
        await visit.rows.children.measured(kid.id, day, told)
        visit.state.undo = ["size", str(kid.id), "", day.isoformat()]
        await visit.reload()
        kid = replace(visit.kid(kid.id) or kid, sex=kid.sex)
    else:
        seen = Measured(
            day, sizes.get("weight_kg"), sizes.get("length_cm"), sizes.get("head_cm"), lying
        )
        kid = replace(kid, history=[*kid.history, seen])
    await _read(visit, kid, day)


async def _read(visit: Visit, kid: Kid, day: date) -> None:
    """The reading, and the picture with all measures on it."""
    if kid.sex is None:
        return
    child = kid.growing(kid.sex)
    seen = next((m for m in reversed(kid.history) if m.on == day), None)
    if seen is None:
        return
    before = [m for m in kid.history if m.on < day]
    found = assess(child, seen)
    notes = remarks(child, before[-1], seen) if before else []
    visit.say(reading(child, seen, found, notes))
    if kid.rough:
        visit.say(_ROUGH)
    elif found.points:
        await _draw(visit, kid, kid.sex)


async def _draw(visit: Visit, kid: Kid, sex: Sex) -> None:
    """A picture takes its time, and its library a second to load: not at the start, not on the loop."""
    from bot.pictures import child_curve, growth_curve

    curve = child_curve.of(kid.growing(sex), kid.history)
    png = await asyncio.to_thread(growth_curve.draw, curve)
    await visit.picture(f"{kid.label}的生长曲线", png)


async def curve(visit: Visit, said: Command, kid: Kid) -> None:
    """「生长曲线」: the picture of all that was told so far."""
    if measures.read(said.text):
        await measured(visit, said, kid)
        return
    if not kid.history:
        visit.say(f"{kid.label}还没有记过体重、身高。量了告诉我，比如“今天体重8.5公斤身高70厘米”。")
        return
    await _last(visit, kid)


async def _last(visit: Visit, kid: Kid) -> None:
    if kid.sex is None:
        facts = {"kid": kid.id or 0, "day": kid.history[-1].on.isoformat(), "sizes": "{}"}
        visit.ask("size", "sex", f"{kid.label}是男宝还是女宝？", _SEXES, {**facts, **_whose(kid)})
        return
    await _read(visit, kid, kid.history[-1].on)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """Which size was meant, or the sex."""
    facts = errand.facts
    kid = _kid(visit, facts)
    if kid is None:
        visit.end()
        return False
    day, sizes = date.fromisoformat(facts["day"]), json.loads(facts.get("sizes", "{}"))
    if errand.step == "sex":
        sex = _sex(value, text)
        if sex is None:
            return False
        visit.end()
        await _sex_kept(visit, kid, sex)
        await _finished(visit, replace(kid, sex=sex), day, sizes, "")
        return True
    return await _size_answered(visit, kid, day, sizes, value, text)


async def _size_answered(
    visit: Visit, kid: Kid, day: date, sizes: Sizes, value: str | None, text: str
) -> bool:
    if value is None:
        found = measures.read(text)
        if not found:
            return False
        visit.end()
        await _judged(visit, kid, day, found, text)
        return True
    visit.end()
    if value == "none":
        visit.say("好，请重新说一遍，写上单位，比如“体重8.5公斤，身高70厘米”。")
        return True
    for part in value.split(","):
        kind, _, number = part.partition(":")
        sizes[_COLUMNS[kind]] = float(number)
    await _sexed(visit, kid, day, sizes)
    return True


def _kid(visit: Visit, facts: dict[str, str]) -> Kid | None:
    number = int(facts.get("kid", "0"))
    if number:
        return visit.kid(number)
    birth = facts.get("birth")
    if not birth:
        return None
    known = next((k for k in visit.told if k.birth.isoformat() == birth), None)
    return known or Kid(None, facts.get("name", ""), date.fromisoformat(birth))


def _sex(value: str | None, text: str) -> Sex | None:
    if value in ("male", "female"):
        return "male" if value == "male" else "female"
    if text.strip() in ("男", "女"):
        return "male" if text.strip() == "男" else "female"
    return sex_in(text)


def _frame(kid: Kid, day: date) -> Frame:
    """What a child of that age can measure; of either sex where it is not known."""
    if kid.sex:
        return Frame.of(kid.growing(kid.sex), day)
    age = min(growth_days(kid.growing("male"), day), LAST_DAY)
    return Frame(age, age)
