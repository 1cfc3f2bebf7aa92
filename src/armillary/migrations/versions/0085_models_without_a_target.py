"""Models that predict no column, and the algorithms that go before a model's own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0085"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.alter_column("target", existing_type=sa.String(), nullable=True)
        batch_op.add_column(sa.Column("first", json, nullable=True))
        batch_op.add_column(sa.Column("describes", json, nullable=True))


def downgrade() -> None:
    """Go back; what cannot be told in the older table is told in words."""
    op.execute("update models set target = '' where target is null")
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.drop_column("describes")
        batch_op.drop_column("first")
        batch_op.alter_column("target", existing_type=sa.String(), nullable=False)
