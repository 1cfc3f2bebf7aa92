"""Models of several targets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0120"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("models", sa.Column("targets", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("models", "targets")
