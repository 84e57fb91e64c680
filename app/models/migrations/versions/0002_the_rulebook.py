"""The rulebook: departments, categories, comments, attachments, messages, the audit log; what is live stands beside.

The rows of authorizations say more now, so all rows are pulled again: what the person did is untouched.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("application", sa.Text(), nullable=True),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_attachments")),
        sqlite_with_rowid=False,
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
    op.create_table(
        "audit",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_audit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_audit_organization_number"), "audit", ["organization", "number"], unique=False)
    op.create_table(
        "categories",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_categories")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("application", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_comments")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_comments_organization_application"), "comments", ["organization", "application"], unique=False
    )
    op.create_table(
        "departments",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_departments")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "messages",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_messages")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quota_requests",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_quota_requests")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen_abnormal",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_seen_abnormal")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subsidiaries",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_subsidiaries")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_applications_organization_state"), "applications", ["organization", "state"], unique=False)
    op.drop_table("authorizations")
    op.create_table(
        "authorizations",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_authorizations")),
        sqlite_with_rowid=False,
    )
    for column in ("member", "seal"):
        name = op.f(f"ix_authorizations_organization_{column}")
        op.create_index(name, "authorizations", ["organization", column], unique=False)
    op.execute("DELETE FROM row_scopes WHERE kind = 'authorizations'")
    op.execute("DELETE FROM cursors")
