"""What people say of a file and of its columns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading", json, nullable=True))
        batch_op.add_column(sa.Column("meanings", json, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.drop_column("meanings")
        batch_op.drop_column("reading")
