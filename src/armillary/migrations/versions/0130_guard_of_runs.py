"""What the guard found in the table that a run learned from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0130"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("trainings", sa.Column("guard", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("trainings", "guard")
