"""Rows of who acts for an institution or for the authority, and the codes that make it so."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.inserting import insert_of
from bot.store.institution_models import BindCode, Binding, Officer
from bot.store.institutions import lies_in


class Bindings:
    """Bindings, officers and codes within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    # --- who is it --------------------------------------------------------------------------
    async def of_contact(self, channel: str, address: str) -> list[Binding]:
        """The institutions somebody acts for, the oldest first."""
        return await self._rows(Binding, Binding.channel == channel, Binding.address == address)

    async def get(self, binding_id: int) -> Binding | None:
        return await self.session.get(Binding, binding_id)

    async def of_institution(self, institution_id: int) -> list[Binding]:
        return await self._rows(Binding, Binding.institution_id == institution_id)

    async def posts(self, channel: str, address: str) -> list[Officer]:
        """The regions somebody is an officer of."""
        return await self._rows(Officer, Officer.channel == channel, Officer.address == address)

    async def officers(self, region: str) -> list[Officer]:
        """The officers of a region and of what lies in it."""
        return await self._rows(Officer, lies_in(Officer.region, region))

    # --- codes ------------------------------------------------------------------------------
    async def offer(self, code: BindCode) -> None:
        """Keep a new code; an earlier one for the same role there is good no longer."""
        await self.session.execute(
            delete(BindCode).where(
                BindCode.role == code.role,
                BindCode.institution_id.is_not_distinct_from(code.institution_id),
                BindCode.region.is_not_distinct_from(code.region),
                BindCode.person_id.is_not_distinct_from(code.person_id),
            )
        )
        self.session.add(code)
        await self.session.flush()

    async def code(self, digest: str, now: datetime) -> BindCode | None:
        """A code that is good still, locked until the commit."""
        return await self.session.scalar(
            select(BindCode)
            .where(BindCode.digest == digest, BindCode.expires_at > now)
            .with_for_update()
        )

    async def spend(self, digest: str) -> bool:
        """Use a code up; False if somebody else did."""
        done = await self.session.execute(delete(BindCode).where(BindCode.digest == digest))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def redeem(
        self, digest: str, to: tuple[str, str], now: datetime
    ) -> Binding | Officer | None:
        """Bind ``to`` (channel, address) by a code; None for one unknown, used or expired, or for
        a person's own.

        Deleting it is what decides between two who use it at once.
        """
        code = await self.session.scalar(
            delete(BindCode)
            .where(
                BindCode.digest == digest, BindCode.expires_at > now, BindCode.person_id.is_(None)
            )
            .returning(BindCode)
        )
        if code is None:
            return None
        if code.institution_id is None:
            return await self._appoint(str(code.region), to, now)
        if code.replaces:
            await self.session.execute(
                delete(Binding).where(
                    Binding.institution_id == code.institution_id, Binding.role == code.role
                )
            )
        return await self._bind(code.institution_id, code.role, to, now)

    async def _bind(
        self, institution_id: int, role: str, to: tuple[str, str], now: datetime
    ) -> Binding:
        """A second code for the same institution changes the role."""
        channel, address = to
        values = {"institution_id": institution_id, "channel": channel, "address": address}
        statement = insert_of(self.session)(Binding).values(**values, role=role, bound_at=now)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=list(values), set_={"role": role, "bound_at": now}
            )
        )
        return (await self._rows(Binding, *_equal(Binding, values)))[0]  # type: ignore[no-any-return]

    async def _appoint(self, region: str, to: tuple[str, str], now: datetime) -> Officer:
        channel, address = to
        values = {"region": region, "channel": channel, "address": address}
        statement = insert_of(self.session)(Officer).values(**values, bound_at=now)
        await self.session.execute(statement.on_conflict_do_nothing())
        return (await self._rows(Officer, *_equal(Officer, values)))[0]  # type: ignore[no-any-return]

    async def purge_codes(self, now: datetime) -> int:
        """Delete expired codes."""
        done = await self.session.execute(delete(BindCode).where(BindCode.expires_at <= now))
        return int(done.rowcount)  # type: ignore[attr-defined]

    # --- the end of it ----------------------------------------------------------------------
    async def unbind(self, binding_id: int) -> bool:
        done = await self.session.execute(delete(Binding).where(Binding.id == binding_id))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def dismiss(self, officer_id: int) -> bool:
        done = await self.session.execute(delete(Officer).where(Officer.id == officer_id))
        return bool(done.rowcount)  # type: ignore[attr-defined]

    async def forget(self, channel: str, address: str) -> None:
        """Delete all that names this address."""
        for table in (Binding, Officer):
            await self.session.execute(
                delete(table).where(table.channel == channel, table.address == address)
            )

    async def _rows(self, table: Any, *conditions: Any) -> list[Any]:
        found = await self.session.scalars(
            select(table)
            .where(*conditions)
            .order_by(table.id)
            .execution_options(populate_existing=True)
        )
        return list(found)


def _equal(table: Any, values: dict[str, Any]) -> list[Any]:
    return [getattr(table, name) == value for name, value in values.items()]
