"""The tables of what goes out: the outbox, who can be reached, and what platforms allow."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base

# SQLite counts up by itself only what it calls INTEGER.
_ID = BigInteger().with_variant(Integer, "sqlite")
# Longest reason that is kept; what a platform says may be longer.
REASON = 200
_OPEN = text("state IN ('waiting', 'sending')")


class OutboxMessage(Base):
    """One message to one contact, from the transaction that caused it to what became of it.

    ``key``: what it is; a second one with the same key is never written. ``state``: waiting
    (until ``due_at``), sending (claimed until ``lease_until``), sent, failed or dropped; the last
    three are final, ``reason`` says why. ``claims`` counts how often it was taken up, ``failures``
    how often the platform did not take it; ``history`` is its ledger: [moment, what happened].
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # The oldest open message of a contact is sought for each that is claimed.
        Index(
            "ix_outbox_open", "channel", "address", "id",
            postgresql_where=_OPEN, sqlite_where=_OPEN,
        ),
        Index("ix_outbox_due", "channel", "due_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_outbox_created_at", "created_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    claims: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    external_id: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(REASON))
    history: Mapped[list[Any]] = mapped_column(default=list)


class Contact(Base):
    """Somebody's address on a channel. ``next_at``: not before then may more be sent there.

    ``unreachable_since``: blocked us or unfollowed; nothing is sent until they write again.
    """

    __tablename__ = "contact"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    next_at: Mapped[datetime | None]
    unreachable_since: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(REASON))


class Window(Base):
    """How many messages a platform takes for a follower, and until when.

    ``kind``: what opened it, ``message`` or ``touch`` (a click, a scan, following us).
    """

    __tablename__ = "send_window"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    until: Mapped[datetime]
    left: Mapped[int]


class Token(Base):
    """A platform's access token, shared by all replicas."""

    __tablename__ = "token"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(String(600))
    expires_at: Mapped[datetime]


class StoredFile(Base):
    """A file that was or will be sent; ``id`` cannot be guessed.

    ``expires_at``: None for the evidence of a deed, which is kept as long as the deed and is not
    served to whoever knows the id.
    ``channel`` and ``address``: whose it is, so that it goes with them; None for nobody's.
    """

    __tablename__ = "file"
    __table_args__ = (Index("ix_file_address", "channel", "address"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(200))
