"""Reports of drift: tables compared with what a model was trained on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "model_drifts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("model_id", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("dataset_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("file_path", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_drifts")),
    )
    with op.batch_alter_table("model_drifts", schema=None) as batch_op:
        for column in ("job_id", "model_id", "workspace_id"):
            batch_op.create_index(batch_op.f(f"ix_model_drifts_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("model_drifts")
