"""The tables of registered institutions: who they are, who works there, what was done when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base

# SQLite counts up by itself only what it calls INTEGER.
_ID = BigInteger().with_variant(Integer, "sqlite")
_HERE = text("left_on IS NULL")


def _institution(**keywords: Any) -> Any:
    return mapped_column(_ID, ForeignKey("institution.id", ondelete="CASCADE"), **keywords)


def _staff_member(**keywords: Any) -> Any:
    return mapped_column(_ID, ForeignKey("staff_member.id", ondelete="CASCADE"), **keywords)


class Institution(Base):
    """A registered institution. ``code``: its 统一社会信用代码 (GB 32100-2015).

    ``form`` and ``facts``: what a duty's ``applies`` may ask. ``suspended``: spans
    [first day, last day] as ISO dates. ``closed_on``: the last day it was open.
    ``plan_on``: the day on which its duties are to be planned again (None: now), or sooner where
    they were not planned with the rules of ``planned_with``.
    """

    __tablename__ = "institution"
    __table_args__ = (
        Index("ix_institution_region", "region", "id"),
        Index("ix_institution_name", "name"),
        Index("ix_institution_plan_on", "plan_on", "id"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    code: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    region: Mapped[str] = mapped_column(String(6))
    form: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    registered_on: Mapped[date | None]
    suspended: Mapped[list[Any]] = mapped_column(default=list)
    closed_on: Mapped[date | None]
    plan_on: Mapped[date | None]
    planned_with: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class StaffMember(Base):
    """Somebody who works at an institution; of two with one name there, one needs a number.

    ``post`` as they call it themselves. ``left_on``: the last day of work. ``known_on``: since when
    we have them; None: as long as the institution.
    """

    __tablename__ = "staff_member"
    __table_args__ = (
        Index("ix_staff_member_institution_id", "institution_id"),
        Index(
            "ix_staff_member_here", "institution_id", "name", unique=True,
            postgresql_where=_HERE, sqlite_where=_HERE,
        ),
        Index("ix_staff_member_left_on", "left_on"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    institution_id: Mapped[int] = _institution()
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]
    known_on: Mapped[date | None]


class PrintedDate(Base):
    """A date printed on a certificate or in a contract, by the name that duties give it.

    ``subject`` as planned: ``institution:12`` or ``staff:34``; the two ids beside it make it go
    with its institution and with its member of staff.
    """

    __tablename__ = "printed_date"
    __table_args__ = (
        Index("ix_printed_date_institution_id", "institution_id"),
        Index("ix_printed_date_staff_id", "staff_id"),
    )

    subject: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date]
    institution_id: Mapped[int] = _institution()
    staff_id: Mapped[int | None] = _staff_member()


class Done(Base):
    """A duty that was done on a day. ``file``: the evidence, if any; ``by``: who said so."""

    __tablename__ = "duty_done"
    __table_args__ = (
        Index("ix_duty_done_institution_id", "institution_id"),
        Index("ix_duty_done_staff_id", "staff_id"),
    )

    subject: Mapped[str] = mapped_column(String(30), primary_key=True)
    duty: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = _institution()
    staff_id: Mapped[int | None] = _staff_member()
    file: Mapped[str | None] = mapped_column(String(40))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class Binding(Base):
    """Somebody's address on a channel acts for an institution: director, health_officer, deputy."""

    __tablename__ = "binding"
    __table_args__ = (
        UniqueConstraint("institution_id", "channel", "address"),
        Index("ix_binding_contact", "channel", "address"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    institution_id: Mapped[int] = _institution()
    role: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(200))
    bound_at: Mapped[datetime]


class Officer(Base):
    """Somebody of the authority, for a region and all that lies in it."""

    __tablename__ = "officer"
    __table_args__ = (
        UniqueConstraint("region", "channel", "address"),
        Index("ix_officer_contact", "channel", "address"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    region: Mapped[str] = mapped_column(String(6))
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(200))
    bound_at: Mapped[datetime]


class BindCode(Base):
    """A code that binds whoever says it, once, until it expires; only its digest is kept.

    For an institution, for a region (then the role is ``officer``), or for another address of a
    person (``person``). ``replaces``: those who have the role now lose it to who uses the code.
    """

    __tablename__ = "bind_code"
    __table_args__ = (Index("ix_bind_code_institution_id", "institution_id"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    institution_id: Mapped[int | None] = _institution()
    region: Mapped[str | None] = mapped_column(String(6))
    person_id: Mapped[int | None] = mapped_column(_ID, ForeignKey("person.id", ondelete="CASCADE"))
    replaces: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """Who changed what, and when; ``before`` and ``after`` hold the changed fields alone.

    Stays when the institution is deleted, so it points to none, and names no person: ``actor`` is
    a role with its row's number, names and addresses are left out.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_institution_id", "institution_id", "id"),
        Index("ix_audit_entry_at", "at"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    institution_id: Mapped[int | None] = mapped_column(_ID)
    subject: Mapped[str | None] = mapped_column(String(30))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
