"""A message's whole way: recorded once, answered, committed, and only then given back.

One transaction per message: state, message and what we could not answer are written together
or not at all. A repeated external id gets the first reply again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.conversation.messages import Reply, Status
from bot.conversation.present import present
from bot.conversation.room import Room
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said
from bot.conversation.understanding import Understanding
from bot.errors import StoreUnavailable
from bot.outbox.post import Post, letter_key
from bot.privacy.erase import FAREWELL, erase
from bot.store.database import Database
from bot.store.models import Conversation
from bot.store.repository import Repository


@dataclass(frozen=True)
class Inbound:
    """A message as a channel hands it over. ``external_id``: the channel's own id of it.

    ``opens``: what it is to the platform's send window, ``message`` or ``touch`` (a click).
    ``picture``: the platform's id of a picture that came along.
    """

    channel: str
    sender: str
    external_id: str
    at: datetime
    text: str = ""
    choice: str | None = None
    label: str | None = None
    position: tuple[float, float] | None = None
    unread: bool = False
    opens: str = "message"
    picture: str | None = None


# Bytes of a picture that is kept.
LARGEST = 10_000_000


@dataclass(frozen=True)
class Turned:
    """What was heard, and the reply as JSON. ``erased``: nothing of it is to be written down."""

    heard: str
    shown: dict[str, Any]
    erased: bool = False


class Observer(Protocol):
    """Told of each message after it was handled; ``status`` is the reply's, or failed, unavailable."""

    def __call__(self, channel: str, status: str, seconds: float) -> None: ...


class Pictures(Protocol):
    """A platform's way to the pictures that people send."""

    async def fetch(self, media_id: str) -> bytes | None:
        """The content; None where it cannot be had, or is larger than anybody keeps."""
        ...


class Reception(Protocol):
    """Answers what needs rows (bot.members, bot.family); None for what is not its business.

    ``again``: asks once more, after an answer of the talk's on the side, what it had asked.
    ``wants_picture``: whether a picture that comes now is for it.
    """

    async def receive(
        self,
        rows: Repository,
        to: tuple[str, str],
        state: TalkState,
        said: Said,
        understood: Understanding | None,
        now: datetime,
    ) -> tuple[TalkState, Reply] | None: ...

    def again(self, state: TalkState, reply: Reply) -> None: ...

    def wants_picture(self, state: TalkState) -> bool: ...


class Service:
    """What channels talk to.

    ``receptions`` are asked in their order, before the talk and after danger signs; without them
    nothing is kept of anybody. ``pictures``: by channel, where pictures are fetched that are wanted.
    """

    def __init__(
        self,
        talk: Talk,
        database: Database,
        max_text: int,
        posts: Mapping[str, Post] | None = None,
        observer: Observer = lambda channel, status, seconds: None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """``posts``: by channel, where replies are delivered through the outbox."""
        self._observer, self._timer = observer, timer
        self.posts = dict(posts or {})
        self.receptions: tuple[Reception, ...] = ()
        self.pictures: dict[str, Pictures] = {}
        self.talk = talk
        self.database = database
        self.max_text = max_text
        self.room = Room()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def handle(self, inbound: Inbound) -> dict[str, Any]:
        """The reply as JSON (see ``present``).

        Raises StoreUnavailable when nothing could be recorded; the message may then be sent
        again with the same id.
        """
        began, status = self._timer(), "failed"
        try:
            shown = await self._handled(inbound)
            status = shown["status"]
            return shown
        except StoreUnavailable:
            status = "unavailable"
            raise
        finally:
            self._observer(inbound.channel, status, self._timer() - began)

    async def _handled(self, inbound: Inbound) -> dict[str, Any]:
        text, cut = self._text(inbound)
        said = Said(text, inbound.choice, cut, inbound.position, inbound.unread)
        lock = self._locks.setdefault((inbound.channel, inbound.sender), asyncio.Lock())
        async with lock, self.room.place():
            # What it means needs no row, so no transaction waits for it; a thread, so nobody does.
            understood = await asyncio.to_thread(self.talk.understand, said, inbound.at)
            # Nor does any wait for a platform that is slow to hand out a picture.
            said = replace(said, picture=await self._picture(inbound))
            return await self._answer(inbound, said, understood)

    async def _answer(
        self, inbound: Inbound, said: Said, understood: Understanding | None
    ) -> dict[str, Any]:
        async def answer(rows: Repository, conversation: Conversation) -> Turned:
            state = TalkState.restored(conversation.state)
            heard = inbound.label or said.text or _label(state, inbound.choice)
            state, reply = await self._replied(rows, inbound, state, said, understood)
            if reply.erased:
                return Turned(heard, present(reply), erased=True)
            conversation.state = state.model_dump(mode="json")
            conversation.version += 1
            conversation.updated_at = inbound.at
            if reply.status is Status.DECLINED and said.text:
                await rows.unanswered(said.text, reply.intent, reply.confidence, inbound.at)
            return Turned(heard, present(reply))

        return await self._recorded(inbound, answer)

    async def _replied(
        self,
        rows: Repository,
        inbound: Inbound,
        state: TalkState,
        said: Said,
        understood: Understanding | None,
    ) -> tuple[TalkState, Reply]:
        """By the reception whose business it is; else, and where there is danger, by Talk."""
        to = (inbound.channel, inbound.sender)
        # By its words alone: what only sounds like danger may be a plain answer to a question. Talk
        # asks again: a reception may tell it the age of the child meanwhile.
        alarms = self.talk.alarms
        danger = alarms.flag(alarms.opinion(said.text, months=state.months))
        asked = () if danger else self.receptions
        for reception in asked:
            received = await reception.receive(rows, to, state, said, understood, inbound.at)
            if received:
                return received
        state, reply = self.talk.reply(state, said, inbound.at, understood)
        for reception in self.receptions:
            reception.again(state, reply)
        return state, reply

    async def _picture(self, inbound: Inbound) -> bytes | None:
        """A picture that was sent, where it is wanted."""
        pictures = self.pictures.get(inbound.channel)
        if inbound.picture is None or pictures is None:
            return None
        async with self.database.unit() as rows:
            conversation = await rows.peek(inbound.channel, inbound.sender)
            state = TalkState.restored(conversation.state if conversation else None)
        if not any(reception.wants_picture(state) for reception in self.receptions):
            return None
        return await pictures.fetch(inbound.picture)

    async def excuse(self, inbound: Inbound) -> dict[str, Any]:
        """Where answering failed by a mistake of ours: say so, and leave the talk as it is."""

        async def answer(rows: Repository, conversation: Conversation) -> Turned:
            text, _ = self._text(inbound)
            return Turned(text, present(self.talk.broken(inbound.at)))

        return await self._recorded(inbound, answer)

    async def _recorded(
        self,
        inbound: Inbound,
        answer: Callable[[Repository, Conversation], Awaitable[Turned]],
    ) -> dict[str, Any]:
        """The one transaction of a message, which is recorded once; a repeat gets its reply."""
        async with self.database.unit() as rows:
            conversation = await rows.conversation(inbound.channel, inbound.sender, inbound.at)
            before = await rows.message(conversation, inbound.external_id)
            if before:
                return before.reply
            turned = await answer(rows, conversation)
            shown = turned.shown
            if not turned.erased:
                external_id = inbound.external_id
                await rows.record(conversation, external_id, turned.heard, shown, inbound.at)
            await self._post(rows, inbound, turned)
        if inbound.channel in self.posts:
            self.posts[inbound.channel].written()
        return shown

    async def _post(self, rows: Repository, inbound: Inbound, turned: Turned) -> None:
        """The reply's messages as rows of the outbox, on a channel that delivers from there."""
        post = self.posts.get(inbound.channel)
        if post is None:
            return
        to = (inbound.channel, inbound.sender)
        await rows.contacts.heard(*to)
        await post.heard(rows, inbound)
        page = post.page(inbound.sender, inbound.at)
        for number, message in enumerate(post.letters(turned.shown, page)):
            due = inbound.at + post.hold if number == 0 else inbound.at
            key = letter_key(*to, inbound.external_id, number)
            key = f"{FAREWELL}{key}" if turned.erased else key
            await rows.letters.put(key, to, message.model_dump(mode="json"), inbound.at, due)

    async def history(self, channel: str, sender: str, most: int = 50) -> dict[str, Any]:
        """The last turns and the choices open now, for a page that is loaded again."""
        async with self.database.unit() as rows:
            conversation = await rows.peek(channel, sender)
            if conversation is None:
                return {"turns": [], "choices": []}
            messages = await rows.history(conversation, most)
            state = TalkState.restored(conversation.state)
        turns = [turn for m in messages for turn in _turns(m.external_id, m.at, m.text, m.reply)]
        choices = [{"id": c.id, "label": c.label} for c in state.choices]
        return {"turns": turns, "choices": choices}

    async def checklist(
        self, channel: str, sender: str, now: datetime
    ) -> tuple[Reply, dict[str, Any]] | None:
        """The checklist as it stands, for the printable page; None before there is one."""
        async with self.database.unit() as rows:
            conversation = await rows.peek(channel, sender)
            state = TalkState.restored(conversation.state if conversation else None)
        slots = state.session.slots
        if not slots.get("form"):
            return None
        reply = Reply()
        self.talk.actions.checklist(slots, now).payload(reply)
        return reply, slots

    async def forget(self, channel: str, sender: str, now: datetime) -> None:
        """Delete all that is kept of somebody."""
        async with self.database.unit() as rows:
            await erase(rows, channel, sender, now)

    def _text(self, inbound: Inbound) -> tuple[str, bool]:
        text = inbound.text.replace("\x00", "")
        return text[: self.max_text], len(text) > self.max_text


def _label(state: TalkState, choice: str | None) -> str:
    """What the button said that was pressed."""
    labels = [c.label for c in state.choices if c.id == choice]
    return labels[0] if labels else choice or ""


def _turns(turn_id: str, at: datetime, text: str, reply: dict[str, Any]) -> list[dict[str, Any]]:
    user = {"id": turn_id, "who": "user", "at": at.isoformat(), "text": text}
    return [user, {"id": f"{turn_id}-reply", "who": "bot", "at": at.isoformat(), **reply}]
