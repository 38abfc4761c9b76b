"""One message of somebody, being answered with rows: what is known, what is said, what is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.conversation.messages import Choice, Reply, Status
from bot.institutions.permissions import Action, Target, may
from bot.members.errand import Errand
from bot.members.member import Member, Place
from bot.reminders.deeds import Deeds
from bot.reminders.planner import Planner
from bot.reminders.rules import Rules
from bot.settings import CHINA
from bot.store.audits import Deed
from bot.store.institution_models import Binding
from bot.store.repository import Repository
from content.load import Library

INTENT = "member"


@dataclass(frozen=True)
class Means:
    """What is needed beside the rows. ``pick``: one character of several, from a secure source.

    ``key``: hashes codes; asked for only when there is one to hash. ``make_id``: unguessable, for
    files. ``calendar``: how a binding's calendar is subscribed to; None without a public address.
    """

    planner: Planner
    pick: Callable[[str], str]
    key: Callable[[], bytes]
    make_id: Callable[[], str]
    public_url: str | None = None
    calendar: Callable[[Binding], str | None] = lambda binding: None

    @property
    def rules(self) -> Rules:
        return self.planner.rules

    @property
    def library(self) -> Library:
        return self.planner.rules.library

    def link(self, path: str) -> str | None:
        """The whole address of one of our pages; None without a public address."""
        return f"{self.public_url}{path}" if self.public_url else None

    def pushes(self, channel: str) -> bool:
        """Whether reminders can go out by this channel."""
        return channel in self.planner.channels


@dataclass
class Visit:
    """Filled while the message is worked on. ``text``: cleaned. ``chosen``: the institution that
    somebody of several picked for it. ``picture``: what they sent, if it was wanted.
    ``refused``: when they gave wrong codes.
    """

    rows: Repository
    means: Means
    member: Member
    now: datetime
    text: str = ""
    picture: bytes | None = None
    chosen: int | None = None
    errand: Errand | None = None
    refused: list[datetime] = field(default_factory=list)
    reply: Reply = field(default_factory=lambda: Reply(intent=INTENT, confidence=1.0))

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    # --- what is said -----------------------------------------------------------------------
    def say(self, text: str) -> None:
        self.reply.say(text)

    def done(self, text: str) -> None:
        """Something was written down."""
        self.say(text)
        self.reply.status = Status.DONE

    def offer(self, options: Iterable[tuple[str, str]]) -> None:
        """Buttons: label and payload."""
        self.reply.choices = [Choice(payload, label, payload) for label, payload in options]

    def ask(
        self,
        kind: str,
        step: str,
        prompt: str,
        options: Sequence[tuple[str, str]] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask, and remember who reads the answer. ``options``: label and value."""
        self.errand = Errand(
            kind=kind, step=step, serial=self._serial(), prompt=prompt,
            options=[[label, value] for label, value in options],
            facts={name: str(value) for name, value in (facts or {}).items()},
        )  # fmt: skip
        self.ask_again()

    def ask_again(self, why: str = "") -> None:
        """The open question once more."""
        if self.errand:
            self.say(f"{why}{self.errand.prompt}")
            self.offer(self.errand.choices)
            self.reply.status = Status.ASKED

    def _serial(self) -> int:
        """That of the errand this one goes on with, so that its buttons stay good."""
        return self.errand.serial if self.errand else int(self.now.timestamp())

    # --- who may ----------------------------------------------------------------------------
    def allowed(self, action: Action, target: Target) -> bool:
        """The one place where people in chat are let do something or not."""
        return may(self.member.actor, action, target)

    def places(self, action: Action) -> list[Place]:
        """The institutions of whoever writes where they may do this."""
        chosen = [p for p in self.member.places if self.chosen in (None, p.id)]
        return [p for p in chosen if self.allowed(action, p.target(self.today))]

    def place(self, number: int | None) -> Place | None:
        """One of their institutions."""
        return next((p for p in self.member.places if p.id == number), None)

    def one_place(self, action: Action) -> Place | None:
        """The institution meant; None where we said no, or asked which one."""
        found = self.places(action)
        if not found:
            self.say(self._refusal())
            return None
        named = [p for p in found if p.name in self.text] or found
        if len(named) == 1:
            return named[0]
        options = [(p.name, str(p.id)) for p in named]
        self.ask("which", "place", "是哪一家的事？", options, {"text": self.text})
        return None

    def _refusal(self) -> str:
        places = self.member.places
        if not places:
            return "这件事要园里的人来办，您这边办不了。"
        if all(p.target(self.today).closed for p in places):
            return f"{places[0].name}已经停办，不能再改了。要重新开，请找当地主管部门。"
        return "这件事要园长来办，您现在的身份办不了。"

    # --- what is written --------------------------------------------------------------------
    def deeds(self, place: Place) -> Deeds:
        return Deeds(self.rows, self.means.planner, place.label, self.now)

    async def record(
        self,
        action: str,
        place: Place,
        subject: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the audit log."""
        deed = Deed(place.label, action, place.id, subject, before, after)
        await self.rows.audits.write(deed, self.now)

    async def replan(self, institutions: Iterable[int]) -> None:
        """Plan these anew, within the transaction that changed their records."""
        await self.means.planner.again(self.rows, institutions, self.now)
