"""What an attack found: whose codes are, the signed end of each audit log, who reads what and from when on

Activation codes that are out are void, for their digests name no organization: whoever issued may send another. The end
of a log is signed with the next act of its organization: until then it does not verify. What a headquarters' approver
reads of other people leaves his console when their rows change.
"""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("activation_codes")
    op.create_table(
        "activation_codes",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("authorization", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("organization", "authorization", name=op.f("pk_activation_codes")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", name=op.f("pk_audit_heads")),
    )
    op.drop_index(op.f("ix_codes_expires_at"), table_name="codes")
    op.drop_table("codes")  # good for five minutes
    op.create_table(
        "codes",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "organization", "phone", "turn", name=op.f("pk_codes")),
    )
    op.create_index(op.f("ix_codes_expires_at"), "codes", ["expires_at"], unique=False)
    op.create_index(
        op.f("ix_uploads_organization_member_stored_at"),
        "uploads",
        ["organization", "member", "stored_at"],
        unique=False,
    )
    op.add_column("members", sa.Column("away_from", sa.BigInteger(), autoincrement=False, nullable=True))
    op.create_index(op.f("ix_members_away_from"), "members", ["away_from"], unique=False)
    op.add_column("applications", sa.Column("consents", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_applications_organization_consents"), "applications", ["organization", "consents"], unique=False
    )
    _fill("members", "stand_in", "away_from", _away_from)
    _fill("applications", "headquarters", "consents", _consents)


def _fill(table: str, word: str, column: str, told: Callable[[dict[str, Any]], Any]) -> None:
    """What `told` reads in the bodies in which `word` stands."""
    connection = op.get_bind()
    rows = sa.table(table, *(sa.column(name) for name in ("organization", "id", "body", column)))
    for row in connection.execute(sa.select(rows).where(rows.c.body.contains(word))).all():
        this = sa.and_(rows.c.organization == row.organization, rows.c.id == row.id)
        connection.execute(rows.update().where(this).values(**{column: told(json.loads(row.body))}))


def _away_from(body: dict[str, Any]) -> int | None:
    """All begin with the next sweep: until now who stands in read from the day on which he was named."""
    return (body.get("stand_in") or {}).get("start")


def _consents(body: dict[str, Any]) -> str | None:
    asked = (step["candidates"] for step in body["steps"] if step["kind"] == "headquarters")
    return next((candidates[0] for candidates in asked if candidates), None)
