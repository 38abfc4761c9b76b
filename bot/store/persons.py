"""Rows of the persons who are told of duties: addresses, wishes, and when to look for news."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.inserting import insert_of
from bot.store.institution_models import Binding, Officer
from bot.store.portions import Rows, portions
from bot.store.post_models import Contact, Window
from bot.store.reminder_models import Address, Person, Reminder, Snooze

_ROWS = 2000


@dataclass(frozen=True)
class Reach:
    """One address of a person. ``lost``: blocked us; ``window``: a free message may go there."""

    channel: str
    address: str
    lost: bool
    window: bool


class Persons:
    """Persons within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    # --- who --------------------------------------------------------------------------------
    async def of(self, channel: str, address: str) -> Person | None:
        """Who has this address."""
        return await self.session.scalar(
            select(Person)
            .join(Address, Address.person_id == Person.id)
            .where(Address.channel == channel, Address.address == address)
        )

    async def ensure(self, channel: str, address: str) -> Person:
        """Who has this address; somebody new if nobody has."""
        found = await self.of(channel, address)
        if found:
            return found
        person = Person(opted_out=[])
        self.session.add(person)
        await self.session.flush()
        values = {"channel": channel, "address": address, "person_id": person.id, "rank": 0}
        statement = insert_of(self.session)(Address).values(**values)
        await self.session.execute(statement.on_conflict_do_nothing())
        return await self.of(channel, address) or person

    async def contacts(self, institutions: Sequence[int]) -> Rows:
        """Who acts for these institutions: institution_id, role, person_id."""
        found = await self.session.execute(
            select(Binding.institution_id, Binding.role, Address.person_id)
            .join(
                Address,
                (Address.channel == Binding.channel) & (Address.address == Binding.address),
            )
            .where(Binding.institution_id.in_(institutions))
            .order_by(Binding.id)
        )
        return found.all()

    async def officers(self) -> Rows:
        """All officers: region, person_id."""
        found = await self.session.execute(
            select(Officer.region, Address.person_id)
            .join(
                Address,
                (Address.channel == Officer.channel) & (Address.address == Officer.address),
            )
            .order_by(Officer.id)
        )
        return found.all()

    async def reaches(self, persons: Sequence[int], now: datetime) -> dict[int, list[Reach]]:
        """By person their addresses, the preferred one first."""
        found: dict[int, list[Reach]] = {}
        for some in portions(persons, _ROWS):
            rows = await self.session.execute(
                select(
                    Address.person_id, Address.channel, Address.address,
                    Contact.unreachable_since, Window.left,
                )
                .outerjoin(
                    Contact,
                    (Contact.channel == Address.channel) & (Contact.address == Address.address),
                )
                .outerjoin(
                    Window,
                    (Window.channel == Address.channel) & (Window.address == Address.address)
                    & (Window.until > now) & (Window.left > 0),
                )
                .where(Address.person_id.in_(some))
                .order_by(Address.person_id, Address.rank, Address.channel)
            )  # fmt: skip
            for row in rows.all():
                reach = Reach(
                    row.channel, row.address, row.unreachable_since is not None, bool(row.left)
                )
                known = found.setdefault(row.person_id, [])
                if reach not in known:
                    known.append(reach)
        return found

    async def addresses(self, person_id: int) -> list[Address]:
        """All addresses of a person, the preferred one first."""
        found = await self.session.scalars(
            select(Address)
            .where(Address.person_id == person_id)
            .order_by(Address.rank, Address.channel, Address.address)
        )
        return list(found)

    async def roles(self, person_id: int) -> tuple[list[Binding], list[Officer]]:
        """What a person is bound to by any of their addresses, the oldest first."""
        found: list[list[Any]] = []
        for table in (Binding, Officer):
            rows = await self.session.scalars(
                select(table)
                .join(
                    Address,
                    (Address.channel == table.channel) & (Address.address == table.address),
                )
                .where(Address.person_id == person_id)
                .order_by(table.id)
            )
            found.append(list(rows))
        return found[0], found[1]

    async def join(self, person_id: int, channel: str, address: str) -> None:
        """The address is this person's from now on; whose it was is forgotten with their last."""
        before = await self.of(channel, address)
        last = max((row.rank for row in await self.addresses(person_id)), default=0)
        values = {"channel": channel, "address": address}
        told = {"person_id": person_id, "rank": last + 1}
        statement = insert_of(self.session)(Address).values(**values, **told)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=list(values), set_=told)
        )
        if before and before.id != person_id and not await self.addresses(before.id):
            await self.session.execute(delete(Person).where(Person.id == before.id))

    async def prefer(self, person_id: int, channel: str) -> bool:
        """Tell them by this channel first; False where they have no address there."""
        known = await self.addresses(person_id)
        if channel not in {row.channel for row in known}:
            return False
        for rank, row in enumerate(sorted(known, key=lambda row: row.channel != channel)):
            row.rank = rank
        return True

    # --- when to look -----------------------------------------------------------------------
    async def claim(self, now: datetime, most: int) -> list[Person]:
        """Persons for whom there may be something to tell, locked until the commit."""
        found = await self.session.scalars(
            select(Person)
            .where(Person.look_at <= now)
            .order_by(Person.look_at, Person.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return list(found)

    async def lock(self, persons: Iterable[int]) -> None:
        """Nobody else tells these persons anything, or changes it, until the commit. Whoever locks
        several does so in the order of their numbers."""
        for some in portions(sorted(set(persons)), _ROWS):
            await self.session.execute(
                select(Person.id).where(Person.id.in_(some)).order_by(Person.id).with_for_update()
            )

    async def look(self, persons: Iterable[int], at: datetime) -> None:
        """There is something to tell them; look then, or sooner if that was planned."""
        persons = set(persons)
        await self.lock(persons)
        for some in portions(sorted(set(persons)), _ROWS):
            await self.session.execute(
                update(Person)
                .where(Person.id.in_(some), or_(Person.look_at.is_(None), Person.look_at > at))
                .values(look_at=at)
                .execution_options(synchronize_session="fetch")
            )

    async def look_again(self, channel: str, address: str, at: datetime) -> None:
        """They can be reached (again): what waited for that is looked at."""
        found = await self.of(channel, address)
        if found is None or (found.look_at and found.look_at <= at):
            return
        waits = await self.session.scalar(
            select(Reminder.id)
            .where(Reminder.person_id == found.id, Reminder.state == "pending")
            .limit(1)
        )
        if waits:
            found.look_at = at

    # --- wishes -----------------------------------------------------------------------------
    async def snoozed(self, persons: Sequence[int]) -> dict[int, dict[str, date]]:
        """By person and occurrence, until when they do not want to hear of it."""
        found: dict[int, dict[str, date]] = {}
        rows = await self.session.execute(
            select(Snooze.person_id, Snooze.key, Snooze.until).where(Snooze.person_id.in_(persons))
        )
        for row in rows.all():
            found.setdefault(row.person_id, {})[row.key] = row.until
        return found

    async def snooze(self, person_id: int, key: str, until: date) -> None:
        values = {"person_id": person_id, "key": key, "until": until}
        statement = insert_of(self.session)(Snooze).values(**values)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "key"], set_={"until": until}
            )
        )

    async def wake(self, keys: Mapping[str, str]) -> None:
        """Closed occurrences are snoozed no longer."""
        for some in portions(list(keys), _ROWS):
            await self.session.execute(delete(Snooze).where(Snooze.key.in_(some)))

    async def forget(self, channel: str, address: str) -> None:
        """Delete an address, and the person when it was the last one."""
        person = await self.of(channel, address)
        if person is None:
            return
        await self.session.execute(
            delete(Address).where(Address.channel == channel, Address.address == address)
        )
        left = await self.session.scalar(
            select(Address.channel).where(Address.person_id == person.id).limit(1)
        )
        if left is None:
            await self.session.execute(
                update(Reminder)
                .where(Reminder.person_id == person.id, Reminder.state.in_(("pending", "queued")))
                .values(state="skipped", why="asked to be forgotten")
                .execution_options(synchronize_session=False)
            )
            await self.session.execute(delete(Person).where(Person.id == person.id))
