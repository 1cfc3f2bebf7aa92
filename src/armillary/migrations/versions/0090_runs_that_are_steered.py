"""Timelines of runs, states to go on from, and which run went on from which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0090"
down_revision = "0085"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

_VIEW = """
create view training_sessions as
select
    trainings.id as id,
    trainings.workspace_id as workspace_id,
    trainings.experiment_id as experiment_id,
    trainings.hyperparameters as hyperparameters,
    trainings.training_history as training_history,
    trainings.model_path as model_path,
    case coalesce(jobs.state, trainings.state)
        when 'succeeded' then 'completed'
        when 'failed' then 'failed'
        when 'lost' then 'failed'
        when 'cancelled' then 'stopped'
        when 'running' then 'running'{more}
        when 'cancelling' then 'running'
        else 'queued'
    end as status,
    coalesce(jobs.started_at, trainings.started_at) as started_at,
    coalesce(jobs.finished_at, trainings.completed_at) as completed_at
from trainings left join jobs on jobs.id = trainings.id
"""
_PAUSED = """
        when 'pausing' then 'running'
        when 'paused' then 'paused'"""


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "training_timeline",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("details", JSON, nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_timeline")),
    )
    op.create_table(
        "training_checkpoints",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("metrics", JSON, nullable=False),
        sa.Column("hyperparameters", JSON, nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_checkpoints")),
    )
    op.create_table(
        "training_descents",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("checkpoint_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_training_descents")),
    )
    indexed = (
        ("training_timeline", "run"),
        ("training_checkpoints", "run"),
        ("training_descents", "parent"),
    )
    for table, column in indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
        op.create_index(op.f(f"ix_{table}_workspace_id"), table, ["workspace_id"], unique=False)
    op.execute("drop view training_sessions")
    op.execute(_VIEW.format(more=_PAUSED))


def downgrade() -> None:
    """Go back."""
    op.execute("drop view training_sessions")
    op.execute(_VIEW.format(more=""))
    for table in ("training_descents", "training_checkpoints", "training_timeline"):
        op.drop_table(table)
