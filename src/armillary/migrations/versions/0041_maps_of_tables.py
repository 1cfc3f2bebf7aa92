"""Maps of tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "dataset_maps",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("dataset_id", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("used", JSON, nullable=True),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=True),
        sa.Column("features", JSON, nullable=True),
        sa.Column("total_rows", sa.BigInteger(), nullable=True),
        sa.Column("file_path", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_maps")),
    )
    with op.batch_alter_table("dataset_maps", schema=None) as batch_op:
        for column in ("dataset_id", "job_id", "workspace_id"):
            batch_op.create_index(batch_op.f(f"ix_dataset_maps_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("dataset_maps", schema=None) as batch_op:
        for column in ("workspace_id", "job_id", "dataset_id"):
            batch_op.drop_index(batch_op.f(f"ix_dataset_maps_{column}"))
    op.drop_table("dataset_maps")
