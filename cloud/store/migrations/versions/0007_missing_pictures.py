"""Missing pictures: when they are called to mind stands beside each authorization that asks for them"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAY_MS = 24 * 3600 * 1000


def upgrade() -> None:
    op.add_column("authorizations", sa.Column("pictures_due_at", sa.BigInteger(), autoincrement=False, nullable=True))
    op.create_index(op.f("ix_authorizations_pictures_due_at"), "authorizations", ["pictures_due_at"], unique=False)
    connection = op.get_bind()
    names = ("organization", "id", "body", "pictures_due_at")
    rows = sa.table("authorizations", *(sa.column(name) for name in names))
    for row in connection.execute(sa.select(rows).where(rows.c.body.contains("upload_required"))).all():
        body = json.loads(row.body)
        if body.get("upload_required") and body.get("waived_at") is None and body.get("pressed"):
            this = sa.and_(rows.c.organization == row.organization, rows.c.id == row.id)
            due = (body.get("ended_at") or body["end"]) + DAY_MS
            connection.execute(rows.update().where(this).values(pictures_due_at=due))
