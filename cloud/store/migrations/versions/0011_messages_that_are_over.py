"""Messages: until when each is kept stands beside it, from when it was read"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT_MS = 183 * 24 * 3600 * 1000


def upgrade() -> None:
    op.add_column("messages", sa.Column("kept_until", sa.BigInteger(), autoincrement=False, nullable=True))
    op.create_index(op.f("ix_messages_kept_until"), "messages", ["kept_until"], unique=False)
    connection = op.get_bind()
    rows = sa.table("messages", *(sa.column(name) for name in ("organization", "id", "body", "kept_until")))
    for row in connection.execute(sa.select(rows).where(rows.c.body.contains("read_at"))).all():
        read_at = json.loads(row.body).get("read_at")
        if read_at is not None:
            this = sa.and_(rows.c.organization == row.organization, rows.c.id == row.id)
            connection.execute(rows.update().where(this).values(kept_until=read_at + KEPT_MS))
