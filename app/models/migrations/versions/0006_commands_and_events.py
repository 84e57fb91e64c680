"""Commands and events of seals."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name in ("commands", "events"):
        op.create_table(
            name,
            sa.Column("organization", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("rev", sa.Integer(), nullable=False),
            sa.Column("seal", sa.Text(), nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )
        op.create_index(op.f(f"ix_{name}_organization_seal"), name, ["organization", "seal"])
