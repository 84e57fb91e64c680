"""What an operator has done about money that fits no order"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("payment_faults") as faults:
        faults.add_column(sa.Column("dealt_at", sa.BigInteger(), autoincrement=False, nullable=True))
        faults.add_column(sa.Column("dealt_by", sa.Text(), nullable=True))
        faults.add_column(sa.Column("note", sa.Text(), nullable=True))
