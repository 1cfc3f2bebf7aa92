"""What is stored of jobs: the queue itself, its workers, controls and dependencies."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow
from armillary.jobs.states import FINISHED, JobState

# Lines that begin alike must lie together, which only the order of the bytes promises.
_LINE = sa.String(160).with_variant(sa.String(160, collation="C"), "postgresql")
_IS_RESERVED = sa.text("reserved_for IS NOT NULL")


class Job(Base, WorkspaceRow):
    """One run of one job kind."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "idempotency_key"),
        sa.Index(
            "ix_jobs_reserved",
            "state",
            "reserved_for",
            sqlite_where=_IS_RESERVED,
            postgresql_where=_IS_RESERVED,
        ),
        sa.Index("ix_jobs_list", "workspace_id", "id"),
        sa.Index("ix_jobs_list_of_state", "state", "workspace_id", "id"),
        sa.Index("ix_jobs_list_of_kind", "kind", "workspace_id", "id"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    kind: Mapped[Key]
    title: Mapped[str]
    state: Mapped[JobState] = mapped_column(sa.String(16))
    """Only `armillary.jobs.moves` changes it, and `line` with it."""
    line: Mapped[str | None] = mapped_column(_LINE)
    """Where it waits to be taken, see `armillary.jobs.lines`; None while it does not."""
    priority: Mapped[int]
    version: Mapped[int]

    params: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[dict[str, Any] | None]
    needs: Mapped[dict[str, Any]]
    granted: Mapped[dict[str, Any] | None]

    progress: Mapped[float | None]
    step: Mapped[int | None]
    total_steps: Mapped[int | None]
    unit: Mapped[str | None]
    message: Mapped[str | None]
    eta_s: Mapped[float | None]

    attempt: Mapped[int]
    max_attempts: Mapped[int]
    deaths: Mapped[int]
    """Deaths of its process since it was submitted or retried."""

    claim_number: Mapped[int]
    """Rises with each claim; a claim with an older number may write nothing."""
    worker_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    claim_id: Mapped[str | None] = mapped_column(sa.String(64))
    """Shared by the jobs that were claimed together, as one batch."""
    claimed_at: Mapped[datetime | None]
    used_s: Mapped[float]
    """Seconds that earlier claims have run."""
    checkpoint_key: Mapped[str | None]

    batch_key: Mapped[str | None]
    idempotency_key: Mapped[str | None] = mapped_column(sa.String(200))
    reserved_for: Mapped[str | None] = mapped_column(sa.String(64))
    time_limit_s: Mapped[float | None]
    memory_limit_bytes: Mapped[int | None] = mapped_column(sa.BigInteger)

    depends_on: Mapped[list[str]]
    parent_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    family: Mapped[str | None] = mapped_column(sa.String(64))
    """Jobs of one family share their places evenly with those of others, and wait in a line of
    their own; None where it shares with its workspace alone."""
    subject_kind: Mapped[str | None] = mapped_column(sa.String(64))
    subject_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    created_by: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]
    gave_way_at: Mapped[datetime | None]
    """When it last gave its place to others, and went behind them."""
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more happens to the job."""
        return self.state in FINISHED

    @property
    def topic(self) -> str:
        """The topic of its events."""
        return f"job:{self.id}"


# The first of each line are found without a look at those behind them.
sa.Index("ix_jobs_queue", Job.line, Job.priority.desc(), Job.id)


class JobDependency(Base, WorkspaceRow):
    """A job waits for another: to begin at all, or, having run already, for a child to end."""

    __tablename__ = "job_dependencies"

    job_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True
    )
    needs_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    must_succeed: Mapped[bool]
    """True for what it depends on, false for children it waits for, however they end."""


class JobControl(Base, WorkspaceRow):
    """Something a running job is told; removed once it was handed to its process."""

    __tablename__ = "job_controls"

    id: Mapped[Key] = mapped_column(primary_key=True)
    job_id: Mapped[Key] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    control: Mapped[dict[str, Any]]
    created_by: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]


class JobLogPart(Base, WorkspaceRow):
    """Lines of a job's log whose events were compacted, in the order they were told."""

    __tablename__ = "job_log_parts"

    job_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True
    )
    last_number: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    """The number of the last event whose lines it holds."""
    entries: Mapped[str] = mapped_column(sa.Text)
    """JSON: ``[[number, lines], …]``, one entry for each event that told lines."""


class Lease(Base):
    """A duty that one process at a time has, wherever it runs; belongs to no workspace."""

    __tablename__ = "leases"

    name: Mapped[Key] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(64))
    until: Mapped[datetime]
    """On the database's clock; then another may take it."""
    due_at: Mapped[datetime]
    """Before this there is nothing to do."""


class Installation(Base):
    """The one row that says which database this is, so that files of another are let be."""

    __tablename__ = "installation"

    id: Mapped[Key] = mapped_column(primary_key=True)


class Worker(Base):
    """One worker process; belongs to no workspace."""

    __tablename__ = "workers"

    id: Mapped[Key] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(sa.String(200), index=True)
    """The machine and its process space, such as two containers of one machine have."""
    pid: Mapped[int]
    started: Mapped[str] = mapped_column(sa.String(64))
    """When the process started, as its system counts it: a pid alone may be used again."""
    is_embedded: Mapped[bool]
    reserved_for: Mapped[str | None] = mapped_column(sa.String(64))
    slots: Mapped[int]
    registered_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    """On the database's clock; a worker that let it pass is taken for dead."""
