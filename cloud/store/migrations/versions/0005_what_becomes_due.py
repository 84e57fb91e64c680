"""What becomes due: when, beside each row that time alone can change; and names for the headquarters' approver

The rows' bodies stay as they are. What an application mentions by its id stands in a scope of its own as well.
"""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HOUR_MS = 3600 * 1000
TIMES = {
    "organizations": ("reminds_after_ms",),
    "members": ("away_until",),
    "applications": ("waits_since", "reminded_at"),
    "authorizations": ("due_at",),
}
INDEXES = {
    "organizations": ("reminds_after_ms", "id"),
    "members": ("away_until",),
    "applications": ("organization", "waits_since", "reminded_at"),
    "authorizations": ("due_at",),
}


def upgrade() -> None:
    for table, columns in TIMES.items():
        for column in columns:
            op.add_column(table, sa.Column(column, sa.BigInteger(), autoincrement=False, nullable=True))
        name = op.f(f"ix_{table}_{'_'.join(INDEXES[table])}")
        op.create_index(name, table, list(INDEXES[table]), unique=False)
    _fill("organizations", "", _reminds)
    _fill("members", "stand_in", _away)
    _fill("applications", "in_approval", _waits)
    _fill("authorizations", "", _due)
    op.execute(
        "INSERT INTO changes (space, kind, organization, id, scope, rev, gone)"
        " SELECT space, kind, organization, id, 'names', rev, gone FROM changes WHERE scope = 'org'"
        " AND kind IN ('organizations', 'members', 'departments', 'categories', 'seals')"
    )


Body = dict[str, Any]


def _fill(table: str, word: str, told: Callable[[Body], Body]) -> None:
    """What `told` reads in the bodies in which `word` stands; where it reads nothing, nothing is written."""
    connection = op.get_bind()
    rows = sa.table(table, *(sa.column(name) for name in ("organization", "id", "body", *TIMES[table])))
    for row in connection.execute(sa.select(rows).where(rows.c.body.contains(word))).all():
        values = told(json.loads(row.body))
        if values:
            this = sa.and_(rows.c.organization == row.organization, rows.c.id == row.id)
            connection.execute(rows.update().where(this).values(**values))


def _reminds(body: Body) -> Body:
    hours = body.get("remind_after_h", 24)
    return {} if not hours or body.get("deleted_at") is not None else {"reminds_after_ms": hours * HOUR_MS}


def _away(body: Body) -> Body:
    stand_in = body.get("stand_in")
    return {} if stand_in is None else {"away_until": stand_in["end"]}


def _waits(body: Body) -> Body:
    pending = [step for step in body["steps"] if step.get("state") == "pending"]
    return {"waits_since": pending[0].get("since")} if pending else {}


def _due(body: Body) -> Body:
    if body.get("stage") == "waiting":
        return {"due_at": body["end"]}
    owes = body.get("upload_required") and body.get("waived_at") is None
    owes = owes and body.get("pressed", 0) > body.get("pictured", 0)
    if body.get("stage", "live") != "live" or not body.get("auto_end") or owes:
        return {}
    return {"due_at": body["issued_at"] if 0 < body["count"] <= body.get("used", 0) else body["end"]}
