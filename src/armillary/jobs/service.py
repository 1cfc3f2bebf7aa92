"""What may be done with jobs: submit, look, list, cancel, retry, tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.ids import new_id
from armillary.jobs import moves
from armillary.jobs.clock import database_now
from armillary.jobs.queues import wake_workers
from armillary.jobs.states import CLAIMED, FINISHED, RETRIED, JobState
from armillary.jobs.tables import Job, JobControl

MAX_PAGE = 500


@dataclass(frozen=True)
class Page:
    """A page of jobs, newest first; ``next_cursor`` is None on the last."""

    jobs: list[Job]
    total: int
    next_cursor: str | None


def get(actor: Actor, session: Session, job_id: str) -> Job:
    """Give a job of the actor's workspace; raises `NotFound`."""
    job = session.get(Job, job_id)
    if job is None or job.workspace_id != actor.workspace_id:
        raise NotFound(f"There is no job {job_id} in this workspace.")
    return job


def list_jobs(
    actor: Actor,
    session: Session,
    *,
    states: Sequence[JobState] = (),
    kind: str | None = None,
    subject: tuple[str, str] | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page:
    """Give a page of the workspace's jobs, newest first; ``cursor`` is where the last one ended."""
    if not 1 <= limit <= MAX_PAGE:
        raise BadRequest(f"limit must be between 1 and {MAX_PAGE}; got {limit}.")
    chosen = [Job.workspace_id == actor.workspace_id]
    if states:
        chosen.append(Job.state.in_(states))
    if kind is not None:
        chosen.append(Job.kind == kind)
    if subject is not None:
        chosen += [Job.subject_kind == subject[0], Job.subject_id == subject[1]]
    total = session.scalar(sa.select(sa.func.count()).select_from(Job).where(*chosen)) or 0
    if cursor is not None:
        chosen.append(Job.id < cursor)
    statement = sa.select(Job).where(*chosen).order_by(Job.id.desc()).limit(limit + 1)
    jobs = list(session.scalars(statement))
    more = len(jobs) > limit
    return Page(jobs[:limit], total, jobs[limit - 1].id if more else None)


def cancel(actor: Actor, session: Session, job_id: str) -> Job:
    """Stop a job and the jobs it submitted; one that has ended stays as it is.

    A job that no worker holds is cancelled at once; a running one keeps the best it has.
    """
    actor.require("editor")
    get(actor, session, job_id)
    job = _cancel(session, job_id)
    assert job is not None
    return job


def retry(actor: Actor, session: Session, job_id: str) -> Job:
    """Queue a failed, cancelled or lost job again; raises `Conflict` in any other state."""
    actor.require("editor")
    get(actor, session, job_id)
    job = moves.lock(session, job_id)
    assert job is not None
    if job.state not in RETRIED:
        allowed = ", ".join(sorted(RETRIED))
        raise Conflict(f"A job can be retried when it is {allowed}; this one is {job.state}.")
    moves.retry(session, job)
    return job


def send_control(actor: Actor, session: Session, job_id: str, control: Mapping[str, Any]) -> Job:
    """Tell a running job something, such as ``{"type": "pause"}``; its kind must understand it.

    ``pause`` and ``resume`` work for every kind. Raises `Conflict` unless the job is running.
    """
    actor.require("editor")
    if not isinstance(control.get("type"), str):
        raise BadRequest("A control needs a `type` that is a word; got none.")
    get(actor, session, job_id)
    job = moves.lock(session, job_id)
    assert job is not None
    if job.state != "running":
        raise Conflict(f"A job can be told something while it runs; this one is {job.state}.")
    session.add(
        JobControl(
            id=new_id("ctl"),
            workspace_id=job.workspace_id,
            job_id=job.id,
            control=dict(control),
            created_by=actor.id,
            created_at=database_now(session),
        )
    )
    wake_workers(session)
    return job


def count_by_state(session: Session) -> dict[str, int]:
    """Count the jobs of every state, over all workspaces."""
    rows = session.execute(sa.select(Job.state, sa.func.count()).group_by(Job.state))
    return dict(rows.all())


def mean_run_seconds(session: Session) -> float:
    """Give the mean seconds that jobs which succeeded have run; 0 where there is none."""
    mean = session.scalar(sa.select(sa.func.avg(Job.used_s)).where(Job.state == "succeeded"))
    return float(mean or 0.0)


def _cancel(session: Session, job_id: str) -> Job | None:
    # Children first: whoever ends locks the child before the parent too.
    _cancel_children(session, job_id)
    job = moves.lock(session, job_id)
    if job is None or job.state in FINISHED or job.state == "cancelling":
        return job
    if job.state in CLAIMED:
        moves.begin_cancelling(session, job)
    else:
        moves.finish(session, job, "cancelled")
    _cancel_children(session, job_id)
    return job


def _cancel_children(session: Session, job_id: str) -> None:
    children = sa.select(Job.id).where(Job.parent_id == job_id, Job.state.not_in(FINISHED))
    for child_id in session.scalars(children.order_by(Job.id)).all():
        _cancel(session, child_id)
