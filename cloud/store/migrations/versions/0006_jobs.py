"""Jobs: what has to leave the house is tried again, deferred, and kept when it failed

The notices before them were shown in the demo's inbox only, most of them for minutes: they go.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_notices_expires_at"), table_name="notices")
    op.drop_table("notices")
    op.create_table(
        "jobs",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lease_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_channel_state_not_before"), "jobs", ["channel", "state", "not_before"], unique=False)
    op.create_index(op.f("ix_jobs_message"), "jobs", ["message"], unique=False)
    op.create_index(op.f("ix_jobs_place"), "jobs", ["place"], unique=False)
    op.create_index(op.f("ix_jobs_state_expires_at"), "jobs", ["state", "expires_at"], unique=False)
    op.create_table(
        "sendings",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("job", "number", name=op.f("pk_sendings")),
    )
    op.create_index(op.f("ix_sendings_channel_at"), "sendings", ["channel", "at"], unique=False)
    op.create_index(op.f("ix_sendings_recipient_channel_at"), "sendings", ["recipient", "channel", "at"], unique=False)
