"""The steps by which a model prepares what it is asked about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0075"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipe", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.drop_column("recipe")
