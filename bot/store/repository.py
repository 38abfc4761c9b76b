"""Queries of talks; the outbox, contacts, files and institutions beside them. A repository lives as long as its transaction and never commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import StoreUnavailable
from bot.store.audits import Audits
from bot.store.bindings import Bindings
from bot.store.children import Children
from bot.store.contacts import Contacts
from bot.store.files import Files
from bot.store.forgetting import Forgetting
from bot.store.inserting import insert_of
from bot.store.institutions import Institutions
from bot.store.letters import Letters
from bot.store.models import Conversation, Message, Unanswered
from bot.store.occurrences import Occurrences
from bot.store.overviews import Overviews
from bot.store.own_duties import OwnDuties
from bot.store.personal import Personal
from bot.store.persons import Persons
from bot.store.reminders import Reminders

# How often a conversation is made again that somebody deletes between our two statements.
_TRIES = 3


class Repository:
    """Reads and writes rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.letters = Letters(session)
        self.contacts = Contacts(session)
        self.files = Files(session)
        self.institutions = Institutions(session)
        self.bindings = Bindings(session)
        self.audits = Audits(session)
        self.occurrences = Occurrences(session)
        self.own_duties = OwnDuties(session)
        self.reminders = Reminders(session)
        self.persons = Persons(session)
        self.overviews = Overviews(session)
        self.forgetting = Forgetting(session)
        self.children = Children(session)
        self.personal = Personal(session)

    async def conversation(self, channel: str, sender: str, now: datetime) -> Conversation:
        """The conversation of a person, made on the first message, locked until the commit.

        Raises StoreUnavailable where it is deleted again and again meanwhile.
        """
        for _ in range(_TRIES):
            await self._ensure(channel, sender, now)
            found = await self._locked(channel, sender)
            if found:
                return found
        raise StoreUnavailable("the conversation is deleted again and again")

    async def _locked(self, channel: str, sender: str) -> Conversation | None:
        return await self.session.scalar(
            select(Conversation)
            .where(Conversation.channel == channel, Conversation.sender == sender)
            .with_for_update()
        )

    async def _ensure(self, channel: str, sender: str, now: datetime) -> None:
        values = {
            "channel": channel,
            "sender": sender,
            "state": {},
            "version": 0,
            "created_at": now,
            "updated_at": now,
        }
        statement = insert_of(self.session)(Conversation).values(**values).on_conflict_do_nothing()
        await self.session.execute(statement)

    async def peek(self, channel: str, sender: str) -> Conversation | None:
        """The conversation, not locked and not made."""
        return await self.session.scalar(
            select(Conversation).where(
                Conversation.channel == channel, Conversation.sender == sender
            )
        )

    async def message(self, conversation: Conversation, external_id: str) -> Message | None:
        """The message with this id, if it came before."""
        return await self.session.scalar(
            select(Message).where(
                Message.conversation_id == conversation.id, Message.external_id == external_id
            )
        )

    async def record(
        self,
        conversation: Conversation,
        external_id: str,
        text: str,
        reply: dict[str, Any],
        at: datetime,
    ) -> None:
        self.session.add(
            Message(
                conversation_id=conversation.id,
                external_id=external_id,
                at=at,
                text=_storable(text),
                reply=reply,
            )
        )

    async def history(self, conversation: Conversation, most: int) -> list[Message]:
        """The last messages, oldest first."""
        found = await self.session.scalars(
            select(Message)
            .where(Message.conversation_id == conversation.id)
            .order_by(Message.id.desc())
            .limit(most)
        )
        return list(reversed(found.all()))

    async def unanswered(
        self, text: str, intent: str | None, confidence: float, at: datetime
    ) -> None:
        self.session.add(
            Unanswered(at=at, text=_storable(text), intent=intent, confidence=confidence)
        )

    async def newest_unanswered(self, most: int) -> list[Unanswered]:
        found = await self.session.scalars(
            select(Unanswered).order_by(Unanswered.id.desc()).limit(most)
        )
        return list(found)

    async def erase(self, channel: str, sender: str) -> None:
        """Delete all that is kept of a person but the conversation itself, which is spoken in."""
        await self.letters.forget(channel, sender)
        await self.contacts.forget(channel, sender)
        bound = await self.bindings.of_contact(channel, sender)
        await self.institutions.touch(row.institution_id for row in bound)
        await self.bindings.forget(channel, sender)
        await self.persons.forget(channel, sender)
        conversation = await self.peek(channel, sender)
        if conversation:
            await self.session.execute(
                delete(Message).where(Message.conversation_id == conversation.id)
            )

    async def forget(self, channel: str, sender: str) -> None:
        """Delete a person's conversation and messages, those that went out included."""
        await self.erase(channel, sender)
        conversation = await self.peek(channel, sender)
        if conversation is None:
            return
        await self.session.execute(delete(Conversation).where(Conversation.id == conversation.id))


def _storable(text: str) -> str:
    """What every database takes: no NUL (PostgreSQL), no half of a surrogate pair (UTF-8)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
