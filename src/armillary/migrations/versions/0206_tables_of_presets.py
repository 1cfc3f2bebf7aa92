"""The table that the values of a preset were kept at, with its size then."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0206"
down_revision = "0201"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; of presets that are there nobody knows it."""
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("train_presets", sa.Column("made_for", kind, nullable=True))


def downgrade() -> None:
    """Go back."""
    # Alembic would rebuild the table; both databases drop a column by themselves.
    op.execute("alter table train_presets drop column made_for")
