"""Families of jobs, which share places with one another, and when a job last gave way."""

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0195"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("jobs", sa.Column("family", sa.String(64), nullable=True))
    op.add_column("jobs", sa.Column("gave_way_at", sa.DateTime(timezone=True), nullable=True))
    # Of searches that go on; workers look for each job in the line that its row names.
    op.execute("update jobs set family = parent_id where kind = 'search.trials'")


def downgrade() -> None:
    """Go back."""
    # Alembic would rebuild the table; both databases drop a column by themselves.
    op.execute("alter table jobs drop column gave_way_at")
    op.execute("alter table jobs drop column family")
