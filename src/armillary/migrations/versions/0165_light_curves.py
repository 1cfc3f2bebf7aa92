"""Light curves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0165"
down_revision = "0160"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "light_curves",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("files", JSON, nullable=False),
        sa.Column("asked", JSON, nullable=True),
        sa.Column("summary", JSON, nullable=True),
        sa.Column("result_key", sa.String(), nullable=True),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light_curves")),
    )
    with op.batch_alter_table("light_curves", schema=None) as batch_op:
        for column in ("job_id", "workspace_id"):
            batch_op.create_index(batch_op.f(f"ix_light_curves_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("light_curves", schema=None) as batch_op:
        for column in ("workspace_id", "job_id"):
            batch_op.drop_index(batch_op.f(f"ix_light_curves_{column}"))
    op.drop_table("light_curves")
