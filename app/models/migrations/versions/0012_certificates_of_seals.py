"""Certificates with which seals sign documents."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
NAME = "seal_certificates"


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{NAME}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{NAME}_organization_seal"), NAME, ["organization", "seal"])
