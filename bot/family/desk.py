"""From what a message wants, or answers, to who handles it."""

from collections.abc import Awaitable, Callable, Mapping

from bot.family import (
    births,
    checks,
    digests,
    doses,
    editing,
    feeds,
    growing,
    keeping,
    relay,
    skills,
    vaccinations,
    which,
    wishes,
)
from bot.family.kid import Kid
from bot.family.visit import Visit
from bot.family.words import Command, command
from bot.members.errand import Errand

Handler = Callable[[Visit, Command], Awaitable[None]]
KidHandler = Callable[[Visit, Command, Kid], Awaitable[None]]
Answerer = Callable[[Visit, Errand, str | None, str], Awaitable[bool]]

HANDLERS: Mapping[str, Handler] = {
    "born": births.told,
    "aged": births.aged,
    "switch": which.switch,
    "remind": wishes.remind,
    "no_remind": wishes.no_remind,
    "feed_end": feeds.end,
    "children": editing.children,
    "undo": editing.undo,
    "remove": editing.remove,
}
OF_A_KID: Mapping[str, KidHandler] = {
    "next": vaccinations.coming,
    "shots": vaccinations.so_far,
    "all_shots": vaccinations.every,
    "timeline": vaccinations.timeline,
    "newborn": vaccinations.screening,
    "given": doses.given,
    "given_some": doses.some,
    "not_given": doses.not_given,
    "all_given": doses.all_given,
    "checkups": checks.coming,
    "checked": checks.done,
    "skills": skills.asked,
    "curve": growing.curve,
    "measured": growing.measured,
    "feed": feeds.send,
    "edit": editing.edit,
    "early": editing.early,
}
ANSWERERS: Mapping[str, Answerer] = {
    "birth": births.answered,
    "keep": keeping.answered,
    "another": keeping.another,
    "which": which.answered,
    "dose": doses.answered,
    "check": checks.answered,
    "size": growing.answered,
    "edit": editing.answered,
    "remove": editing.removed,
    "remind": wishes.answered,
    "digest": digests.answered,
}


async def run(visit: Visit, text: str, kid: Kid | None = None) -> None:
    """Do what a text wants, for the child that is known by now."""
    said = command(text, visit.today, known=True)
    if said is not None:
        await handle(visit, said, kid)
    else:
        relay.answer(visit, text, kid)


async def handle(visit: Visit, said: Command, kid: Kid | None = None) -> None:
    """A command, of one child where it needs one."""
    if said.name in HANDLERS:
        await HANDLERS[said.name](visit, said)
        return
    whom = kid or await which.pick(visit, said)
    if whom is not None:
        await OF_A_KID[said.name](visit, said, whom)


async def answer(visit: Visit, errand: Errand, value: str | None, text: str) -> bool:
    """An answer to the open question; False where it is none. ``value``: of a button."""
    answerer = ANSWERERS.get(errand.kind)
    return answerer is not None and await answerer(visit, errand, value, text)
