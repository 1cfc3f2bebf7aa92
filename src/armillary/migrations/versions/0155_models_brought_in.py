"""Models that were trained elsewhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0155"
down_revision = "0151"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought", JSON, nullable=True))
        batch_op.add_column(sa.Column("judged", JSON, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.drop_column("judged")
        batch_op.drop_column("brought")
