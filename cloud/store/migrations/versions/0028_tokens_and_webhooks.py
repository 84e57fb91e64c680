"""Tokens and webhooks of a company's own systems"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, beside in (("api_tokens", "sha256"), ("webhooks", None), ("webhook_deliveries", "webhook")):
        op.create_table(
            name,
            sa.Column("organization", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            *([] if beside is None else [sa.Column(beside, sa.Text(), nullable=False)]),
            sa.Column("body", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
        )
    op.create_index(op.f("ix_api_tokens_sha256"), "api_tokens", ["sha256"])
    op.create_index(
        op.f("ix_webhook_deliveries_organization_webhook"), "webhook_deliveries", ["organization", "webhook"]
    )
