"""The lines in which jobs wait to be taken, and finding the first of each.

A job stands in a line while it is queued and all that it depends on has succeeded: one line for
each lane, and others for what is reserved for one worker. What workers ask every second goes along
the lines, so it costs the same however many jobs stand behind the first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from armillary.jobs.contract import Lane, Needs
from armillary.jobs.lanes import LANES
from armillary.jobs.tables import Job, JobDependency


def line_name(lane: Lane, reserved_for: str | None) -> str:
    """Name the line of a lane, or of what is reserved there for one worker."""
    return lane if reserved_for is None else f"{lane}/{reserved_for}"


def line_of(job: Job) -> str:
    """Give the line that a job belongs into; one older than lanes is a usual one."""
    return line_name(Needs(**job.needs).lane, job.reserved_for)


def find_line(session: Session, job: Job) -> str | None:
    """Give the line that a queued job may stand in now: none while it waits for others."""
    if job.depends_on and session.scalar(sa.select(_waits_for(job.id))):
        return None
    return line_of(job)


@dataclass(frozen=True)
class Lines:
    """The lines of one worker; the statements are built once, since they are asked every second.

    ``kinds`` are those that it knows to do.
    """

    kinds: Collection[str]
    reserved_for: str | None

    def lanes_with_some(self, session: Session) -> set[Lane]:
        """Give the lanes in which something waits to be taken."""
        (found,) = session.execute(self._with_some)
        return {lane for lane, has_some in zip(LANES, found, strict=True) if has_some}

    def first(self, session: Session, depth: int) -> list[Any]:
        """Give the first ``depth`` jobs of each workspace in each line, as rows."""
        first = self._first if session.get_bind().dialect.name == "sqlite" else self._first_lateral
        return list(session.execute(first, {"depth": depth}))

    @property
    def _names(self) -> list[str]:
        return [line_name(lane, self.reserved_for) for lane in LANES]

    def _standing(self, line: Any) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            Job.line == line,
            _of_row(Job.kind).in_(list(self.kinds)),
            # A worker of an older version leaves the line as it was.
            _of_row(Job.state) == "queued",
        )

    @cached_property
    def _with_some(self) -> sa.Select[Any]:
        some: list[Any] = [
            sa.exists(sa.select(Job.id).where(*self._standing(name))) for name in self._names
        ]
        return sa.select(*some)

    @cached_property
    def _ends(self) -> sa.CTE:
        return _find_ends(self._names)

    def _first_of(self, columns: Any) -> sa.Select[Any]:
        return (
            sa.select(*columns)
            .where(*self._standing(self._ends.c.line))
            .where(Job.workspace_id == self._ends.c.workspace_id)
            .order_by(Job.priority.desc(), Job.id)
            .limit(sa.bindparam("depth"))
            .correlate(self._ends)
        )

    @cached_property
    def _first(self) -> sa.Select[Any]:
        job = aliased(Job)
        return sa.select(*_columns(job)).join_from(
            self._ends, job, job.id.in_(self._first_of([Job.id]))
        )

    @cached_property
    def _first_lateral(self) -> sa.Select[Any]:
        """Find the same where a join may look at what stands before it."""
        first = self._first_of(_columns(Job)).lateral()
        return sa.select(first).join_from(self._ends, first, sa.true())


def _columns(job: Any) -> list[Any]:
    return [
        job.id,
        job.workspace_id,
        job.kind,
        job.priority,
        job.batch_key,
        job.needs,
        job.message,
        job.created_at,
    ]


def _find_ends(names: Sequence[str]) -> sa.CTE:
    """Find each of these lines and workspaces with jobs, from one to the next by the index."""
    named = [sa.select(sa.literal(name, sa.String).label("line")) for name in names]
    lines = sa.union_all(*named).cte("lines")
    least = sa.select(sa.func.min(Job.workspace_id))
    beginning = least.where(Job.line == lines.c.line).scalar_subquery()
    ends = sa.select(lines.c.line, beginning.label("workspace_id")).cte("ends", recursive=True)
    following = least.where(Job.line == ends.c.line, Job.workspace_id > ends.c.workspace_id)
    known = ends.c.workspace_id.is_not(None)
    return ends.union_all(sa.select(ends.c.line, following.scalar_subquery()).where(known))


def has_above(session: Session, priority: int, reserved_for: str | None) -> bool:
    """Whether a job of a higher priority waits in a line that does not give way.

    Beside what anybody may take, what is reserved for one worker counts.
    """
    names = {
        line_name(lane, whose)
        for lane in LANES
        for whose in (None, reserved_for)
        if lane != "background"
    }
    ends = _find_ends(sorted(names))
    higher = sa.exists().where(
        Job.line == ends.c.line,
        Job.workspace_id == ends.c.workspace_id,
        Job.priority > priority,
        _of_row(Job.state) == "queued",
    )
    return session.scalar(sa.select(ends.c.line).where(higher).limit(1)) is not None


@cache
def find_stranded() -> sa.Select[str]:
    """Find queued jobs that stand in no line although nothing keeps them from it.

    Workers of an older version, which may live on beside a new server, queue jobs without a line.
    """
    return sa.select(Job.id).where(
        Job.state == "queued", Job.line.is_(None), ~_waits_for(Job.id).correlate(Job)
    )


def _waits_for(job_id: Any) -> sa.Exists:
    """Whether a job depends on one that has not succeeded."""
    needed = aliased(Job)
    return (
        sa.select(JobDependency.job_id)
        .join(needed, needed.id == JobDependency.needs_id)
        .where(JobDependency.job_id == job_id, JobDependency.must_succeed)
        .where(needed.state != "succeeded")
        .exists()
    )


def _of_row(column: Any) -> sa.ColumnElement[Any]:
    """Look at a column of rows that are found otherwise.

    Without statistics SQLite would as soon look through all of a state, or of a kind.
    """
    return sa.func.coalesce(column, "")
