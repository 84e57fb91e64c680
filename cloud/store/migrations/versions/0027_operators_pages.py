"""The operator's pages: operators, their sessions, and what they did"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, null: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), nullable=null, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "operators",
        _text("name"),
        sa.Column("password", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        _number("created_at"),
        _number("disabled_at", null=True),
        _number("step"),
        sa.Column("tries", sa.Integer(), nullable=False),
        _number("blocked_until"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_operators")),
    )
    op.create_table(
        "operator_sessions",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        _text("operator"),
        sa.Column("browser", sa.LargeBinary(), nullable=False),
        *map(_number, ("began_at", "seen_at", "proved_at")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_operator_sessions")),
    )
    op.create_index(op.f("ix_operator_sessions_operator"), "operator_sessions", ["operator"])
    op.create_table(
        "operator_audit",
        *map(_number, ("number", "at")),
        *map(_text, ("operator", "address", "act", "organization", "subject", "words", "code", "head")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_operator_audit")),
    )
    for name in ("organization", "operator"):
        op.create_index(op.f(f"ix_operator_audit_{name}"), "operator_audit", [name])
