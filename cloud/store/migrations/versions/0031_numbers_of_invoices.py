"""The number of an issued invoice stands beside it, so that no other has the same"""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("issued_number", sa.Text(), nullable=True))
    op.create_index(op.f("ix_invoices_issued_number"), "invoices", ["issued_number"], unique=False)
    connection = op.get_bind()
    rows = sa.table("invoices", *(sa.column(name) for name in ("organization", "id", "state", "body", "issued_number")))
    for row in connection.execute(sa.select(rows).where(rows.c.state == "issued")).all():
        this = sa.and_(rows.c.organization == row.organization, rows.c.id == row.id)
        number = "".join(unicodedata.normalize("NFKC", json.loads(row.body).get("number", "")).split())
        connection.execute(rows.update().where(this).values(issued_number=number))
