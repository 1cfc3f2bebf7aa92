"""What is said of a dataset's import, and how much of it can be seen meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give datasets their reports."""
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_error", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("head_rows", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("report_state", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("report_job_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("report_path", sa.String(), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        for name in ("report_path", "report_job_id", "report_state", "head_rows", "import_error"):
            batch_op.drop_column(name)
