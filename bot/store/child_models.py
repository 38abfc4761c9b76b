"""The tables of children whose parents asked us to keep their dates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.base import Base

# SQLite counts up by itself only what it calls INTEGER.
_ID = BigInteger().with_variant(Integer, "sqlite")


def _to(table: str, **keywords: Any) -> Any:
    return mapped_column(_ID, ForeignKey(f"{table}.id", ondelete="CASCADE"), **keywords)


class Child(Base):
    """A child of a person (bot.store.reminder_models). ``name``: how they call it; may be empty.

    ``sex``: male, female or not told. ``weeks`` and ``days``: of the pregnancy; None: term, or not
    told. ``reminders``: whether the parents want to be told of what falls due. ``plan_on``: when
    to plan again, by the rules ``planned_with``. ``feed``: the secret of the calendar's address;
    None while nobody subscribes.
    """

    __tablename__ = "child"
    __table_args__ = (
        CheckConstraint("sex IN ('male', 'female')", name="ck_child_sex"),
        Index("ix_child_person_id", "person_id"),
        Index("ix_child_plan_on", "plan_on", "id"),
        Index("ix_child_birth", "birth"),
    )

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    person_id: Mapped[int] = _to("person")
    name: Mapped[str] = mapped_column(String(20), default="")
    birth: Mapped[date]
    sex: Mapped[str | None] = mapped_column(String(6))
    weeks: Mapped[int | None]
    days: Mapped[int | None]
    reminders: Mapped[bool] = mapped_column(default=False)
    plan_on: Mapped[date | None]
    planned_with: Mapped[str] = mapped_column(String(16), default="")
    feed: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ChildDose(Base):
    """A dose that the parents told us of; ``day`` None: they told that none was given so far.

    ``exact``: false where they know that it was given, but not when: then ``day`` is reckoned.
    """

    __tablename__ = "child_dose"
    __table_args__ = (UniqueConstraint("child_id", "vaccine", "day"),)

    id: Mapped[int] = mapped_column(_ID, primary_key=True)
    child_id: Mapped[int] = _to("child")
    vaccine: Mapped[str] = mapped_column(String(40))
    day: Mapped[date | None]
    exact: Mapped[bool] = mapped_column(default=True)


class ChildCheck(Base):
    """A check-up or screening that was done; ``exact``: see ``ChildDose``."""

    __tablename__ = "child_check"

    child_id: Mapped[int] = _to("child", primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date]
    exact: Mapped[bool] = mapped_column(default=True)


class Measurement(Base):
    """What was measured on a day. ``lying``: None where nobody said how."""

    __tablename__ = "child_measurement"

    child_id: Mapped[int] = _to("child", primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    weight_kg: Mapped[float | None] = mapped_column(Double)
    length_cm: Mapped[float | None] = mapped_column(Double)
    head_cm: Mapped[float | None] = mapped_column(Double)
    lying: Mapped[bool | None]
