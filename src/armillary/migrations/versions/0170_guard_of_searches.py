"""What the guard found in the rows of a search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0170"
down_revision = "0165"
branch_labels = None
depends_on = None

def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("searches", sa.Column("guard", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("searches", "guard")
