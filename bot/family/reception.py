"""What parents say about their own child, answered with rows; everything else is the talk's."""

from datetime import datetime

from bot.conversation.messages import Reply
from bot.conversation.state import OpenChoice, TalkState
from bot.conversation.turn import Said
from bot.conversation.understanding import Understanding
from bot.family import data, desk, digests, keeping, newborns, relay, words
from bot.family.kid import kept
from bot.family.state import FamilyState
from bot.family.visit import INTENT, PREFIX, Means, Visit
from bot.family.words import Command
from bot.members.errand import Errand
from bot.store.repository import Repository
from nlu.normalise import clean

# While a flow of the talk asks for something, only these are not its answer.
_ASIDE = frozenset(
    {"next", "shots", "all_shots", "checkups", "skills", "curve", "timeline", "newborn"}
)
# What may be an answer to what we asked as well as a message of its own.
_ANSWERS = frozenset({"born", "aged", "early", "measured"})
_LATER = "好，想起来再说。"
_LAST = 4000


class Reception:
    """``receive`` is asked of every message that tells of no danger."""

    def __init__(self, means: Means) -> None:
        self.means = means

    async def receive(
        self,
        rows: Repository,
        to: tuple[str, str],
        state: TalkState,
        said: Said,
        understood: Understanding | None,
        now: datetime,
    ) -> tuple[TalkState, Reply] | None:
        """The answer with the state after it; None for what is not a family's business.

        ``to``: channel and address of whoever writes. ``state`` is changed either way: the talk is
        told there of which child's age a question is.
        """
        if said.unread or said.position:
            return None
        visit = await self._visit(rows, to, state, said, now)
        handled = await self._handled(visit, said)
        if not handled and not words.privacy(visit.text):
            handled = relay.prepare(visit, understood)
        if handled:
            self._offer(visit)
        if not visit.reply.erased:
            state.family = visit.state.model_dump(mode="json")
        if not handled or not visit.reply.messages:
            return None
        if visit.reply.intent == INTENT:
            _close(state, visit.reply)
        return state, visit.reply

    def again(self, state: TalkState, reply: Reply) -> None:
        """Nothing is asked again: what is asked of parents stays open by itself."""

    def wants_picture(self, state: TalkState) -> bool:
        return False

    async def _visit(
        self,
        rows: Repository,
        to: tuple[str, str],
        state: TalkState,
        said: Said,
        now: datetime,
    ) -> Visit:
        channel, address = to
        family = FamilyState.restored(state.family)
        visit = Visit(
            rows, self.means, channel, address, now, state, family, desk.run,
            text="" if said.choice else clean(said.text),
        )  # fmt: skip
        visit.kids = [kept(told) for told in await rows.children.of(channel, address)]
        errand = family.open
        if errand and errand.kind == "keep":
            found = newborns.unpacked(errand.facts.get("kids", ""))
            visit.told = [child.kid() for child in found if child.birth]
        return visit

    # --- what it is ---------------------------------------------------------------------------
    async def _handled(self, visit: Visit, said: Said) -> bool:
        payload = self.means.talk.choices.picked(visit.talk, said) or ""
        if payload.startswith("remind="):
            return await digests.pressed(visit, payload)
        if payload.startswith(PREFIX):
            return await self._button(visit, payload)
        if payload or not visit.text:
            return False
        return (
            await self._privacy(visit)
            or await self._answered(visit)
            or await self._commanded(visit)
        )

    async def _button(self, visit: Visit, payload: str) -> bool:
        serial, _, value = payload.removeprefix(PREFIX).partition(".")
        errand = visit.state.open
        if errand is None or serial != str(errand.serial):
            return False
        if value not in {option[1] for option in errand.options}:
            return False
        return await self._answer(visit, errand, value)

    async def _privacy(self, visit: Visit) -> bool:
        wish = words.privacy(visit.text)
        if wish is None:
            return False
        await (data.ask_to_erase if wish.name == "erase" else data.exported)(visit)
        return True

    async def _answered(self, visit: Visit) -> bool:
        """A text in answer to the open question, unless it is rather a wish of its own."""
        errand = visit.state.open
        if errand is None:
            return False
        other = self._command(visit)
        if other and not (errand.kind in ("birth", "edit", "size") and other.name in _ANSWERS):
            return False
        if words.later(visit.text) or (words.cancels(visit.text) and errand.kind != "erase"):
            visit.end()
            visit.told = []
            visit.say(_LATER)
            return True
        return await self._answer(visit, errand, None)

    async def _answer(self, visit: Visit, errand: Errand, value: str | None) -> bool:
        if errand.kind == "erase":
            return await data.answered(visit, errand, value, visit.text)
        return await desk.answer(visit, errand, value, visit.text)

    async def _commanded(self, visit: Visit) -> bool:
        found = self._command(visit)
        if found is None:
            return False
        errand = visit.state.open
        if errand and errand.kind != "keep":
            visit.end()
        await desk.handle(visit, found)
        return True

    def _command(self, visit: Visit) -> Command | None:
        names = [kid.name for kid in visit.kids]
        known = bool(visit.kids or visit.told)
        found = words.command(visit.text, visit.today, known, names)
        waiting = visit.talk.session.waiting
        if found is None or (waiting and found.name not in _ASIDE):
            return None
        if found.name in ("born", "aged") and not found.own and _told_the_talk(visit):
            return None
        if found.name == "undo" and not visit.state.undo:
            return None
        if found.name == "no_remind" and not any(kid.reminders for kid in visit.kids):
            return None
        return found

    def _offer(self, visit: Visit) -> None:
        """Whether to keep a child that was told of: the whole notice once, then a line."""
        errand = visit.state.open
        if not visit.told or visit.reply.choices:
            return
        if errand and errand.kind == "keep":
            keeping.offer_again(visit)
        elif errand is None and visit.offer:
            status = visit.reply.status
            keeping.offer(visit, visit.told)
            visit.reply.status = status


def _told_the_talk(visit: Visit) -> bool:
    """A day of birth without a word for a child, where a flow about money has asked for one."""
    return any("birth" in name and value for name, value in visit.talk.session.slots.items())


def _close(state: TalkState, reply: Reply) -> None:
    """As the talk does after an answer of its own."""
    state.misses = 0
    state.choices = [OpenChoice(**vars(choice)) for choice in reply.choices]
    state.last = {"text": "\n".join(message.plain() for message in reply.messages)[:_LAST]}
