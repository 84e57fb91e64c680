"""Service outlets, letters that failed and are sent anew or put aside, and whose WeChat an account is"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outlets",
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization", "id", name=op.f("pk_outlets")),
    )
    op.create_table(
        "kept_outlets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_outlets")),
    )
    op.create_table(
        "wechat_accounts",
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("openid", name=op.f("pk_wechat_accounts")),
        sa.UniqueConstraint("phone", name=op.f("uq_wechat_accounts_phone")),
    )
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("words", sa.Text(), nullable=False, server_default="[]"))
        jobs.add_column(sa.Column("earlier", sa.Integer(), nullable=False, server_default="0"))
        jobs.add_column(sa.Column("put_aside_at", sa.BigInteger(), autoincrement=False, nullable=True))
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("words", server_default=None)
        jobs.alter_column("earlier", server_default=None)
