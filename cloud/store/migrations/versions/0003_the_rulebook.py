"""The rulebook: departments, categories, comments, attachments, messages, the audit log; what is live stands beside

Two tables get columns that are told by their rows' bodies, so they are made anew and filled from what they held.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activation_codes",
        sa.Column("authorization", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("authorization", name=op.f("pk_activation_codes")),
    )
    op.create_table(
        "attachments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("application", sa.Text(), nullable=True),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_attachments")),
    )
    op.create_index(
        op.f("ix_attachments_organization_application"), "attachments", ["organization", "application"], unique=False
    )
    op.create_index(
        op.f("ix_attachments_organization_authorization"),
        "attachments",
        ["organization", "authorization"],
        unique=False,
    )
    op.create_index(op.f("ix_attachments_organization_sha256"), "attachments", ["organization", "sha256"], unique=False)
    op.create_table(
        "audit",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rev", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_organization_number"), "audit", ["organization", "number"], unique=False)
    op.create_index(op.f("ix_audit_organization_rev"), "audit", ["organization", "rev"], unique=False)
    op.create_table(
        "categories",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_categories")),
    )
    op.create_table(
        "comments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_comments")),
    )
    op.create_index(
        op.f("ix_comments_organization_application"), "comments", ["organization", "application"], unique=False
    )
    op.create_table(
        "departments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_departments")),
    )
    op.create_table(
        "messages",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_organization_member"), "messages", ["organization", "member"], unique=False)
    op.create_table(
        "quota_requests",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_quota_requests")),
    )
    op.create_table(
        "seen_abnormal",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_seen_abnormal")),
    )
    op.create_table(
        "subsidiaries",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_subsidiaries")),
    )
    op.drop_table("quotas")
    _again("applications", ("state",), ())
    op.create_index(op.f("ix_applications_organization_state"), "applications", ["organization", "state"], unique=False)
    _again("authorizations", ("seal", "member", "stage"), ("owed_by",))
    for columns in (("member",), ("owed_by",), ("seal", "stage")):
        name = op.f(f"ix_authorizations_organization_{'_'.join(columns)}")
        op.create_index(name, "authorizations", ["organization", *columns], unique=False)
    op.add_column("members", sa.Column("department", sa.Text(), nullable=True))


def _again(name: str, told: tuple[str, ...], may_miss: tuple[str, ...]) -> None:
    """The table with these columns beside each body."""
    connection = op.get_bind()
    before = connection.execute(sa.text(f"SELECT organization, id, body FROM {name}")).all()  # noqa: S608  (our own names)
    op.drop_table(name)
    table = op.create_table(
        name,
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(column, sa.Text(), nullable=column in may_miss) for column in (*told, *may_miss)),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f(f"pk_{name}")),
    )
    rows = [_row(row, (*told, *may_miss)) for row in before]
    if rows:
        connection.execute(table.insert(), rows)


def _row(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    over = body.get("ended_at") is not None or body.get("refused_at") is not None
    if "stage" in columns:
        body["stage"] = "over" if over else "live"
    told = {column: body.get(column) for column in columns}
    return {"organization": row.organization, "id": row.id, "body": json.dumps(body, ensure_ascii=False), **told}
