"""Tables of missions, and sessions of the exoplanet playground."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0160"
down_revision = "0155"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "mission_tables",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("mission", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=True),
        sa.Column("details", JSON, nullable=False),
        sa.Column("pending", JSON, nullable=True),
        sa.Column("raw_id", sa.String(length=64), nullable=True),
        sa.Column("trainval_id", sa.String(length=64), nullable=True),
        sa.Column("test_id", sa.String(length=64), nullable=True),
        sa.Column("training_id", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_tables")),
    )
    op.create_table(
        "exoplanet_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("flow", sa.String(length=16), nullable=False),
        sa.Column("mission", sa.String(length=16), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("uploads", JSON, nullable=False),
        sa.Column("table_id", sa.String(length=64), nullable=True),
        sa.Column("training_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=True),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("result_key", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exoplanet_sessions")),
    )
    _add_indexes("mission_tables", "workspace_id")
    _add_indexes("exoplanet_sessions", "training_id", "workspace_id")


def downgrade() -> None:
    """Go back."""
    op.drop_table("exoplanet_sessions")
    op.drop_table("mission_tables")


def _add_indexes(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
