"""A code may join another address to a person; evidence is kept as long as its deed; an own duty
comes again on the same day of the month.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_KEY = "fk_bind_code_person_id_person"


def upgrade() -> None:
    op.add_column("own_duty", sa.Column("every", sa.Integer(), nullable=True))
    with op.batch_alter_table("bind_code") as table:
        table.add_column(sa.Column("person_id", _ID, nullable=True))
        table.create_foreign_key(_KEY, "person", ["person_id"], ["id"], ondelete="CASCADE")
    with op.batch_alter_table("file") as table:
        table.alter_column("expires_at", existing_type=_MOMENT, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM file WHERE expires_at IS NULL")
    op.execute("DELETE FROM bind_code WHERE person_id IS NOT NULL")
    with op.batch_alter_table("file") as table:
        table.alter_column("expires_at", existing_type=_MOMENT, nullable=False)
    with op.batch_alter_table("bind_code") as table:
        table.drop_constraint(_KEY, type_="foreignkey")
        table.drop_column("person_id")
    op.drop_column("own_duty", "every")
