"""Logs whose events were compacted, and duties that one process at a time has."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "job_log_parts",
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("last_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["jobs.id"],
            name=op.f("fk_job_log_parts_job_id_jobs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", "last_number", name=op.f("pk_job_log_parts")),
    )
    with op.batch_alter_table("job_log_parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_log_parts_workspace_id"), ["workspace_id"], unique=False
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("job_log_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_log_parts_workspace_id"))
    op.drop_table("job_log_parts")
    op.drop_table("leases")
