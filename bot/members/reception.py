"""The boundary for everything in chat that needs rows: which message is whose business.

Talk stays pure and answers all that is left; danger goes to it before anything else. What is
asked one by one here (the errand) waits while Talk answers a question in between.
"""

from datetime import datetime

from bot.conversation.messages import Choice, Reply, Status
from bot.conversation.questions import CLEAR, SURE
from bot.conversation.state import OpenChoice, TalkState
from bot.conversation.talk import SHORT, Talk
from bot.conversation.turn import Said
from bot.conversation.understanding import Understanding
from bot.members import binding, buttons, overview, own_duties, photos, words
from bot.members.errand import Errand
from bot.members.handlers import ANSWERS, COMMANDS
from bot.members.snapshot import load
from bot.members.visit import Means, Visit
from bot.members.words import Command
from bot.store.repository import Repository
from nlu.normalise import clean

# Anything typed could be the answer to these, so a question has to look like one.
_FREE = frozenset({"staff.name", "staff.post", "own.what"})
# Buttons that say a command; nothing else may be made to.
_BUTTON_COMMANDS = frozenset({"add_staff", "roster"})
# An open question of Talk has the first right to these.
_WEAK = frozenset({"add_own_maybe", "undo", "printed"})
# What an answer to a question may look like.
_ANSWERLIKE = frozenset({"done", "was_on", "left", "add_own_maybe", "done_here"})
OURS = frozenset({"bind", "remind", "m", "e"})
_OVER = "这个按钮已经过期了。"
_PUZZLED = "没看懂这个回答。"


class Reception:
    """Answers who is bound to an institution, and who wants to be."""

    def __init__(self, talk: Talk, means: Means) -> None:
        self.talk, self.means = talk, means

    async def receive(
        self,
        rows: Repository,
        to: tuple[str, str],
        state: TalkState,
        said: Said,
        understood: Understanding | None,
        now: datetime,
    ) -> tuple[TalkState, Reply] | None:
        """The reply and the state after it; None where it is Talk's business.

        ``to``: channel and address of whoever writes. The state that comes in is not touched.
        """
        if said.position:
            return None
        payload, command = self._meant(state, said)
        errand = Errand.restored(state.errand)
        if not (payload or command or errand):
            return None
        member = await load(rows, *to)
        visit = Visit(rows, self.means, member, now, clean(said.text), said.picture)
        visit.errand, visit.refused = errand, list(state.refused)
        if not await self._handled(visit, state, payload, command, said, understood):
            return None
        return self._after(visit, state), visit.reply

    def again(self, state: TalkState, reply: Reply) -> None:
        """After an answer of Talk's on the side: what we asked, once more."""
        errand = Errand.restored(state.errand)
        if errand is None or errand.soft:
            state.errand = None
            return
        if reply.status in (Status.EMERGENCY, Status.ASKED):
            return
        reply.say(f"回到刚才的：{errand.prompt}")
        reply.choices = [Choice(payload, label, payload) for label, payload in errand.choices]
        state.choices = [OpenChoice(**vars(choice)) for choice in reply.choices]

    def wants_picture(self, state: TalkState) -> bool:
        """Whether a picture that comes now is evidence."""
        errand = Errand.restored(state.errand)
        return errand is not None and errand.kind == "photo"

    # --- whose business ---------------------------------------------------------------------
    def _meant(self, state: TalkState, said: Said) -> tuple[str | None, Command | None]:
        """The payload of a button of ours, or what the words ask for."""
        picked = self.talk.choices.picked(state, said)
        kind = (picked or "").partition("=")[0]
        if picked and kind in OURS:
            return picked, None
        if picked or said.choice or said.unread:
            return None, None
        return None, words.command(said.text)

    async def _handled(
        self,
        visit: Visit,
        state: TalkState,
        payload: str | None,
        command: Command | None,
        said: Said,
        understood: Understanding | None,
    ) -> bool:
        errand = visit.errand
        if payload:
            return await self._pressed(visit, payload)
        if errand and errand.kind == "photo" and (said.unread or said.picture):
            await photos.kept(visit, errand)
            return True
        if said.unread or said.choice or not visit.text:
            return False
        if errand and not errand.soft:
            return await self._answered(visit, errand, command, understood)
        return await self._commanded(visit, state, command)

    async def _commanded(self, visit: Visit, state: TalkState, command: Command | None) -> bool:
        if command is None or (command.name in _WEAK and state.session.waiting):
            return False
        if not visit.member.bound and command.name not in words.FOR_ALL:
            return False
        before, visit.errand = visit.errand, None
        if await COMMANDS[command.name](visit, command):
            return True
        visit.errand = before
        return False

    # --- buttons ----------------------------------------------------------------------------
    async def _pressed(self, visit: Visit, payload: str) -> bool:
        kind, _, rest = payload.partition("=")
        if kind == "bind":
            visit.errand = None
            return await binding.bind(visit, Command("bind", rest[:40]))
        if kind == "remind":
            visit.errand = None
            return await buttons.pressed(visit, rest[:80])
        if kind == "m":
            done = await self._button(visit, rest[:80])
        else:
            done = await self._picked(visit, rest[:80])
        if not done:
            visit.say(_OVER)
            visit.reply.status = Status.DECLINED
            visit.errand = visit.errand if visit.errand and not visit.errand.soft else None
            visit.ask_again()
        return True

    async def _button(self, visit: Visit, rest: str) -> bool:
        name, _, value = rest.partition(":")
        if not visit.member.bound:
            return False
        if name == "more":
            return await overview.more(visit, value)
        if name == "own_end_id":
            return await own_duties.end_of(visit, value)
        if name in _BUTTON_COMMANDS:
            visit.errand = None
            return await COMMANDS[name](visit, Command(name))
        return False

    async def _picked(self, visit: Visit, rest: str) -> bool:
        """A button of the errand: one that it offers now, and no other."""
        serial, _, value = rest.partition(".")
        errand = visit.errand
        if errand is None or serial != str(errand.serial):
            return False
        if value not in {offered for _, offered in errand.options}:
            return False
        return await self._read(visit, errand, value)

    # --- answers ----------------------------------------------------------------------------
    async def _answered(
        self, visit: Visit, errand: Errand, command: Command | None, said: Understanding | None
    ) -> bool:
        """Words while something is asked: its end, another wish, the answer, or a question."""
        if words.cancels(visit.text):
            visit.errand = None
            visit.say("好，先不办了。")
            return True
        step = f"{errand.kind}.{errand.step}"
        if command and _interrupts(command, step):
            return await self._commanded(visit, TalkState(), command)
        if step in _FREE and _asks(visit, said):
            return False
        if await self._read(visit, errand, None):
            return True
        if command and await self._commanded(visit, TalkState(), command):
            return True
        if _asks(visit, said) or (said and said.confidence >= CLEAR and _talks(said)):
            return False
        visit.ask_again(_PUZZLED)
        return True

    async def _read(self, visit: Visit, errand: Errand, value: str | None) -> bool:
        step = f"{errand.kind}.{errand.step}"
        if step == "which.place":
            return await self._which(visit, errand, value)
        reader = ANSWERS.get(step)
        return await reader(visit, errand, value) if reader else False

    async def _which(self, visit: Visit, errand: Errand, value: str | None) -> bool:
        """The institution that a command is about: carry it out for that one."""
        typed = visit.text
        found = [
            p for p in visit.member.places if value == str(p.id) or (typed and typed in p.name)
        ]
        command = words.command(errand.facts.get("text", ""))
        if len(found) != 1 or command is None:
            return False
        visit.chosen, visit.text, visit.errand = found[0].id, errand.facts["text"], None
        return await COMMANDS[command.name](visit, command)

    def _after(self, visit: Visit, state: TalkState) -> TalkState:
        """The state as it is kept."""
        after = state.model_copy(deep=True)
        after.errand = visit.errand.model_dump(mode="json") if visit.errand else None
        after.refused = visit.refused
        after.misses = 0
        after.choices = [OpenChoice(**vars(choice)) for choice in visit.reply.choices]
        text = "\n".join(message.plain() for message in visit.reply.messages)
        after.last = {"text": text[:4000]}
        return after


def _interrupts(command: Command, step: str) -> bool:
    """Whether words ask for something else than what is being asked; some could be the answer."""
    if step == "own.what" and command.name in ("add_own", "printed"):
        return False
    return command.name not in _ANSWERLIKE


def _asks(visit: Visit, said: Understanding | None) -> bool:
    """Whether it is a question rather than an answer."""
    return words.is_question(visit.text) or bool(said and said.asks_aside(SURE, SHORT))


def _talks(said: Understanding) -> bool:
    """Whether it is a message of another kind: a question about a topic, 「人工」, 「你好」."""
    return said.intent.startswith("ask_") or said.intent in ("human", "greet", "help", "thanks")
