"""One message of a family, being answered with rows: what is known, what is said, what is written."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.conversation.child_said import Said as Words
from bot.conversation.messages import Choice, File, Image, Reply, Status
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.family.kid import Kid, kept
from bot.family.planner import FamilyPlanner
from bot.family.state import FamilyState
from bot.members.errand import Errand
from bot.settings import CHINA
from bot.store.child_models import Child
from bot.store.children import touched
from bot.store.files import Content
from bot.store.repository import Repository
from content.answers import footnote
from content.child.shelf import ChildShelf
from content.load import Library
from content.schema import Cite

INTENT = "family"
# Of the ids of our buttons; others' begin with something else.
PREFIX = "f="
_PICTURE_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Means:
    """What is needed beside the rows. ``make_id``: unguessable, for files and calendars."""

    talk: Talk
    planner: FamilyPlanner
    make_id: Callable[[], str]
    public_url: str | None = None

    @property
    def library(self) -> Library:
        return self.talk.library

    @property
    def shelf(self) -> ChildShelf:
        return self.library.child

    def pushes(self, channel: str) -> bool:
        """Whether reminders can go out by this channel."""
        return channel in self.planner.channels

    def link(self, path: str) -> str | None:
        """The whole address of one of our pages; None without a public address."""
        return f"{self.public_url}{path}" if self.public_url else None


@dataclass
class Visit:
    """Filled while the message is worked on. ``kids``: those in rows. ``told``: those that are
    told of in this talk and wait for the parents' yes. ``offer``: whether to ask for it now.
    ``desk``: does what a text wants, for a child where one is known (bot.family.desk).
    """

    rows: Repository
    means: Means
    channel: str
    address: str
    now: datetime
    talk: TalkState
    state: FamilyState
    desk: Callable[["Visit", str, Kid | None], Awaitable[None]]
    kids: list[Kid] = field(default_factory=list)
    told: list[Kid] = field(default_factory=list)
    offer: bool = False
    text: str = ""
    reply: Reply = field(default_factory=lambda: Reply(intent=INTENT, confidence=1.0))

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    @property
    def shelf(self) -> ChildShelf:
        return self.means.shelf

    # --- what is said -----------------------------------------------------------------------
    def say(self, text: str) -> None:
        self.reply.say(text)

    def done(self, text: str) -> None:
        """Something was written down."""
        self.say(text)
        self.reply.status = Status.DONE

    def tell(self, words: Words) -> None:
        """What a calendar says, with its sources."""
        self.say(words.text)
        self.note(words.cite)

    def note(self, cites: Iterable[Cite]) -> None:
        for cite in cites:
            self.reply.note(footnote(self.means.library, cite, self.today))

    async def file(self, name: str, media_type: str, content: bytes) -> str:
        """Keep a file for whoever writes; its id."""
        number = self.means.make_id()
        of = (self.channel, self.address)
        until = self.now + _PICTURE_LIFE
        await self.rows.files.keep(number, Content(name, media_type, content), until, of)
        return number

    async def picture(self, caption: str, png: bytes) -> None:
        number = await self.file(f"{caption}.png", "image/png", png)
        self.reply.messages.append(Image(number, caption, self.means.link(f"/files/{number}")))

    async def document(self, name: str, media_type: str, content: bytes) -> None:
        number = await self.file(name, media_type, content)
        self.reply.messages.append(File(number, name, self.means.link(f"/files/{number}")))

    # --- what is asked ----------------------------------------------------------------------
    def ask(
        self,
        kind: str,
        step: str,
        prompt: str,
        options: Sequence[tuple[str, str]] = (),
        facts: Mapping[str, Any] | None = None,
        soft: bool = False,
    ) -> None:
        """Ask, and remember who reads the answer. ``options``: label and value."""
        errand = Errand(
            kind=kind, step=step, serial=self._serial(), prompt=prompt,
            options=[[label, value] for label, value in options], soft=soft,
            facts={name: str(value) for name, value in (facts or {}).items()},
        )  # fmt: skip
        self.state.errand = errand.model_dump(mode="json")
        self.ask_again()

    def ask_again(self, why: str = "") -> None:
        """The open question once more."""
        errand = self.state.open
        if errand:
            self.say(f"{why}{errand.prompt}")
            ids = [(f"{PREFIX}{errand.serial}.{value}", label) for label, value in errand.options]
            self.reply.choices = [Choice(one, label, one) for one, label in ids]
            if not errand.soft:
                self.reply.status = Status.ASKED

    def end(self) -> None:
        """Nothing is asked any more."""
        self.state.errand = None

    def _serial(self) -> int:
        """One more than before: buttons of a question that was answered do nothing."""
        before = self.state.open
        return before.serial + 1 if before else int(self.now.timestamp())

    # --- what is written --------------------------------------------------------------------
    async def reload(self) -> None:
        """What was written is read again."""
        told = await self.rows.children.of(self.channel, self.address)
        self.kids = [kept(one) for one in told]

    async def changed(self, child_id: int) -> None:
        """Plan for a child anew, within the transaction that changed what is known of it."""
        await touched(self.rows.session, child_id, self.now)
        row = await self.rows.session.get(Child, child_id, populate_existing=True)
        if row and (row.reminders or row.planned_with):
            await self.means.planner.again(self.rows, child_id, self.now)
        await self.reload()

    async def go_on(self, text: str, kid: Kid | None = None) -> None:
        """What waited for an answer of ours."""
        if text:
            await self.desk(self, text, kid)

    def kid(self, child_id: int | None) -> Kid | None:
        """One of theirs."""
        return next((kid for kid in self.kids if kid.id == child_id), None)
