"""Explanations of models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "model_explanations",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("model_id", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("file_path", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_explanations")),
    )
    with op.batch_alter_table("model_explanations", schema=None) as batch_op:
        for column in ("job_id", "model_id", "workspace_id"):
            name = batch_op.f(f"ix_model_explanations_{column}")
            batch_op.create_index(name, [column], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("model_explanations", schema=None) as batch_op:
        for column in ("workspace_id", "model_id", "job_id"):
            batch_op.drop_index(batch_op.f(f"ix_model_explanations_{column}"))
    op.drop_table("model_explanations")
