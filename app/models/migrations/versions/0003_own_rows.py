"""Rows of the person's own: his consoles, the log of his sign-ins, his second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name in ("my_consoles", "sign_ins", "second_factor"):
        op.create_table(
            name,
            sa.Column("organization", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("rev", sa.Integer(), nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
