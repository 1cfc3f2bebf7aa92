"""Which generator made a synthetic table, and from what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("generated", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.drop_column("generated")
