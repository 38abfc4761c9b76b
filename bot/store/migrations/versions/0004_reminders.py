"""What falls due, who is told of it, and what they asked for.

Revision: 0004
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _to(table: str, column: str, owner: str, **keywords: Any) -> "sa.Column[Any]":
    name = f"fk_{owner}_{column}_{table}"
    key = sa.ForeignKey(f"{table}.id", name=name, ondelete="CASCADE")
    return sa.Column(column, _ID, key, **{"nullable": False, **keywords})


def upgrade() -> None:
    op.add_column("institution", sa.Column("plan_on", sa.Date(), nullable=True))
    planned_with = sa.Column("planned_with", sa.String(16), nullable=False, server_default="")
    op.add_column("institution", planned_with)
    op.add_column("staff_member", sa.Column("known_on", sa.Date(), nullable=True))
    op.create_index("ix_institution_plan_on", "institution", ["plan_on", "id"])
    _occurrences()
    _reminders()
    _people()
    _own_duties()


def _occurrences() -> None:
    op.create_table(
        "duty_occurrence",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("key", sa.String(160), nullable=False),
        _to("institution", "institution_id", "duty_occurrence"),
        _to("staff_member", "staff_id", "duty_occurrence", nullable=True),
        sa.Column("duty", sa.String(60), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("unrecorded", sa.Boolean(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(20), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("key", name="uq_duty_occurrence_key"),
    )
    op.create_index(
        "ix_duty_occurrence_institution_id", "duty_occurrence", ["institution_id", "state"]
    )
    op.create_index("ix_duty_occurrence_staff_id", "duty_occurrence", ["staff_id"])


def _reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", _ID, primary_key=True),
        _to("duty_occurrence", "occurrence_id", "reminder"),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("role", sa.String(10), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("why", sa.String(200), nullable=True),
        sa.Column("digest", sa.String(80), nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "occurrence_id", "stage", "on", "person_id", name="uq_reminder_occurrence_id"
        ),
    )
    for name, column, state in (
        ("pending", "person_id", "pending"),
        ("queued", "digest", "queued"),
    ):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"ix_reminder_{name}", "reminder", [column], postgresql_where=only, sqlite_where=only
        )
    op.create_index("ix_reminder_digest", "reminder", ["person_id", "told_at"])


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("opted_out", sa.JSON(), nullable=False),
        sa.Column("last_digest", sa.Date(), nullable=True),
        sa.Column("look_at", _MOMENT, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_look_at", "person", ["look_at"])
    op.create_table(
        "person_address",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("address", sa.String(200), primary_key=True),
        _to("person", "person_id", "person_address"),
        sa.Column("rank", sa.Integer(), nullable=False),
    )
    op.create_index("ix_person_address_person_id", "person_address", ["person_id"])
    op.create_table(
        "snooze",
        _to("person", "person_id", "snooze", primary_key=True),
        sa.Column("key", sa.String(160), primary_key=True),
        sa.Column("until", sa.Date(), nullable=False),
    )


def _own_duties() -> None:
    op.create_table(
        "own_duty",
        sa.Column("id", _ID, primary_key=True),
        _to("institution", "institution_id", "own_duty"),
        sa.Column("title", sa.String(30), nullable=False),
        sa.Column("todo", sa.String(60), nullable=False),
        sa.Column("rhythm", sa.JSON(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_own_duty_institution_id", "own_duty", ["institution_id"])


def downgrade() -> None:
    for table in ("own_duty", "snooze", "person_address", "person", "reminder", "duty_occurrence"):
        op.drop_table(table)
    op.drop_index("ix_institution_plan_on", "institution")
    op.drop_column("staff_member", "known_on")
    op.drop_column("institution", "planned_with")
    op.drop_column("institution", "plan_on")
