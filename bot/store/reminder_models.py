"""The tables of what falls due, who is told of it, and what they asked for."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base

# SQLite counts up by itself only what it calls INTEGER.
_ID = BigInteger().with_variant(Integer, "sqlite")
_PENDING = text("state = 'pending'")
_QUEUED = text("state = 'queued'")
# In place of a person: nobody could be told, or nobody needed to be.
NOBODY = 0


def _to(table: str, **keywords: Any) -> Any:
    return mapped_column(_ID, ForeignKey(f"{table}.id", ondelete="CASCADE"), **keywords)


class OccurrenceRow(Base):
    """One time that a duty of an institution, or a child's vaccination or check-up, falls due
    (scheduler.duties.occurrence), from some days before its first reminder on. ``stages``: [name, ISO day]; ``dropped``: [name, ISO day, why].

    ``state``: open or closed, then with the reason ``why`` (scheduler.duties.reasons) and the day.
    ``known_on``: since when we have it.
    """

    __tablename__ = "duty_occurrence"
    __table_args__ = (
        Index("ix_duty_occurrence_institution_id", "institution_id", "state"),
        Index("ix_duty_occurrence_staff_id", "staff_id"),
        Index("ix_duty_occurrence_child_id", "child_id", "state"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    institution_id: Mapped[int | None] = _to("institution")
    child_id: Mapped[int | None] = _to("child")
    staff_id: Mapped[int | None] = _to("staff_member")
    duty: Mapped[str] = mapped_column(String(60))
    due: Mapped[date]
    opens: Mapped[date | None]
    estimated: Mapped[bool]
    unrecorded: Mapped[bool]
    stages: Mapped[list[Any]]
    dropped: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(20))
    closed_on: Mapped[date | None]
    known_on: Mapped[date]


class Reminder(Base):
    """One stage of an occurrence for one person (0: nobody).

    ``state``: pending, queued (a letter of the outbox has it), sent, or skipped; ``why`` says why
    it waits or was skipped. ``digest``: the key of the letter. ``told_at``: when that was written.
    ``tries``: letters that did not arrive.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        # A stage that moved far, as a suspension moves it, is told anew.
        UniqueConstraint("occurrence_id", "stage", "on", "person_id"),
        Index("ix_reminder_pending", "person_id", postgresql_where=_PENDING, sqlite_where=_PENDING),
        Index("ix_reminder_queued", "digest", postgresql_where=_QUEUED, sqlite_where=_QUEUED),
        Index("ix_reminder_digest", "person_id", "told_at"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    occurrence_id: Mapped[int] = _to("duty_occurrence")
    stage: Mapped[str] = mapped_column(String(10))
    on: Mapped[date]
    person_id: Mapped[int] = mapped_column(_ID, default=NOBODY)
    role: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(200))
    digest: Mapped[str | None] = mapped_column(String(80))
    told_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Person(Base):
    """Somebody who is told of duties, by one or several addresses.

    ``quiet_from`` and ``quiet_to``: China's hours in which nothing comes. ``opted_out``: kinds of
    duties. ``last_digest``: the day of the last one. ``look_at``: when to look for something to
    tell them; None while there is nothing.
    """

    __tablename__ = "person"
    # A number is never given again: letters and reminders hold it longer than this row lives.
    __table_args__ = (Index("ix_person_look_at", "look_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    opted_out: Mapped[list[Any]] = mapped_column(default=list)
    last_digest: Mapped[date | None]
    look_at: Mapped[datetime | None]


class Address(Base):
    """Where a person can be reached; the lowest ``rank`` is tried first."""

    __tablename__ = "person_address"
    __table_args__ = (Index("ix_person_address_person_id", "person_id"),)

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_id: Mapped[int] = _to("person")
    rank: Mapped[int] = mapped_column(default=0)


class Snooze(Base):
    """Until which day somebody does not want to hear of an occurrence."""

    __tablename__ = "snooze"

    person_id: Mapped[int] = _to("person", primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    until: Mapped[date]


class OwnDuty(Base):
    """A duty that an institution set itself: ``rhythm`` and ``leads`` as content.duties has them.

    ``every``: months after which its printed date comes again. ``ended_on``: taken back.
    """

    __tablename__ = "own_duty"
    __table_args__ = (Index("ix_own_duty_institution_id", "institution_id"),)

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    institution_id: Mapped[int] = _to("institution")
    title: Mapped[str] = mapped_column(String(30))
    todo: Mapped[str] = mapped_column(String(60))
    rhythm: Mapped[dict[str, Any]]
    leads: Mapped[list[Any]]
    every: Mapped[int | None]
    ended_on: Mapped[date | None]
