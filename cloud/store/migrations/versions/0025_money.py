"""Tariffs, the service of seals, orders, invoices, and the ledger of what was paid"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _rows(name: str, *beside: "sa.Column[object]", indexes: tuple[tuple[str, ...], ...] = ()) -> None:
    op.create_table(
        name,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *beside,
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
    )
    for columns in indexes:
        op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, list(columns))


def _text(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, null: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    _rows("tariffs")
    _rows("seal_services", _number("remind_at", null=True), indexes=(("remind_at",),))
    _rows(
        "orders",
        _text("trade"),
        _text("state"),
        _number("made_at", null=True),
        _number("lapses_at", null=True),
        indexes=(("trade",), ("state", "made_at"), ("lapses_at",)),
    )
    _rows("invoices", _text("state"), _number("asked_at", null=True), indexes=(("state", "asked_at"),))
    op.create_table(
        "ledger",
        *map(_text, ("organization", "seal", "order", "entry")),
        _number("cents"),
        sa.Column("months", sa.Integer(), nullable=False),
        _text("transaction"),
        _number("at"),
        _number("noted_at"),
        _text("by"),
        sa.PrimaryKeyConstraint("organization", "seal", "order", "entry", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_organization_order"), "ledger", ["organization", "order"])
    op.create_table(
        "payment_faults",
        *map(_text, ("trade", "transaction", "why", "organization", "order")),
        *map(_number, ("cents", "at", "noted_at")),
        sa.PrimaryKeyConstraint("trade", "transaction", "why", name=op.f("pk_payment_faults")),
    )
    op.create_index(op.f("ix_payment_faults_noted_at"), "payment_faults", ["noted_at"])
