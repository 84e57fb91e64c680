"""What an attack found: activation codes belong to an organization; the head of each audit log is signed

The codes that are out are void, for their digests name no organization: whoever issued may send another. A head is
signed with the next act of its organization: until then its audit log does not verify.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"
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
