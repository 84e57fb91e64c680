"""Commands and events of seals, when a seal is missed, and the end of a binding"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

HOUR_MS = 3600 * 1000
WITHHELD_MS, SILENT_MS = 24 * HOUR_MS, 7 * 24 * HOUR_MS  # what an organization begins with


def _rows(name: str) -> None:
    op.create_table(
        name,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _rows("commands")
    _rows("events")
    op.add_column("bindings", sa.Column("unbound_at", sa.BigInteger(), nullable=True))
    for name in ("withheld_after_ms", "silent_after_ms"):
        op.add_column("organizations", sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_index(op.f(f"ix_organizations_{name}_id"), "organizations", [name, "id"])
    for name in ("untold_withheld", "untold_silent"):
        op.add_column("seal_status", sa.Column(name, sa.BigInteger(), nullable=True))
        op.create_index(op.f(f"ix_seal_status_organization_{name}"), "seal_status", ["organization", name])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """What has been silent for long is told of at once; what lies on seals, from the next word on it."""
    columns = [sa.column(name) for name in ("organization", "id", "body", "withheld_after_ms", "silent_after_ms")]
    organizations = sa.table("organizations", *columns)
    status = sa.table("seal_status", *(sa.column(name) for name in ("organization", "id", "body", "untold_silent")))
    for row in connection.execute(sa.select(organizations.c.id, organizations.c.body)).all():
        if json.loads(row.body).get("deleted_at") is None:
            after = {"withheld_after_ms": WITHHELD_MS, "silent_after_ms": SILENT_MS}
            connection.execute(organizations.update().where(organizations.c.id == row.id).values(after))
    for row in connection.execute(sa.select(status.c.organization, status.c.id, status.c.body)).all():
        this = sa.and_(status.c.organization == row.organization, status.c.id == row.id)
        connection.execute(status.update().where(this).values(untold_silent=json.loads(row.body)["at"]))
