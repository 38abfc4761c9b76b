"""Everything that is kept of a person, found by one address: for giving it out, and for deleting."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.child_models import Child, ChildCheck, ChildDose, Measurement
from bot.store.institution_models import Binding, Institution, Officer
from bot.store.models import Conversation, Message, Unanswered
from bot.store.post_models import Contact, OutboxMessage, StoredFile, Window
from bot.store.reminder_models import Address, OccurrenceRow, Person, Reminder, Snooze

# Never given out: a file's content, and what would let others act for somebody.
_SECRET = frozenset({"content", "feed"})
Row = dict[str, Any]


class Personal:
    """Within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def addresses(self, channel: str, address: str) -> list[tuple[str, str]]:
        """This one, and the others of the same person."""
        person = select(Address.person_id).where(
            Address.channel == channel, Address.address == address
        )
        found = await self.session.execute(
            select(Address.channel, Address.address)
            .where(Address.person_id.in_(person))
            .order_by(Address.channel, Address.address)
        )
        return list(dict.fromkeys([(channel, address), *((c, a) for c, a in found.all())]))

    async def held(self, channel: str, address: str) -> dict[str, list[Row]]:
        """By kind all rows of the person."""
        own = await self.addresses(channel, address)
        persons = await self._ids(Address.person_id, _named(Address, own))
        children = await self._ids(Child.id, Child.person_id.in_(persons))
        talks = await self._ids(Conversation.id, tuple_(Conversation.channel, Conversation.sender).in_(own))  # fmt: skip
        bound = select(*Binding.__table__.columns, Institution.name.label("institution"))
        told = select(
            OccurrenceRow.key, OccurrenceRow.due, Reminder.stage, Reminder.state, Reminder.told_at
        ).join(OccurrenceRow, OccurrenceRow.id == Reminder.occurrence_id)
        return {
            "addresses": await self._all(Address, _named(Address, own)),
            "wishes": await self._all(Person, Person.id.in_(persons)),
            "snoozes": await self._all(Snooze, Snooze.person_id.in_(persons)),
            "children": await self._all(Child, Child.id.in_(children)),
            "doses": await self._all(ChildDose, ChildDose.child_id.in_(children)),
            "checkups": await self._all(ChildCheck, ChildCheck.child_id.in_(children)),
            "measurements": await self._all(Measurement, Measurement.child_id.in_(children)),
            "reminders": await self._mapped(told.where(Reminder.person_id.in_(persons))),
            "conversations": await self._all(Conversation, Conversation.id.in_(talks)),
            "messages": await self._all(Message, Message.conversation_id.in_(talks)),
            "letters": await self._all(OutboxMessage, _named(OutboxMessage, own)),
            "contacts": await self._all(Contact, _named(Contact, own)),
            "windows": await self._all(Window, _named(Window, own)),
            "bindings": await self._mapped(
                bound.join(Institution, Institution.id == Binding.institution_id).where(
                    _named(Binding, own)
                )
            ),
            "offices": await self._all(Officer, _named(Officer, own)),
            "files": await self._all(StoredFile, _named(StoredFile, own)),
        }

    async def forget_questions(self, addresses: Iterable[tuple[str, str]]) -> None:
        """What somebody asked and we could not answer is kept without a name, but in their words."""
        said = (
            select(Message.text)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(tuple_(Conversation.channel, Conversation.sender).in_(list(addresses)))
        )
        await self.session.execute(
            delete(Unanswered)
            .where(Unanswered.text.in_(said))
            .execution_options(synchronize_session=False)
        )

    # --- what was left behind -----------------------------------------------------------------
    async def silent(self, before: datetime, most: int) -> list[tuple[str, str]]:
        """Those who have written nothing since, the longest silent first."""
        found = await self.session.execute(
            select(Conversation.channel, Conversation.sender)
            .where(Conversation.updated_at < before)
            .order_by(Conversation.updated_at)
            .limit(most)
        )
        return [(channel, sender) for channel, sender in found.all()]

    async def forget_talk(self, channel: str, sender: str) -> None:
        """Delete what was said; what they are bound to, or keep of a child, stays."""
        await self.forget_questions([(channel, sender)])
        talk = select(Conversation.id).where(
            Conversation.channel == channel, Conversation.sender == sender
        )
        for table, column in ((Message, Message.conversation_id), (Conversation, Conversation.id)):
            await self.session.execute(
                delete(table).where(column.in_(talk)).execution_options(synchronize_session=False)
            )

    async def purge_persons(self) -> int:
        """Delete who has neither a child nor an office here, and no talk any more."""
        own = Address.person_id == Person.id
        done = await self.session.execute(
            delete(Person)
            .where(
                ~exists().where(Child.person_id == Person.id),
                *(
                    ~exists().where(own, table.channel == Address.channel, named == Address.address)
                    for table, named in (
                        (Binding, Binding.address),
                        (Officer, Officer.address),
                        (Conversation, Conversation.sender),
                    )
                ),
            )
            .execution_options(synchronize_session=False)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def purge_farewells(self, prefix: str) -> int:
        """Delete the letters that told somebody of the deletion, once they are settled."""
        gone = select(OutboxMessage.channel, OutboxMessage.address).where(
            OutboxMessage.key.startswith(prefix), OutboxMessage.settled_at.is_not(None)
        )
        addresses = [(channel, address) for channel, address in await self.session.execute(gone)]
        if not addresses:
            return 0
        talking = exists().where(
            Conversation.channel == Contact.channel, Conversation.sender == Contact.address
        )
        back = exists().where(
            Conversation.channel == Window.channel, Conversation.sender == Window.address
        )
        await self.session.execute(delete(Contact).where(_named(Contact, addresses), ~talking))
        await self.session.execute(delete(Window).where(_named(Window, addresses), ~back))
        done = await self.session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.key.startswith(prefix), OutboxMessage.settled_at.is_not(None)
            )
        )
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def _ids(self, column: Any, condition: Any) -> list[int]:
        return list(await self.session.scalars(select(column).where(condition).distinct()))

    async def _all(self, table: Any, condition: Any) -> list[Row]:
        columns = [c for c in table.__table__.columns if c.name not in _SECRET]
        keys = [*table.__table__.primary_key]
        return await self._mapped(select(*columns).where(condition).order_by(*keys))

    async def _mapped(self, statement: Any) -> list[Row]:
        found = await self.session.execute(statement)
        return [dict(row) for row in found.mappings()]


def _named(table: Any, addresses: list[tuple[str, str]]) -> Any:
    return or_(*((table.channel == c) & (table.address == a) for c, a in addresses))
