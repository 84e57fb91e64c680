"""What WeChat Pay has given back outside this cloud"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returns",
        sa.Column("refund", sa.Text(), nullable=False),
        sa.Column("trade", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("cents", "at", "noted_at")),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("refund", name=op.f("pk_returns")),
    )
    op.create_index(op.f("ix_returns_trade"), "returns", ["trade"])
