"""Rows of the outbox: written with what caused them, claimed, and settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.store.inserting import insert_of
from bot.store.portions import portions
from bot.store.post_models import REASON, Contact, OutboxMessage

OPEN = ("waiting", "sending")
_AT_ONCE = 2000


@dataclass(frozen=True)
class ClaimTerms:
    """``lease``: how long a claim holds. ``gap``: how long the contact then gets nothing more."""

    lease: timedelta
    gap: timedelta


@dataclass(frozen=True)
class NewLetter:
    """A message to be written."""

    key: str
    channel: str
    address: str
    payload: dict[str, Any]


class Letters:
    """The outbox within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def put(
        self,
        key: str,
        to: tuple[str, str],
        payload: dict[str, Any],
        now: datetime,
        due_at: datetime | None = None,
    ) -> None:
        """Write a message for ``to`` (channel, address); one with this key before stays as it is.

        To a contact who cannot be reached it is written down as dropped.
        """
        channel, address = to
        lost = await self.session.get(Contact, (channel, address))
        unreachable = bool(lost and lost.unreachable_since)
        values = {
            "key": key, "channel": channel, "address": address, "payload": payload,
            "state": "dropped" if unreachable else "waiting", "due_at": due_at or now,
            "claims": 0, "failures": 0, "created_at": now, "history": [],
            "settled_at": now if unreachable else None,
            "reason": lost.reason if lost and unreachable else None,
        }  # fmt: skip
        await self.session.execute(
            insert_of(self.session)(OutboxMessage).values(**values).on_conflict_do_nothing()
        )

    async def put_all(self, letters: Sequence[NewLetter], now: datetime) -> None:
        """Write messages to contacts who can be reached; ``written`` tells which keys are free."""
        rows = [
            {
                "key": letter.key, "channel": letter.channel, "address": letter.address,
                "payload": letter.payload, "state": "waiting", "due_at": now, "claims": 0,
                "failures": 0, "created_at": now, "history": [],
            }
            for letter in letters
        ]  # fmt: skip
        if rows:
            statement = insert_of(self.session)(OutboxMessage.__table__).on_conflict_do_nothing()
            await self.session.execute(statement, rows)

    async def written(self, keys: Sequence[str]) -> set[str]:
        """Those of the keys that a message has already."""
        found: set[str] = set()
        for some in portions(keys, _AT_ONCE):
            found |= set(
                await self.session.scalars(
                    select(OutboxMessage.key).where(OutboxMessage.key.in_(some))
                )
            )
        return found

    async def claim(
        self,
        channel: str,
        now: datetime,
        terms: ClaimTerms,
        most: int,
        but_not: Sequence[int] = (),
    ) -> list[OutboxMessage]:
        """Take up what is due: of each contact the oldest open message alone, so order is kept.

        A claim that was not settled before its lease ended is taken up again, but for the
        messages of ``but_not``: the caller has these in hand.
        """
        statement = _claimable(channel, now, most).where(OutboxMessage.id.not_in(but_not))
        found = list(await self.session.scalars(statement))
        for row in found:
            if row.state == "sending":
                row.history = [*row.history, [now.isoformat(), "no word of the last attempt"]]
            row.state, row.lease_until, row.claims = "sending", now + terms.lease, row.claims + 1
        if terms.gap and found:
            await self._rest([row.address for row in found], channel, now + terms.gap)
        return found

    async def _rest(self, addresses: Sequence[str], channel: str, until: datetime) -> None:
        rows = [{"channel": channel, "address": a, "next_at": until} for a in addresses]
        statement = insert_of(self.session)(Contact).values(rows)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["channel", "address"], set_={"next_at": until}
            )
        )

    async def claimed(self, claims: Sequence[tuple[int, int]]) -> list[OutboxMessage]:
        """The messages (id, number of the claim) that nobody else has taken up since."""
        numbers = dict(claims)
        rows = await self.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.id.in_(list(numbers)), OutboxMessage.state == "sending")
            .with_for_update()
        )
        return [row for row in rows if numbers[row.id] == row.claims]

    async def drop_all(self, channel: str, address: str, why: str, now: datetime) -> None:
        """What still waits for a contact who cannot be reached is not tried."""
        await self.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.channel == channel,
                OutboxMessage.address == address,
                OutboxMessage.state == "waiting",
            )
            .values(state="dropped", settled_at=now, reason=why[:REASON])
        )

    async def moved(self, channel: str, address: str, new: str) -> None:
        """A contact has another address now."""
        await self.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.channel == channel,
                OutboxMessage.address == address,
                _open(OutboxMessage),
            )
            .values(address=new)
        )

    async def by_key(self, key: str) -> OutboxMessage | None:
        return await self.session.scalar(
            select(OutboxMessage).where(OutboxMessage.key == key).with_for_update()
        )

    async def ledger(
        self, most: int, states: Sequence[str] = (), address: str | None = None
    ) -> list[OutboxMessage]:
        """The newest messages, newest first."""
        statement = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(most)
        if states:
            statement = statement.where(OutboxMessage.state.in_(states))
        if address:
            statement = statement.where(OutboxMessage.address == address)
        return list(await self.session.scalars(statement))

    async def depth(self) -> list[tuple[str, int, datetime]]:
        """Of each channel how many are open, and since when the oldest of them."""
        rows = await self.session.execute(
            select(OutboxMessage.channel, func.count(), func.min(OutboxMessage.created_at))
            .where(_open(OutboxMessage))
            .group_by(OutboxMessage.channel)
        )
        return [(channel, count, oldest) for channel, count, oldest in rows]

    async def overdue(self, channel: str, now: datetime) -> datetime | None:
        """Since when the message is due that a courier should take up first; None: none is."""
        row = await self.session.scalar(_claimable(channel, now, 1))
        return (row.lease_until or row.due_at) if row else None

    async def forget(self, channel: str, address: str) -> None:
        """Delete all messages of a contact."""
        await self.session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.channel == channel, OutboxMessage.address == address
            )
        )

    async def purge(self, before: datetime) -> int:
        """Forget what the settled messages before a moment said; the ledger keeps the rest."""
        done = await self.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.created_at < before,
                ~_open(OutboxMessage),
                OutboxMessage.payload.is_not(None),
            )
            .values(payload=None)
        )
        return int(done.rowcount)  # type: ignore[attr-defined]


def _open(row: Any) -> Any:
    """Not settled yet; written out, because a partial index is used for literals alone."""
    states: Any = bindparam(None, OPEN, expanding=True, literal_execute=True)
    return row.state.in_(states)


def _claimable(channel: str, now: datetime, most: int) -> Any:
    row, other = OutboxMessage, aliased(OutboxMessage)
    # Single values, each found by its index. NOT EXISTS may become a join of all with all: where
    # letters came in a flood, the database's statistics still say that there are none.
    oldest = (
        select(func.min(other.id))
        .where(other.channel == row.channel, other.address == row.address, _open(other))
        .scalar_subquery()
    )
    rests_until = (
        select(Contact.next_at)
        .where(Contact.channel == row.channel, Contact.address == row.address)
        .scalar_subquery()
    )
    ready = or_(
        row.state == "waiting",
        and_(row.state == "sending", row.lease_until <= now),
    )
    return (
        select(row)
        .where(row.channel == channel, row.due_at <= now, _open(row), ready)
        # No "=", which the database takes to be rare: it would look at all of them before it sorts.
        .where(row.id <= oldest, func.coalesce(rests_until, row.due_at) <= now)
        .order_by(row.due_at, row.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=row)
    )
