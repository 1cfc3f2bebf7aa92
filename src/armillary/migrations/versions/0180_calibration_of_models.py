"""How the probabilities of models are calibrated."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0180"
down_revision = "0175"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calibration", JSON, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.drop_column("calibration")
