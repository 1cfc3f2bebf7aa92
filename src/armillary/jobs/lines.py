"""The lines in which jobs wait to be taken, and finding the first of each.

A job stands in a line while it is queued and all that it depends on has succeeded: there is one for
each workspace in each lane, one for each family of jobs that shares places with others, and others
for what is reserved for one worker. What workers ask every second goes along the lines, so it costs
the same however many jobs stand behind the first.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from armillary.jobs.contract import Lane, Needs
from armillary.jobs.lanes import LANES
from armillary.jobs.tables import Job, JobDependency

_SEPARATOR = "/"


def line_of(job: Job) -> str:
    """Give the line that a job belongs into; one older than lanes is a usual one."""
    line = _beginning(Needs(**job.needs).lane, job.reserved_for) + job.workspace_id
    return line if job.family is None else f"{line}{_SEPARATOR}{_short(job.family)}"


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
        """Give the first ``depth`` jobs of each line, as rows."""
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        statement = self._first if is_sqlite else self._first_lateral
        return list(session.execute(statement, {"depth": depth}))

    @property
    def _known(self) -> tuple[sa.ColumnElement[bool], ...]:
        # A worker of an older version leaves the line as it was.
        return _of_row(Job.kind).in_(list(self.kinds)), _of_row(Job.state) == "queued"

    @cached_property
    def _with_some(self) -> sa.Select[Any]:
        # In the order of the index: any one would do, but might be looked for from row to row.
        first = sa.select(Job.line).order_by(Job.line, Job.priority.desc(), Job.id).limit(1)
        within = (_within(_beginning(lane, self.reserved_for)) for lane in LANES)
        found: list[Any] = [
            first.where(*one, *self._known).scalar_subquery().is_not(None) for one in within
        ]
        return sa.select(*found)

    @cached_property
    def _lines(self) -> sa.CTE:
        return _find_lines([_beginning(lane, self.reserved_for) for lane in LANES])

    def _first_of(self, columns: Any) -> sa.Select[Any]:
        return (
            sa.select(*columns)
            .where(Job.line == self._lines.c.line, *self._known)
            .order_by(Job.priority.desc(), Job.id)
            .limit(sa.bindparam("depth"))
            .correlate(self._lines)
        )

    @cached_property
    def _first(self) -> sa.Select[Any]:
        job = aliased(Job)
        is_first = job.id.in_(self._first_of([Job.id]))
        return sa.select(*_columns(job)).join_from(self._lines, job, is_first)

    @cached_property
    def _first_lateral(self) -> sa.Select[Any]:
        """Find the same where a join may look at what stands before it."""
        first = self._first_of(_columns(Job)).lateral()
        return sa.select(first).join_from(self._lines, first, sa.true())


def has_above(session: Session, priority: int, reserved_for: str | None) -> bool:
    """Whether a job of a higher priority waits in a line that does not give way.

    Beside what anybody may take, what is reserved for one worker counts.
    """
    lanes = [lane for lane in LANES if lane != "background"]
    beginnings = {_beginning(lane, whose) for lane in lanes for whose in (None, reserved_for)}
    lines = _find_lines(sorted(beginnings))
    higher = sa.exists().where(
        Job.line == lines.c.line, Job.priority > priority, _of_row(Job.state) == "queued"
    )
    return session.scalar(sa.select(lines.c.line).where(higher).limit(1)) is not None


def find_peers(session: Session, job: Job) -> list[Any]:
    """Give what waits beside a job in its lane, is of its kind and priority, and not its family."""
    lines = _find_lines([_beginning(Needs(**job.needs).lane, job.reserved_for)])
    is_peer = sa.and_(Job.line == lines.c.line, Job.priority == job.priority)
    known = _of_row(Job.kind) == job.kind, _of_row(Job.state) == "queued"
    peers = sa.select(*_columns(Job)).join_from(lines, Job, is_peer).where(*known)
    return list(session.execute(peers.where(_of_row(Job.family).is_distinct_from(job.family))))


@cache
def find_stranded() -> sa.Select[str]:
    """Find queued jobs that stand in no line although nothing keeps them from it.

    Workers of an older version, which may live on beside a new server, queue jobs without a line.
    """
    return sa.select(Job.id).where(
        Job.state == "queued", Job.line.is_(None), ~_waits_for(Job.id).correlate(Job)
    )


def _beginning(lane: Lane, reserved_for: str | None) -> str:
    """Give what the lines of a lane begin with; the name of the workspace follows."""
    return f"{reserved_for or ''}{_SEPARATOR}{lane}{_SEPARATOR}"


def _short(family: str) -> str:
    """Give a few letters instead of an id; who shares them by chance shares a line, no more."""
    return hashlib.blake2s(family.encode(), digest_size=6).hexdigest()


def _behind(beginning: str) -> str:
    """Give what comes next after all that begins so."""
    return beginning.removesuffix(_SEPARATOR) + chr(ord(_SEPARATOR) + 1)


def _within(beginning: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Say that a job stands in a line that begins so: they lie together in the index."""
    return Job.line > beginning, Job.line < _behind(beginning)


def _find_lines(beginnings: Sequence[str]) -> sa.CTE:
    """Find the lines in which there is a job, from one to the next along the index."""
    next_line = sa.select(sa.func.min(Job.line))
    firsts = [
        sa.select(
            next_line.where(*_within(one)).scalar_subquery().label("line"),
            sa.literal(_behind(one), Job.line.type).label("behind"),
        )
        for one in beginnings
    ]
    first = sa.union_all(*firsts).cte("first_lines")
    lines = sa.select(first.c.line, first.c.behind).cte("lines", recursive=True)
    following = next_line.where(Job.line > lines.c.line, Job.line < lines.c.behind)
    return lines.union_all(
        sa.select(following.scalar_subquery(), lines.c.behind).where(lines.c.line.is_not(None))
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
        job.family,
        job.gave_way_at,
    ]


class _of_row(FunctionElement[Any]):  # noqa: N801  # it reads as a function of a column
    """A column to look at in rows that are found otherwise.

    Without statistics SQLite would as soon look through all of a state, or of a kind.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(_of_row, "sqlite")
def _without_index(element: _of_row, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{compiler.process(element.clauses, **given)}"


@compiles(_of_row)
def _as_it_is(element: _of_row, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)
