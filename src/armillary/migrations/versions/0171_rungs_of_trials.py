"""What a trial of a search reached on each rung of its rounds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("search_trials", sa.Column("rung_values", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("search_trials", "rung_values")
