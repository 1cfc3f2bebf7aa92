"""What runs that were deleted have left: their timelines, kept states and where they came from."""

from alembic import op

revision = "0201"
down_revision = "0200"
branch_labels = None
depends_on = None

# Searches have timelines of their own.
_LEFT = (
    """delete from training_timeline where run not in (select id from trainings)
    and run not in (select id from searches)""",
    "delete from training_checkpoints where run not in (select id from trainings)",
    "delete from training_descents where run not in (select id from trainings)",
)


def upgrade() -> None:
    """Go forward."""
    for statement in _LEFT:
        op.execute(statement)


def downgrade() -> None:
    """Go back: what was of no run any more stays away."""
