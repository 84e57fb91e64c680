"""Documents that a seal signs."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    texts = [sa.Column(name, sa.Text(), nullable=False) for name in ("organization", "authorization", "digest")]
    numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in ("step", "begun_at")]
    op.create_table(
        "sealings",
        sa.Column("id", sa.Text(), nullable=False),
        *texts,
        *numbers,
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("prepared", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sealings_organization_digest"), "sealings", ["organization", "digest"])
