"""The lines that jobs wait in, and indexes by which the first of each is found."""

import sqlalchemy as sa
from alembic import op

revision = "0190"
down_revision = "0180"
branch_labels = None
depends_on = None

_LINE = sa.String(160).with_variant(sa.String(160, collation="C"), "postgresql")
_RESERVED = sa.text("reserved_for IS NOT NULL")
# Queued jobs that wait for no other; what comes later is put into its line as it comes.
_LINES = {
    "sqlite": "coalesce(json_extract(needs, '$.lane'), 'main')",
    "postgresql": "coalesce(needs ->> 'lane', 'main')",
}
_FILL = """
update jobs set line = coalesce(reserved_for, '') || '/' || {lane} || '/' || workspace_id
where state = 'queued' and not exists (
    select 1 from job_dependencies join jobs as needed on needed.id = job_dependencies.needs_id
    where job_dependencies.job_id = jobs.id and job_dependencies.must_succeed
    and needed.state <> 'succeeded'
)
"""


def upgrade() -> None:
    """Go forward."""
    op.add_column("jobs", sa.Column("line", _LINE, nullable=True))
    op.execute(_FILL.format(lane=_LINES[op.get_bind().dialect.name]))
    op.drop_index("ix_jobs_queue", "jobs")
    op.drop_index("ix_jobs_kind", "jobs")
    op.create_index("ix_jobs_queue", "jobs", ["line", sa.text("priority DESC"), "id"])
    op.create_index(
        "ix_jobs_reserved",
        "jobs",
        ["state", "reserved_for"],
        sqlite_where=_RESERVED,
        postgresql_where=_RESERVED,
    )
    op.create_index("ix_jobs_list_of_state", "jobs", ["state", "workspace_id", "id"])
    op.create_index("ix_jobs_list_of_kind", "jobs", ["kind", "workspace_id", "id"])


def downgrade() -> None:
    """Go back."""
    for name in ("queue", "reserved", "list_of_state", "list_of_kind"):
        op.drop_index(f"ix_jobs_{name}", "jobs")
    op.create_index("ix_jobs_kind", "jobs", ["kind"])
    op.create_index("ix_jobs_queue", "jobs", ["state", "workspace_id", "priority", "id"])
    # Alembic would rebuild the table; both databases drop a column by themselves.
    op.execute("alter table jobs drop column line")
