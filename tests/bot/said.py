"""Messages as channels hand them over, and a look at what became of them in the database."""

from datetime import datetime

from sqlalchemy import select

from bot.conversation.service import Inbound
from bot.settings import CHINA
from bot.store.database import Database
from bot.store.models import Conversation, Message

AT = datetime(2026, 11, 21, 10, 0, tzinfo=CHINA)


def said(text: str, number: int | str = 1, sender: str = "u1") -> Inbound:
    """A message of a person; ``number`` is the channel's id of it."""
    return Inbound("test", sender, f"m{number}", AT, text)


async def conversations(database: Database) -> list[Conversation]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(Conversation).order_by(Conversation.id)))


async def messages(database: Database) -> list[Message]:
    async with database.unit() as rows:
        return list(await rows.session.scalars(select(Message).order_by(Message.id)))
