"""What is next to be given, and what was given so far."""

from bot.conversation.child_vaccines import all_vaccines, next_vaccines
from bot.conversation.child_words import age_line, newborn, timeline_words
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command
from content.child.doses import DoseDue
from content.child.schedule import schedule

_ROUGH = "日子是按月龄估的，会差几天。告诉我生日就能算准。"
_NEWBORN_DAYS = 42


async def coming(visit: Visit, said: Command, kid: Kid) -> None:
    """「下一针打啥」."""
    head(visit, kid)
    visit.tell(next_vaccines(kid.child(), visit.today, visit.shelf))
    foot(visit, kid)


async def so_far(visit: Visit, said: Command, kid: Kid) -> None:
    """「疫苗打到哪了」: by vaccine, with the last dose."""
    doses = schedule(kid.birth, kid.given, visit.today, visit.shelf)
    titles = list(dict.fromkeys(dose.title for dose in doses))
    given = [t for t in titles if any(d.done for d in doses if d.title == t)]
    visit.say("\n".join([f"{kid.label}打过的（您告诉我的）：", *_lines(kid, given, doses)]) if given
              else f"{kid.label}打过哪些针，您还没告诉我。照着接种证说就行，比如“3月5号打了百白破第1针”。")  # fmt: skip
    visit.tell(next_vaccines(kid.child(), visit.today, visit.shelf))
    foot(visit, kid)


def _lines(kid: Kid, given: list[str], doses: list[DoseDue]) -> list[str]:
    return [f"· {_line(kid, [d for d in doses if d.title == title])}" for title in given]


def _line(kid: Kid, doses: list[DoseDue]) -> str:
    """「百白破疫苗：打了2剂，第2剂2025年7月8日」."""
    done = [d for d in doses if d.done]
    last = done[-1]
    day = last.given_on
    if day is None or day in kid.reckoned.get(last.vaccine, ()):
        when = "日子没说"
    else:
        when = f"{day.year}年{day.month}月{day.day}日"
    return f"{last.title}：打了{len(done)}剂，第{len(done)}剂{when}"


async def every(visit: Visit, said: Command, kid: Kid) -> None:
    """「疫苗全表」. Days that are only reckoned must not look like ones that were told."""
    if any(kid.reckoned.values()):
        await so_far(visit, said, kid)
        return
    head(visit, kid)
    visit.tell(all_vaccines(kid.child(), visit.today, visit.shelf))
    foot(visit, kid)


async def timeline(visit: Visit, said: Command, kid: Kid) -> None:
    visit.tell(timeline_words(kid.child(), visit.today, visit.shelf))
    foot(visit, kid)


async def screening(visit: Visit, said: Command, kid: Kid) -> None:
    """The newborn's screenings, which have last days."""
    head(visit, kid)
    visit.tell(newborn(kid.child(), visit.today, visit.shelf))
    if (visit.today - kid.birth).days > _NEWBORN_DAYS:
        visit.say("这些筛查的日子都过了。没做过的，请问出生医院或儿保医生怎么补。")
    foot(visit, kid)


def head(visit: Visit, kid: Kid) -> None:
    """Whose it is, and how old: several children are not mixed up."""
    if not kid.rough:
        visit.say(age_line(kid.child(), visit.today))


def foot(visit: Visit, kid: Kid) -> None:
    if kid.rough:
        visit.say(_ROUGH)
