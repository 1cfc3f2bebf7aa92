"""What is to be told of the folds of a search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0172"
down_revision = "0171"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("searches", sa.Column("notes", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("searches", "notes")
