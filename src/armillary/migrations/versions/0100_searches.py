"""Searches and their trials."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    time = sa.DateTime(timezone=True)
    op.create_table(
        "searches",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dataset_id", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("request", json, nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("algorithms", json, nullable=False),
        sa.Column("space", json, nullable=False),
        sa.Column("earlier", json, nullable=False),
        sa.Column("most_trials", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("patience", sa.Integer(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("held_to_learned", sa.Double(), nullable=True),
        sa.Column("started_at", time, nullable=True),
        sa.Column("deadline", time, nullable=True),
        sa.Column("touched_at", time, nullable=True),
        sa.Column("is_stopping", sa.Boolean(), nullable=False),
        sa.Column("outcome", json, nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
    )
    with op.batch_alter_table("searches", schema=None) as batch_op:
        for column in ("workspace_id", "dataset_id"):
            batch_op.create_index(batch_op.f(f"ix_searches_{column}"), [column], unique=False)
    op.create_table(
        "search_trials",
        sa.Column("search_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("algorithm_id", sa.String(), nullable=False),
        sa.Column("params", json, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("spread", sa.Double(), nullable=True),
        sa.Column("scores", json, nullable=False),
        sa.Column("fit_s", sa.Double(), nullable=True),
        sa.Column("predict_s", sa.Double(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("started_at", time, nullable=False),
        sa.Column("finished_at", time, nullable=True),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_search_trials_search_id_searches"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", "number", name=op.f("pk_search_trials")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("search_trials", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_trials_job_id"), ["job_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("search_trials")
    op.drop_table("searches")
