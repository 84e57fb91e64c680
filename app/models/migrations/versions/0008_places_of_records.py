"""In which district each record was made: found out in small pieces after the database is open, not here."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "usage_places",
        sa.Column("n", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
    )
