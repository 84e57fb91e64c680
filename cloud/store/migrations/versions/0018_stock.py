"""Seals that are delivered to an organization, and bindings that a modem is told of"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_stock")),
    )
    op.create_index(op.f("ix_stock_id"), "stock", ["id"])
    with op.batch_alter_table("bindings") as bindings:
        bindings.add_column(sa.Column("over_gprs", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("bindings") as bindings:
        bindings.alter_column("over_gprs", server_default=None)
