"""Reviews and cases of records, exports, holds."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _rows(name: str, *beside: "sa.Column[str] | sa.Column[int]") -> None:
    op.create_table(
        name,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        *beside,
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    for name in ("cases", "exports", "holds"):
        _rows(name)
    seal, number = sa.Column("seal", sa.Text(), nullable=False), sa.Column("number", sa.Integer(), nullable=False)
    _rows("reviews", seal, number)
    op.create_index(op.f("ix_reviews_organization_seal_number"), "reviews", ["organization", "seal", "number"])
