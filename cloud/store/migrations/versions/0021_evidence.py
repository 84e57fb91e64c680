"""Reviews and cases of records, exports, holds; when records are listed, and how long pictures are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LOST = 0  # the clock of a seal that does not know the time


def _rows(name: str, *beside: "sa.Column[str] | sa.Column[int]") -> None:
    op.create_table(
        name,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *beside,
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _rows("reviews", sa.Column("seal", sa.Text(), nullable=False), sa.Column("number", sa.BigInteger(), nullable=False))
    _index("reviews", "organization", "seal", "number")
    _rows("cases")
    _rows("holds")
    state, kept = sa.Column("state", sa.Text(), nullable=False), sa.Column("kept_until", sa.BigInteger(), nullable=True)
    _rows("exports", state, kept)
    _index("exports", "state")
    _index("exports", "kept_until")
    op.add_column("organizations", sa.Column("pictures_kept_ms", sa.BigInteger(), nullable=True))
    _index("organizations", "pictures_kept_ms", "id")
    for name in ("photos", "attachments"):
        op.add_column(name, sa.Column("stored_at", sa.BigInteger(), nullable=True))
        op.add_column(name, sa.Column("removed_at", sa.BigInteger(), nullable=True))
        op.execute(f"UPDATE {name} SET stored_at = {_field('stored_at')}")  # noqa: S608  (names of our own)
        _index(name, "organization", "removed_at", "stored_at")
    op.add_column("usage", sa.Column("listed_at", sa.BigInteger(), nullable=False, server_default="0"))
    lost = f"{_field('clock')} = {LOST}"
    listed = f"CASE WHEN {lost} THEN {_field('received_at')} ELSE {_field('at')} END"
    op.execute(f"UPDATE usage SET listed_at = {listed}")  # noqa: S608  (names of our own)
    with op.batch_alter_table("usage") as usage:
        usage.alter_column("listed_at", server_default=None)
    _index("usage", "organization", "listed_at", "seal", "number")


def _field(name: str) -> str:
    """A number in a row's body; nothing where it is not written down."""
    if op.get_bind().dialect.name == "sqlite":
        return f"json_extract(body, '$.{name}')"
    return f"CAST(CAST(body AS JSON) ->> '{name}' AS BIGINT)"
