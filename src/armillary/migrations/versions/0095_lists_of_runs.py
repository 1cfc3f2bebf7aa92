"""Lists of runs, sorted and searched by anything; experiments that people make."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from armillary.capabilities.training.runs.backfill import fill_lists

revision = "0095"
down_revision = "0091"
branch_labels = None
depends_on = None

_ORDERS = {
    "created": ["created_at"],
    "name": ["name"],
    "status": ["status", "created_at"],
    "algorithm": ["algorithm_id", "created_at"],
    "dataset": ["dataset_id", "created_at"],
    "experiment": ["experiment_id", "created_at"],
    "person": ["created_by", "created_at"],
}


def upgrade() -> None:
    """Go forward."""
    _add_columns()
    _make_listed_runs()
    _make_found_by()
    op.create_table(
        "run_notes",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_run_notes")),
    )
    op.create_table(
        "deleted_runs",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_deleted_runs")),
    )
    fill_lists(op.get_bind())


def _add_columns() -> None:
    with op.batch_alter_table("experiments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("metric_summaries", sa.Column("best_value", sa.Double(), nullable=True))
    for name in ("last", "best"):
        columns = ["workspace_id", "name", f"{name}_value", "run"]
        op.create_index(f"ix_metric_summaries_{name}", "metric_summaries", columns)


def _make_listed_runs() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "listed_runs",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("algorithm_id", sa.String(), nullable=True),
        sa.Column("dataset_id", sa.String(), nullable=True),
        sa.Column("experiment_id", sa.String(length=64), nullable=True),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("tags", json, nullable=False),
        sa.Column("has_notes", sa.Boolean(), nullable=False),
        sa.Column("notes_version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_runs")),
        sqlite_with_rowid=False,
    )
    for name, columns in _ORDERS.items():
        op.create_index(f"ix_listed_runs_{name}", "listed_runs", ["workspace_id", *columns, "id"])


def _make_found_by() -> None:
    word = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "run_tags",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("run", "tag", name=op.f("pk_run_tags")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_tags_tag", "run_tags", ["workspace_id", "tag", "run"])
    op.create_table(
        "run_words",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("run", "word", name=op.f("pk_run_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_words_word", "run_words", ["workspace_id", "word", "run"])
    op.create_table(
        "run_values",
        sa.Column("run", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("run", "kind", "name", name=op.f("pk_run_values")),
        sqlite_with_rowid=False,
    )
    for column in ("number", "text"):
        columns = ["workspace_id", "kind", "name", column, "run"]
        op.create_index(f"ix_run_values_{column}", "run_values", columns)


def downgrade() -> None:
    """Go back."""
    for table in ("deleted_runs", "run_notes", "run_values", "run_words", "run_tags"):
        op.drop_table(table)
    op.drop_table("listed_runs")
    for name in ("best", "last"):
        op.drop_index(f"ix_metric_summaries_{name}", "metric_summaries")
    # Alembic would rebuild the largest table but one; both databases drop a column by themselves.
    op.execute("alter table metric_summaries drop column best_value")
    with op.batch_alter_table("experiments", schema=None) as batch_op:
        batch_op.drop_column("version")
