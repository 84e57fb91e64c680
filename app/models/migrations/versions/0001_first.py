"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_applications")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_applications_organization_seal"), "applications", ["organization", "seal"], unique=False)
    op.create_table(
        "authorizations",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_authorizations")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_authorizations_organization_member"), "authorizations", ["organization", "member"], unique=False
    )
    op.create_index(
        op.f("ix_authorizations_organization_seal"), "authorizations", ["organization", "seal"], unique=False
    )
    op.create_table(
        "carried",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("binding", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("slice", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_carried")),
        sa.UniqueConstraint("serial", "first", "last", name=op.f("uq_carried_serial_first_last")),
    )
    op.create_index(op.f("ix_carried_sent_at"), "carried", ["sent_at"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organization", name=op.f("pk_certificates")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cursors",
        sa.Column("pull", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.LargeBinary(), nullable=False),
        sa.Column("pulled_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pull", name=op.f("pk_cursors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "files",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("outgoing", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_files")),
        sa.UniqueConstraint("organization", "sha256", name=op.f("uq_files_organization_sha256")),
    )
    op.create_index(op.f("ix_files_outgoing_sent_at"), "files", ["outgoing", "sent_at"], unique=False)
    op.create_table(
        "lost_scopes",
        sa.Column("pull", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pull", "scope", name=op.f("pk_lost_scopes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "members",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_members")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organizations",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_organizations")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("over_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_outbox_stream_seq")),
    )
    op.create_index(op.f("ix_outbox_over_at"), "outbox", ["over_at"], unique=False)
    op.create_table(
        "photos",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_photos")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_photos_organization_seal_number"), "photos", ["organization", "seal", "number"], unique=False
    )
    op.create_table(
        "receipts",
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("log_to", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_receipts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "row_scopes",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pull", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "organization", "id", "pull", "scope", name=op.f("pk_row_scopes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_row_scopes_pull_scope"), "row_scopes", ["pull", "scope"], unique=False)
    op.create_table(
        "seal_status",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_seal_status")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seals",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_seals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("abnormal", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_seen")),
        sa.UniqueConstraint("organization", "id", name=op.f("uq_seen_organization_id")),
    )
    op.create_index(
        op.f("ix_seen_organization_abnormal_at_seal_number"),
        "seen",
        ["organization", "abnormal", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_seen_organization_at_seal_number"), "seen", ["organization", "at", "seal", "number"], unique=False
    )
    op.create_index(
        op.f("ix_seen_organization_authorization_at_seal_number"),
        "seen",
        ["organization", "authorization", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_seen_organization_member_at_seal_number"),
        "seen",
        ["organization", "member", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_seen_organization_seal_at_number"), "seen", ["organization", "seal", "at", "number"], unique=False
    )
    op.create_table(
        "templates",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_templates")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usage",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("authorization", sa.Text(), nullable=True),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("abnormal", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_usage")),
        sa.UniqueConstraint("organization", "id", name=op.f("uq_usage_organization_id")),
    )
    op.create_index(
        op.f("ix_usage_organization_abnormal_at_seal_number"),
        "usage",
        ["organization", "abnormal", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_usage_organization_at_seal_number"), "usage", ["organization", "at", "seal", "number"], unique=False
    )
    op.create_index(
        op.f("ix_usage_organization_authorization_at_seal_number"),
        "usage",
        ["organization", "authorization", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_usage_organization_member_at_seal_number"),
        "usage",
        ["organization", "member", "at", "seal", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_usage_organization_seal_at_number"), "usage", ["organization", "seal", "at", "number"], unique=False
    )
