"""Tokens and webhooks of a company's own systems."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    for name, beside in (("api_tokens", None), ("webhooks", None), ("webhook_deliveries", "webhook")):
        op.create_table(
            name,
            sa.Column("organization", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("rev", sa.Integer(), nullable=False),
            *([] if beside is None else [sa.Column(beside, sa.Text(), nullable=False)]),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
    op.create_index(
        op.f("ix_webhook_deliveries_organization_webhook"), "webhook_deliveries", ["organization", "webhook"]
    )
