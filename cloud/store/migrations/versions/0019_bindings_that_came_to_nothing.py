"""Bindings that were asked for and came to nothing"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bindings") as bindings:
        bindings.add_column(sa.Column("withdrawn_at", sa.BigInteger(), nullable=True))
