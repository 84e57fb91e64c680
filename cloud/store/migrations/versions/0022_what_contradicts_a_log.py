"""Who reads a seal's records is told from which entry on its log is contradicted, of what was found before as well"""

import json

import sqlalchemy as sa
from alembic import op

from protocol.sync import row_hash

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KIND = "seal_status"


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in columns))


changes = _table("changes", "space", "scope", "kind", "organization", "id", "rev", "gone")
forks = _table("log_forks", "serial", "number")
statuses = _table("seal_status", "organization", "id", "body")
versions = _table("versions", "space", "rev")
sums = (sa.column(each, sa.BigInteger) for each in ("upper", "lower"))  # half of the hashes are beyond 31 bits
tallies = sa.table("tallies", sa.column("space"), sa.column("scope"), *sums)


def upgrade() -> None:
    connection = op.get_bind()
    first = sa.select(forks.c.serial, sa.func.min(forks.c.number)).group_by(forks.c.serial)
    for serial, number in connection.execute(first).all():
        for row in connection.execute(sa.select(statuses).where(statuses.c.id == serial)).all():
            body = json.dumps(json.loads(row.body) | {"forked_from": number}, ensure_ascii=False, separators=(",", ":"))
            this = sa.and_(statuses.c.organization == row.organization, statuses.c.id == serial)
            connection.execute(statuses.update().where(this).values(body=body))
            _tell(connection, row.organization, serial, row.body, body)


def _tell(connection: sa.Connection, organization: str, serial: str, before: str, after: str) -> None:
    """As `store.changes.record` does it: with the next version of each space, and in its tallies."""
    of = changes.c
    this = sa.and_(of.kind == KIND, of.organization == organization, of.id == serial, of.gone.is_(sa.false()))
    was, now = (divmod(row_hash(KIND, body.encode()), 1 << 32) for body in (before, after))
    stood = connection.execute(sa.select(of.space, of.scope).where(this)).all()
    for space in sorted({each.space for each in stood}):
        connection.execute(versions.update().where(versions.c.space == space).values(rev=versions.c.rev + 1))
        rev = connection.execute(sa.select(versions.c.rev).where(versions.c.space == space)).scalar_one()
        connection.execute(changes.update().where(this, of.space == space).values(rev=rev))
    for space, scope in stood:
        kept = tallies.c
        other = {"upper": kept.upper + now[0] - was[0], "lower": kept.lower + now[1] - was[1]}
        connection.execute(tallies.update().where(kept.space == space, kept.scope == scope).values(other))
