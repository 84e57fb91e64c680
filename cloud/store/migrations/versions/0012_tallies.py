"""Tallies: how many rows stand in each scope, and the sums of the halves of their hashes

Counted once from the rows as they stand; from then on each change of a row keeps them.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from protocol.sync import row_hash

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("upper", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lower", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("space", "scope", name=op.f("pk_tallies")),
    )
    sums: dict[tuple[str, str], list[int]] = {}
    for kind, body, places in _standing(op.get_bind()):
        upper, lower = divmod(row_hash(kind, body.encode()), 1 << 32)
        for place in places:
            held = sums.setdefault(place, [0, 0, 0])
            held[:] = held[0] + 1, held[1] + upper, held[2] + lower
    columns = [sa.column(name) for name in ("space", "scope", "count", "upper", "lower")]
    if sums:
        op.bulk_insert(
            sa.table("tallies", *columns),
            [
                {"space": space, "scope": scope, "count": count, "upper": upper, "lower": lower}
                for (space, scope), (count, upper, lower) in sums.items()
            ],
        )


def _standing(connection: sa.Connection) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Kind and body of each row, and the (space, scope) where it stands."""
    kinds = connection.execute(sa.text("SELECT DISTINCT kind FROM changes")).scalars().all()
    for kind in kinds:
        query = sa.text(
            f"SELECT c.space, c.scope, r.body FROM changes c JOIN {kind} r"  # noqa: S608  (a name of our own)
            " ON r.organization = c.organization AND r.id = c.id WHERE c.kind = :kind AND NOT c.gone"
        )
        for space, scope, body in connection.execute(query, {"kind": kind}):
            yield kind, body, [(space, scope)]
    for organization, body in connection.execute(sa.text("SELECT organization, body FROM audit")):
        yield "audit", body, [(organization, "audit")]
    for organization, seal, member, result, body in connection.execute(
        sa.text("SELECT organization, seal, member, result, body FROM usage")
    ):
        scopes = ["usage", f"usage:{seal}"]
        scopes += [f"member:{member}"] if member else []
        scopes += ["abnormal", f"abnormal:{seal}"] if result else []
        yield "usage", body, [(organization, scope) for scope in scopes]
