"""When the rows of a pull were last compared with the cloud's count of them, and which scopes to load again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("cursors", sa.Column("checked_at", sa.Integer(), nullable=True))
    op.add_column("cursors", sa.Column("again", sa.LargeBinary(), nullable=True))
