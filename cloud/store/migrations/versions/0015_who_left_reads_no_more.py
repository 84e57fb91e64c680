"""Who left an organization has its row no longer among his own: it is gone there, and counted no more"""

import json

import sqlalchemy as sa
from alembic import op

from protocol.sync import row_hash

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KIND, OWN = "organizations", "user:"


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in columns))


changes = _table("changes", "space", "scope", "kind", "organization", "id", "rev", "gone")
members = _table("members", "organization", "user", "body")
organizations = _table("organizations", "id", "body")
versions = _table("versions", "space", "rev")
tallies = _table("tallies", "space", "scope", "count", "upper", "lower")


def upgrade() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.select(members.c.organization, members.c.user, members.c.body)).all()
    there = {(row.organization, row.user) for row in found if json.loads(row.body).get("active", True)}
    query = sa.select(changes.c.space, organizations.c.id, organizations.c.body).where(
        changes.c.kind == KIND,
        changes.c.space.startswith(OWN),
        changes.c.gone.is_(sa.false()),
        organizations.c.id == changes.c.id,
    )
    for space, id, body in connection.execute(query).all():
        if (id, space.removeprefix(OWN)) not in there:
            _go(connection, space, id, body)


def _go(connection: sa.Connection, space: str, id: str, body: str) -> None:
    """As `store.changes.record` does it: with the next version of that space, and out of its tally."""
    connection.execute(versions.update().where(versions.c.space == space).values(rev=versions.c.rev + 1))
    rev = connection.execute(sa.select(versions.c.rev).where(versions.c.space == space)).scalar_one()
    this = sa.and_(changes.c.space == space, changes.c.kind == KIND, changes.c.id == id)
    connection.execute(changes.update().where(this).values(rev=rev, gone=True))
    upper, lower = divmod(row_hash(KIND, body.encode()), 1 << 32)
    of = tallies.c
    less = {"count": of["count"] - 1, "upper": of.upper - upper, "lower": of.lower - lower}
    connection.execute(tallies.update().where(of.space == space, of.scope == space).values(less))
