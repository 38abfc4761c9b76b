"""A dose that was given, or was not: which vaccine, which dose, on which day."""

from datetime import date, timedelta

from bot.conversation.child_vaccines import next_vaccines
from bot.family import days, keeping, vaccine_names
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command
from bot.members.errand import Errand
from content.child.schedule import next_up, schedule
from content.child.shapes import Vaccine
from content.rules.ages import after_months

# The two of the programme that the five-in-one stands for, a dose of each.
_FIVE_IN_ONE = ("dtap", "polio")
_PAID = "这是自费的，不在免费程序表里，我这里不记。接种证上有就行，别漏了后面的剂次。"
_LEAST_DAYS = 28
_MONTH_DAYS = 31
_MOST_OPTIONS = 6


async def given(visit: Visit, said: Command, kid: Kid) -> None:
    """「上周三打了百白破第二针」."""
    if kid.id is None:
        visit.say("打过的针要记在宝宝名下，先把生日记下来。")
        facts_then = said.text
        keeping.offer(visit, [kid] if not kid.rough else visit.told or [kid])
        _then(visit, facts_then)
        return
    found = vaccine_names.named(said.text, visit.shelf)
    if not found and "五联" in said.text:
        found = [visit.shelf.vaccines[name] for name in _FIVE_IN_ONE]
    if not found:
        _unknown(visit, said.text)
        return
    if len(found) > 1 and _one_word(found):
        _which(visit, found, said.text, kid)
        return
    await _dated(visit, kid, found, said.text)


def _unknown(visit: Visit, text: str) -> None:
    if vaccine_names.PAID.search(text):
        visit.say(_PAID)
    else:
        visit.say("接种证上写的是哪几种？照着说就行，比如“今天打了百白破和脊灰”。")


def _one_word(found: list[Vaccine]) -> bool:
    """流脑, 乙脑 and 甲肝 are two vaccines each; 百白破和脊灰 are two that were named."""
    names = {vaccine.id.partition("_")[0] for vaccine in found}
    return len(names) == 1 or {v.id for v in found} == {"mena", "menac"}


def _which(visit: Visit, found: list[Vaccine], text: str, kid: Kid) -> None:
    options = [(vaccine.title, vaccine.id) for vaccine in found]
    facts = {"kid": kid.id, "text": text}
    visit.ask("dose", "which", "接种证上写的是哪一种？", options, facts)


async def _dated(visit: Visit, kid: Kid, found: list[Vaccine], text: str) -> None:
    """With the day that the sentence names; else it is asked."""
    facts = {"kid": kid.id, "vaccines": ",".join(v.id for v in found), "number": vaccine_names.dose_number(text) or 0}  # fmt: skip
    try:
        day = days.told(text, kid.birth, visit.today)
    except days.NoDay as error:
        visit.ask("dose", "day", f"{error}", days.OPTIONS, facts)
        return
    if day is None:
        titles = "、".join(vaccine.title for vaccine in found)
        visit.ask("dose", "day", f"{kid.label}的{titles}是哪天打的？", days.OPTIONS, facts)
        return
    await _numbered(visit, kid, found, int(facts["number"] or 0), day)


async def _numbered(visit: Visit, kid: Kid, found: list[Vaccine], number: int, day: date) -> None:
    """The dose's number against those we know: the ones before it are asked for."""
    have = sorted(kid.given.get(found[0].id, ()))
    if len(found) == 1 and number and day not in have:
        if number <= len(have):
            await visit.rows.children.undose(kid.id or 0, found[0].id, have[number - 1])
        elif number > len(found[0].doses):
            visit.say(
                f"{found[0].title}一共{len(found[0].doses)}剂，没有第{number}剂，请看看接种证。"
            )
            return
        elif number > len(have) + 1:
            _ask_before(visit, kid, found[0], len(have) + 1, number, day)
            return
    await _write(visit, kid, found, day)


def _ask_before(
    visit: Visit, kid: Kid, vaccine: Vaccine, missing: int, number: int, day: date
) -> None:
    facts = {"kid": kid.id, "vaccines": vaccine.id, "number": number, "day": day.isoformat()}
    prompt = f"记下第{number}剂以前，{vaccine.title}第{missing}剂是哪天打的？"
    visit.ask("dose", "before", prompt, days.OPTIONS[2:], facts)


async def answered(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """Which one, on which day, and the doses before it."""
    facts = errand.facts
    kid = visit.kid(int(facts.get("kid", "0")))
    if kid is None or kid.id is None:
        visit.end()
        return False
    if errand.step == "which":
        return await _which_answered(visit, kid, facts, value, text)
    found = [visit.shelf.vaccines[v] for v in facts["vaccines"].split(",") if v in visit.shelf.vaccines]  # fmt: skip
    number = int(facts.get("number", "0"))
    if days.unknown(value, text):
        visit.end()
        await _undated(visit, kid, found, number, facts.get("day"))
        return True
    try:
        day = days.chosen(value, text, kid.birth, visit.today)
    except days.NoDay as error:
        visit.ask_again(f"{error}\n")
        return True
    if day is None:
        return False
    visit.end()
    if errand.step == "before":
        return await _before_answered(visit, kid, found[0], number, day, facts["day"])
    await _numbered(visit, kid, found, number, day)
    return True


async def _which_answered(
    visit: Visit, kid: Kid, facts: dict[str, str], value: str | None, text: str
) -> bool:
    found = [visit.shelf.vaccines[value]] if value in visit.shelf.vaccines else []
    found = found or [v for v in vaccine_names.named(text, visit.shelf) if v]
    if len(found) != 1:
        return False
    visit.end()
    await _dated(visit, kid, found, facts.get("text", ""))
    return True


async def _before_answered(
    visit: Visit, kid: Kid, vaccine: Vaccine, number: int, day: date, last: str
) -> bool:
    this = date.fromisoformat(last)
    if day >= this:
        have = len(kid.given.get(vaccine.id, ()))
        _ask_before(visit, kid, vaccine, have + 1, number, this)
        return True
    await visit.rows.children.dose(kid.id or 0, vaccine.id, day)
    await visit.reload()
    known = visit.kid(kid.id) or kid
    await _numbered(visit, known, [vaccine], number, this)
    return True


async def _undated(
    visit: Visit, kid: Kid, found: list[Vaccine], number: int, last: str | None
) -> None:
    """Given, but nobody knows when: the day is reckoned, and never shown as one that was told."""
    this = date.fromisoformat(last) if last else None
    for vaccine in found:
        upto = number or len(kid.given.get(vaccine.id, ())) + 1
        await _reckon(visit, kid, vaccine, upto - 1 if this else upto, this)
    if this:
        await visit.reload()
        await _write(visit, visit.kid(kid.id) or kid, found, this)
        return
    await visit.changed(kid.id or 0)
    titles = "、".join(vaccine.title for vaccine in found)
    visit.done(f"记下了：{titles}打过，日子没记。翻到接种证再告诉我，后面的才算得准。")


async def _reckon(visit: Visit, kid: Kid, vaccine: Vaccine, upto: int, before: date | None) -> None:
    """Doses up to a number that have no day: at the age of the programme, or so long before."""
    have = len(kid.given.get(vaccine.id, ()))
    end = before or visit.today
    for number in range(have + 1, min(upto, len(vaccine.doses)) + 1):
        steps = upto - number + (1 if before else 0)
        latest = end - timedelta(steps * _step(vaccine))
        day = min(after_months(kid.birth, vaccine.doses[number - 1].months), latest)
        day = max(day, kid.birth + timedelta(number - 1))
        if day <= visit.today:
            await visit.rows.children.dose(kid.id or 0, vaccine.id, day, exact=False)


def _step(vaccine: Vaccine) -> int:
    gaps = [dose.gap for dose in vaccine.doses if dose.gap and dose.gap.after is None]
    return max([_LEAST_DAYS, *(gap.days or (gap.months or 0) * _MONTH_DAYS for gap in gaps[:1])])


async def write_one(
    visit: Visit, kid: Kid, vaccine_id: str, number: int, day: date, unknown: bool
) -> None:
    """The dose of a reminder; ``unknown``: nobody remembers the day."""
    found = [visit.shelf.vaccines[vaccine_id]]
    if unknown:
        await _undated(visit, kid, found, number, None)
    else:
        await _numbered(visit, kid, found, number, day)


async def _write(visit: Visit, kid: Kid, found: list[Vaccine], day: date) -> None:
    new = [await visit.rows.children.dose(kid.id or 0, v.id, day) for v in found]
    await visit.changed(kid.id or 0)
    known = visit.kid(kid.id) or kid
    if not any(new):
        visit.say("这一针已经记着了。")
        return
    visit.state.undo = ["dose", str(kid.id), ",".join(v.id for v in found), day.isoformat()]
    doses = schedule(known.birth, known.given, visit.today, visit.shelf)
    mine = [d for d in doses if d.given_on == day and d.vaccine in {v.id for v in found}]
    names = "、".join(d.name for d in mine) or "、".join(v.title for v in found)
    visit.done(f"记下了：{known.label}，{names}，{days.words(day)}。")
    visit.tell(next_vaccines(known.child(), visit.today, visit.shelf))


async def all_given(visit: Visit, said: Command, kid: Kid) -> None:
    """「该打的都按时打了」: done, on days that nobody named."""
    if kid.id is None:
        keeping.offer(visit, [kid])
        _then(visit, said.text)
        return
    count = 0
    for dose in schedule(kid.birth, kid.given, visit.today, visit.shelf):
        if not dose.done and dose.due is not None and dose.due < visit.today:
            count += await visit.rows.children.dose(kid.id, dose.vaccine, dose.due, exact=False)
    await visit.changed(kid.id)
    known = visit.kid(kid.id) or kid
    visit.done(f"好，{kid.label}到今天该打的{count}剂，都按打过了记（日子没记）。哪一剂其实没打，告诉我“百白破第3针没打”。")  # fmt: skip
    visit.tell(next_vaccines(known.child(), visit.today, visit.shelf))


async def not_given(visit: Visit, said: Command, kid: Kid) -> None:
    """「百白破第3针没打」「麻腮风还没打」."""
    found = vaccine_names.named(said.text, visit.shelf)
    if kid.id is None or not found:
        visit.say("好。没打的尽早去接种门诊问，能不能打、怎么补由门诊定。")
        return
    number = vaccine_names.dose_number(said.text)
    for vaccine in found[:1]:
        have = sorted(kid.given.get(vaccine.id, ()))
        gone = have[number - 1 :] if number else have if not have else []
        for day in gone:
            await visit.rows.children.undose(kid.id, vaccine.id, day)
        if not have or len(gone) == len(have):
            await visit.rows.children.none_given(kid.id, vaccine.id)
    await visit.changed(kid.id)
    known = visit.kid(kid.id) or kid
    visit.done(f"知道了，{found[0].title}{f'第{number}剂' if number else ''}还没打。")
    visit.tell(next_vaccines(known.child(), visit.today, visit.shelf))


async def some(visit: Visit, said: Command, kid: Kid) -> None:
    """「今天打了疫苗」: which, of those that are due."""
    up = next_up(schedule(kid.birth, kid.given, visit.today, visit.shelf), visit.today)
    due = [*up.missing, *up.unsure, *up.coming]
    if kid.id is None or not due:
        visit.say("打的是哪一种？照着接种证说，比如“今天打了百白破第2针”。")
        return
    names = dict.fromkeys((visit.shelf.vaccines[d.vaccine].title, d.vaccine) for d in due)
    facts = {"kid": kid.id, "text": said.text}
    visit.ask("dose", "which", "打的是哪一种？", [*names][:_MOST_OPTIONS], facts)


def _then(visit: Visit, text: str) -> None:
    """The open question to keep the child goes on with this."""
    errand = visit.state.open
    if errand:
        more = errand.model_copy(update={"facts": {**errand.facts, "then": text}})
        visit.state.errand = more.model_dump(mode="json")
