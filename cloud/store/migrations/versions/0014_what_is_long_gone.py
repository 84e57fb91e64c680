"""What is long gone is forgotten; presses count where their use was approved

Until now a press was counted where its own fields told, and nowhere for who approved its use.
"""

import sqlalchemy as sa
from alembic import op

from protocol.sync import row_hash

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("floor", "mark", "marked_at"):
        op.add_column("versions", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(op.f("ix_versions_marked_at"), "versions", ["marked_at"], unique=False)
    connection = op.get_bind()
    query = sa.text(
        "SELECT c.space, c.scope, u.body FROM changes c JOIN usage u ON u.organization = c.organization"
        ' AND u."authorization" = c.id'
        " WHERE c.kind = 'authorizations' AND c.scope LIKE 'approved:%' AND NOT c.gone"
    )
    sums: dict[tuple[str, str], list[int]] = {}
    for space, scope, body in connection.execute(query):
        upper, lower = divmod(row_hash("usage", body.encode()), 1 << 32)
        held = sums.setdefault((space, scope), [0, 0, 0])
        held[:] = held[0] + 1, held[1] + upper, held[2] + lower
    more = sa.text(
        "UPDATE tallies SET count = count + :count, upper = upper + :upper, lower = lower + :lower"
        " WHERE space = :space AND scope = :scope"
    )
    for (space, scope), (count, upper, lower) in sums.items():
        connection.execute(more, {"space": space, "scope": scope, "count": count, "upper": upper, "lower": lower})
