"""Children, and reminders of what falls due for them; files know whose they are.

Revision: 0006
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KEY = "fk_duty_occurrence_child_id_child"
_REMINDER = '"id", "occurrence_id", "stage", "on", "person_id", "role", "state", "why", "digest", "told_at", "tries"'  # fmt: skip


def upgrade() -> None:
    _children()
    _told()
    _keep_reminders(_to_children)
    op.create_index("ix_duty_occurrence_child_id", "duty_occurrence", ["child_id", "state"])
    op.add_column("file", sa.Column("channel", sa.String(20), nullable=True))
    op.add_column("file", sa.Column("address", sa.String(200), nullable=True))
    op.create_index("ix_file_address", "file", ["channel", "address"])


def _children() -> None:
    op.create_table(
        "child",
        sa.Column("id", _ID, primary_key=True),
        _to("person", "person_id", "child"),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(6), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("planned_with", sa.String(16), nullable=False),
        sa.Column("feed", sa.String(40), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.CheckConstraint("sex IN ('male', 'female')", name="ck_child_sex"),
        sa.UniqueConstraint("feed", name="uq_child_feed"),
    )
    op.create_index("ix_child_person_id", "child", ["person_id"])
    op.create_index("ix_child_plan_on", "child", ["plan_on", "id"])
    op.create_index("ix_child_birth", "child", ["birth"])


def _told() -> None:
    op.create_table(
        "child_dose",
        sa.Column("id", _ID, primary_key=True),
        _to("child", "child_id", "child_dose"),
        sa.Column("vaccine", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("child_id", "vaccine", "day", name="uq_child_dose_child_id"),
    )
    op.create_table(
        "child_check",
        _to("child", "child_id", "child_check", primary_key=True),
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "child_measurement",
        _to("child", "child_id", "child_measurement", primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("weight_kg", sa.Double(), nullable=True),
        sa.Column("length_cm", sa.Double(), nullable=True),
        sa.Column("head_cm", sa.Double(), nullable=True),
        sa.Column("lying", sa.Boolean(), nullable=True),
    )


def _to(table: str, column: str, owner: str, **keywords: Any) -> "sa.Column[Any]":
    name = f"fk_{owner}_{column}_{table}"
    key = sa.ForeignKey(f"{table}.id", name=name, ondelete="CASCADE")
    return sa.Column(column, _ID, key, **{"nullable": False, **keywords})


def _to_children() -> None:
    with op.batch_alter_table("duty_occurrence") as table:
        table.alter_column("institution_id", existing_type=_ID, nullable=True)
        table.add_column(sa.Column("child_id", _ID, nullable=True))
        table.create_foreign_key(_KEY, "child", ["child_id"], ["id"], ondelete="CASCADE")


def _to_institutions() -> None:
    with op.batch_alter_table("duty_occurrence") as table:
        table.drop_constraint(_KEY, type_="foreignkey")
        table.drop_column("child_id")
        table.alter_column("institution_id", existing_type=_ID, nullable=False)


def _keep_reminders(change: Callable[[], None]) -> None:
    """SQLite makes the table anew and drops the old one, which would take its reminders along:
    foreign keys cannot be switched off within a transaction."""
    if op.get_bind().dialect.name != "sqlite":
        change()
        return
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {_REMINDER} FROM reminder")  # noqa: S608 (our own names)
    change()
    op.execute("DELETE FROM reminder")
    op.execute(f"INSERT INTO reminder ({_REMINDER}) SELECT {_REMINDER} FROM kept")  # noqa: S608
    op.execute("DROP TABLE kept")


def downgrade() -> None:
    op.drop_index("ix_file_address", "file")
    op.drop_column("file", "address")
    op.drop_column("file", "channel")
    op.execute("DELETE FROM duty_occurrence WHERE child_id IS NOT NULL")
    op.drop_index("ix_duty_occurrence_child_id", "duty_occurrence")
    _keep_reminders(_to_institutions)
    for table in ("child_measurement", "child_check", "child_dose", "child"):
        op.drop_table(table)
