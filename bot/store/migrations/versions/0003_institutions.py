"""Institutions, their staff, dates and deeds; who acts for them; what was changed.

Revision: 0003
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HERE = sa.text("left_on IS NULL")
_MOMENT = sa.DateTime(timezone=True)


def _to(table: str, column: str, owner: str, nullable: bool = False) -> "sa.Column[Any]":
    name = f"fk_{owner}_{column}_{table}"
    key = sa.ForeignKey(f"{table}.id", name=name, ondelete="CASCADE")
    return sa.Column(column, _ID, key, nullable=nullable)


def _contact() -> "list[sa.Column[Any]]":
    return [
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("bound_at", _MOMENT, nullable=False),
    ]


def upgrade() -> None:
    _institutions()
    _staff()
    _dates()
    _people()
    _audit()


def _institutions() -> None:
    op.create_table(
        "institution",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("code", sa.String(18), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("suspended", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("code", name="uq_institution_code"),
    )
    op.create_index("ix_institution_region", "institution", ["region", "id"])
    op.create_index("ix_institution_name", "institution", ["name"])


def _staff() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", _ID, primary_key=True),
        _to("institution", "institution_id", "staff_member"),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("post", sa.String(20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_staff_member_institution_id", "staff_member", ["institution_id"])
    op.create_index(
        "ix_staff_member_here", "staff_member", ["institution_id", "name"], unique=True,
        postgresql_where=_HERE, sqlite_where=_HERE,
    )  # fmt: skip
    op.create_index("ix_staff_member_left_on", "staff_member", ["left_on"])


def _dates() -> None:
    op.create_table(
        "printed_date",
        sa.Column("subject", sa.String(30), primary_key=True),
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        _to("institution", "institution_id", "printed_date"),
        _to("staff_member", "staff_id", "printed_date", nullable=True),
    )
    op.create_table(
        "duty_done",
        sa.Column("subject", sa.String(30), primary_key=True),
        sa.Column("duty", sa.String(60), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        _to("institution", "institution_id", "duty_done"),
        _to("staff_member", "staff_id", "duty_done", nullable=True),
        sa.Column("file", sa.String(40), nullable=True),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    for table in ("printed_date", "duty_done"):
        for column in ("institution_id", "staff_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])


def _people() -> None:
    op.create_table(
        "binding",
        sa.Column("id", _ID, primary_key=True),
        _to("institution", "institution_id", "binding"),
        sa.Column("role", sa.String(20), nullable=False),
        *_contact(),
        sa.UniqueConstraint(
            "institution_id", "channel", "address", name="uq_binding_institution_id"
        ),
    )
    op.create_index("ix_binding_contact", "binding", ["channel", "address"])
    op.create_table(
        "officer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("region", sa.String(6), nullable=False),
        *_contact(),
        sa.UniqueConstraint("region", "channel", "address", name="uq_officer_region"),
    )
    op.create_index("ix_officer_contact", "officer", ["channel", "address"])
    op.create_table(
        "bind_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        _to("institution", "institution_id", "bind_code", nullable=True),
        sa.Column("region", sa.String(6), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
    )
    op.create_index("ix_bind_code_institution_id", "bind_code", ["institution_id"])


def _audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("institution_id", _ID, nullable=True),
        sa.Column("subject", sa.String(30), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
    )
    op.create_index("ix_audit_entry_institution_id", "audit_entry", ["institution_id", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])


def downgrade() -> None:
    for table in (
        "audit_entry", "bind_code", "officer", "binding", "duty_done", "printed_date",
        "staff_member", "institution",
    ):  # fmt: skip
        op.drop_table(table)
