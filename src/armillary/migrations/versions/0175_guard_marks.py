"""How many serious findings of the guard the scores in lists of runs and models were had against."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0175"
down_revision = "0172"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_AT_ONCE = 500


def upgrade() -> None:
    """Go forward."""
    for table in ("listed_runs", "models"):
        # Not in batch mode, which would give the list of runs another kind of table on SQLite.
        op.add_column(
            table, sa.Column("against", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    _fill(op.get_bind())


def downgrade() -> None:
    """Go back."""
    for table in ("models", "listed_runs"):
        op.drop_column(table, "against")


def _fill(connection: sa.Connection) -> None:
    """Count what the runs there are were trained against."""
    trainings = sa.table("trainings", sa.column("id"), sa.column("guard", JSON))
    guarded = sa.select(trainings).where(trainings.c.guard.is_not(None))
    counts = [
        {"run": row.id, "count": count}
        for row in connection.execute(guarded)
        if (count := _serious(row.guard))
    ]
    for name, key in (("listed_runs", "id"), ("models", "job_id")):
        table = sa.table(name, sa.column(key), sa.column("against"))
        marked = (
            sa.update(table)
            .where(table.c[key] == sa.bindparam("run"))
            .values(against=sa.bindparam("count"))
        )
        for at in range(0, len(counts), _AT_ONCE):
            connection.execute(marked, counts[at : at + _AT_ONCE])


def _serious(guard: Any) -> int:
    found = (guard or {}).get("findings") or ()
    return sum(1 for one in found if one.get("severity") == "serious")
