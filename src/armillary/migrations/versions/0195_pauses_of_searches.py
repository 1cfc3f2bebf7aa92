"""How long searches were paused, and the trainings that were started from their trials."""

import sqlalchemy as sa
from alembic import op

revision = "0195"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    paused_s: sa.Column[float] = sa.Column("paused_s", sa.Double(), nullable=False, server_default="0")
    op.add_column("searches", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("searches", paused_s)
    op.add_column("search_trials", sa.Column("run_id", sa.String(64), nullable=True))


def downgrade() -> None:
    """Go back."""
    # Alembic would rebuild the tables; both databases drop a column by themselves.
    op.execute("alter table search_trials drop column run_id")
    op.execute("alter table searches drop column paused_s")
    op.execute("alter table searches drop column paused_at")
