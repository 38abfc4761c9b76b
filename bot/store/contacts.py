"""Rows of what platforms allow: who can be reached, how much may be sent, with which token."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.inserting import insert_of
from bot.store.post_models import REASON, Contact, Token, Window


class Contacts:
    """Contacts, send windows and tokens within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    # --- who can be reached -----------------------------------------------------------------
    async def lost(self, channel: str, address: str, why: str, now: datetime) -> None:
        """Nothing is sent to this contact until they write again."""
        values = {"unreachable_since": now, "reason": why[:REASON]}
        statement = insert_of(self.session)(Contact).values(
            channel=channel, address=address, **values
        )
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["channel", "address"], set_=values)
        )

    async def heard(self, channel: str, address: str) -> None:
        """They wrote: so they can be reached."""
        contact = await self.session.get(Contact, (channel, address))
        if contact and contact.unreachable_since:
            contact.unreachable_since = contact.reason = None

    # --- send windows -----------------------------------------------------------------------
    async def open_window(self, to: tuple[str, str], kind: str, until: datetime, left: int) -> None:
        """The platform takes ``left`` messages for ``to`` (channel, address) until then."""
        channel, address = to
        values = {"until": until, "left": left}
        statement = insert_of(self.session)(Window).values(
            channel=channel, address=address, kind=kind, **values
        )
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=["channel", "address", "kind"], set_=values
            )
        )

    async def take(self, channel: str, address: str, now: datetime) -> bool:
        """Use up one message of the window that closes first; False where none is open."""
        window = await self.session.scalar(
            select(Window)
            .where(
                Window.channel == channel,
                Window.address == address,
                Window.until > now,
                Window.left > 0,
            )
            .order_by(Window.until)
            .limit(1)
            .with_for_update()
        )
        if window is None:
            return False
        window.left -= 1
        return True

    async def close_windows(self, channel: str, address: str) -> None:
        """The platform said that it takes nothing more."""
        await self.session.execute(
            delete(Window).where(Window.channel == channel, Window.address == address)
        )

    # --- tokens -----------------------------------------------------------------------------
    async def token(self, name: str, now: datetime) -> str | None:
        """The token kept under ``name``, if it is good still."""
        token = await self.session.get(Token, name)
        return token.value if token and token.expires_at > now else None

    async def keep_token(self, name: str, value: str, expires_at: datetime) -> None:
        values = {"value": value, "expires_at": expires_at}
        statement = insert_of(self.session)(Token).values(name=name, **values)
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=values)
        )

    async def forget(self, channel: str, address: str) -> None:
        """Delete what is known of a contact, but that they must not be written to."""
        await self.close_windows(channel, address)
        await self.session.execute(
            delete(Contact).where(
                Contact.channel == channel,
                Contact.address == address,
                Contact.unreachable_since.is_(None),
            )
        )
