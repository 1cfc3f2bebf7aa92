"""The moves of a job from state to state, each with what must be true in the same transaction.

Where two jobs are locked, the one that is waited for is locked before the one that waits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.jobs.clock import database_now
from armillary.jobs.contract import HearsOfControl, HearsOfEnd, HearsOfMoves, JobNews
from armillary.jobs.kinds import JobKinds
from armillary.jobs.lines import find_line
from armillary.jobs.pausable import why_not_pausable
from armillary.jobs.queues import wake_workers
from armillary.jobs.states import CLAIMED, FINISHED, JobState, check_move
from armillary.jobs.tables import Job, JobControl, JobDependency
from armillary.jobs.wire import ERROR_BYTES, MESSAGE_BYTES, changing, cut

KINDS = "jobs.kinds"
"""Under this name `Database.info` may hold other kinds than those of the capabilities."""

# Built once: every write of a running job begins with it.
_LOCK = (
    sa.select(Job)
    .where(Job.id == sa.bindparam("id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock(session: Session, job_id: str) -> Job | None:
    """Find a job as it is now and keep others from changing it until the transaction ends."""
    return session.scalar(_LOCK, {"id": job_id})


def claim(
    session: Session,
    job: Job,
    worker_id: str,
    claim_id: str,
    granted: Mapping[str, Any],
    now: datetime,
) -> None:
    """Give a queued job to a worker."""
    with _moving(session, job):
        _move(session, job, "running")
        job.claim_number += 1
        job.worker_id = worker_id
        job.claim_id = claim_id
        job.claimed_at = now
        job.granted = dict(granted)
        job.started_at = job.started_at or now
        job.finished_at = None
        job.message = None


def requeue(session: Session, job: Job, *, message: str | None = None) -> None:
    """Put a job back into the queue, from where it goes on at its last checkpoint.

    One that somebody wants to stop has stopped then, and one that is to pause is paused.
    """
    if job.state == "cancelling":
        finish(session, job, "cancelled")
        return
    if job.state == "pausing":
        pause(session, job)
        return
    with _moving(session, job):
        _release(session, job)
        _move(session, job, "queued")
        job.message = message and cut(message, MESSAGE_BYTES)
    wake_workers(session)


def ask_to_pause(session: Session, job: Job, actor: Actor | None = None) -> None:
    """Let a job stand still: at once, or as soon as the worker that holds it has saved its state.

    One that waits keeps what it waits for.
    """
    tell(session, job, "pausing", actor)
    if job.state != "running":
        pause(session, job)
        return
    with _moving(session, job):
        _move(session, job, "pausing")
    wake_workers(session)


def pause(session: Session, job: Job) -> None:
    """Let a job stand still, holding nothing, until somebody resumes it."""
    with _moving(session, job):
        _release(session, job)
        _move(session, job, "paused")
        job.message = None
    tell(session, job, "paused")
    # What it has begun since somebody asked, too.
    pause_children(session, job.id)


def pause_children(session: Session, job_id: str, actor: Actor | None = None) -> None:
    """Let those that a job has begun stand still with it, as far as they can."""
    for child in _lock_children(session, job_id, ("queued", "running", "waiting")):
        if why_not_pausable(kinds_of(session), child) is None:
            pause_children(session, child.id, actor)
            ask_to_pause(session, child, actor)


def go_on(session: Session, job: Job, actor: Actor | None = None) -> None:
    """Let a job that is paused, or about to be, go on where it stood."""
    tell(session, job, "resumed", actor)
    if job.state == "pausing":
        with _moving(session, job):
            _move(session, job, "running")
        wake_workers(session)
    elif is_waiting_for_some(session, job.id):
        with _moving(session, job):
            _move(session, job, "waiting")
        _go_on_if_all_ended(session, job)
    else:
        requeue(session, job)


def let_children_go_on(session: Session, job_id: str, actor: Actor | None = None) -> None:
    """Let those that a job has begun go on with it."""
    for child in _lock_children(session, job_id, ("pausing", "paused")):
        let_children_go_on(session, child.id, actor)
        go_on(session, child, actor)


def tell(session: Session, job: Job, news: JobNews, actor: Actor | None = None) -> None:
    """Let the kind of a job hear what is done with it."""
    kind = _kind_of(session, job)
    if isinstance(kind, HearsOfControl):
        session.flush()
        kind.heard(session, job.id, news, actor)


def kinds_of(session: Session) -> JobKinds:
    """Give the kinds that this process knows."""
    kinds: JobKinds | None = session.info.get(KINDS)
    return kinds or JobKinds.load()


def bury(session: Session, job: Job, cause: str) -> None:
    """Do what follows when the process of a claimed job has died: try again, or give it up."""
    if job.state == "cancelling":
        finish(session, job, "cancelled")
        return
    with _moving(session, job):
        job.deaths += 1
        if job.deaths < job.max_attempts:
            job.attempt += 1
    if job.deaths < job.max_attempts:
        tell(session, job, "interrupted")
        requeue(session, job, message=f"{cause} It will be tried again.")
        return
    times = "once" if job.deaths == 1 else f"{job.deaths} times"
    finish(session, job, "lost", error=error("lost", f"{cause} That happened {times}."))


def wait(session: Session, job: Job, child_ids: Iterable[str]) -> None:
    """Take a running job out of its place until other jobs have ended, or others have had a turn.

    One that somebody wants to stop has stopped then, and one that is to pause is paused.
    """
    if job.state == "cancelling":
        finish(session, job, "cancelled")
        return
    waited = set(child_ids)
    _lock_all(session, waited)
    _forget_waits(session, job)
    for child_id in sorted(waited):
        session.add(
            JobDependency(
                workspace_id=job.workspace_id, job_id=job.id, needs_id=child_id, must_succeed=False
            )
        )
    session.flush()
    if job.state == "pausing":
        pause(session, job)
        return
    with _moving(session, job):
        _release(session, job)
        _move(session, job, "waiting")
        if not waited:
            job.gave_way_at = database_now(session)
    _go_on_if_all_ended(session, job)


def is_waiting_for_some(session: Session, job_id: str) -> bool:
    """Whether a job waits, or did when it was paused, for jobs that it has begun."""
    held = sa.select(JobDependency.needs_id).where(_waits_of(job_id))
    return session.scalars(held.limit(1)).first() is not None


def begin_cancelling(session: Session, job: Job) -> None:
    """Ask the worker that holds a job to stop it."""
    with _moving(session, job):
        _move(session, job, "cancelling")
    wake_workers(session)


def finish(
    session: Session,
    job: Job,
    state: JobState,
    *,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
) -> None:
    """End a job and do what its end means for those that wait for it."""
    assert state in FINISHED
    with _moving(session, job):
        _release(session, job)
        _move(session, job, state)
        job.finished_at = database_now(session)
        job.result = dict(result) if result is not None else None
        job.error = dict(error) if error is not None else None
        job.eta_s = None
        if state == "succeeded":
            job.progress = 1.0
    _forget_waits(session, job)
    session.execute(sa.delete(JobControl).where(JobControl.job_id == job.id))
    session.flush()
    kind = _kind_of(session, job)
    if isinstance(kind, HearsOfEnd):
        kind.ended(session, job.id, state, None if error is None else str(error["message"]))
    _tell_dependents(session, job)


def retry(session: Session, job: Job) -> None:
    """Queue an ended job again: a lost one goes on at its checkpoint, any other begins anew."""
    was_lost = job.state == "lost"
    with _moving(session, job):
        job.reserved_for = None
        _move(session, job, "queued")
        job.attempt += 1
        job.deaths = 0
        job.finished_at = job.started_at = job.gave_way_at = None
        job.result = job.error = job.message = None
        job.used_s = 0.0
        if not was_lost:
            job.checkpoint_key = None
            job.progress = job.step = None
    wake_workers(session)


def line_up(session: Session, job: Job) -> None:
    """Let a queued job stand in its line from when nothing keeps it waiting."""
    if job.state == "queued" and job.line is None:
        job.line = find_line(session, job)
        wake_workers(session)


def resume_if_ready(session: Session, job: Job) -> None:
    """Queue a waiting job whose children have all ended meanwhile."""
    if job.state == "waiting":
        _go_on_if_all_ended(session, job)


def error(code: str, message: str) -> dict[str, str]:
    """Give an error as jobs keep it."""
    return {"code": code, "message": cut(message, ERROR_BYTES)}


@contextmanager
def _moving(session: Session, job: Job) -> Iterator[None]:
    """Tell everybody, and the job's kind where it wants to hear, of a change of state."""
    before = job.state
    with changing(session, job):
        yield
    kind = _kind_of(session, job) if job.state != before else None
    if isinstance(kind, HearsOfMoves):
        kind.moved(session, job)


def _kind_of(session: Session, job: Job) -> object:
    return kinds_of(session).get(job.kind)


def _move(session: Session, job: Job, state: JobState) -> None:
    check_move(job.state, state)
    job.state = state
    job.line = find_line(session, job) if state == "queued" else None


def _release(session: Session, job: Job) -> None:
    if job.state in CLAIMED and job.claimed_at is not None:
        job.used_s += max((database_now(session) - job.claimed_at).total_seconds(), 0.0)
    job.worker_id = job.claim_id = job.claimed_at = job.granted = job.eta_s = None


def _lock_all(session: Session, job_ids: Iterable[str]) -> None:
    statement = sa.select(Job.id).where(Job.id.in_(sorted(job_ids))).order_by(Job.id)
    session.execute(statement.with_for_update()).all()


def _lock_children(session: Session, job_id: str, states: Sequence[JobState]) -> Sequence[Job]:
    statement = sa.select(Job).where(Job.parent_id == job_id, Job.state.in_(states))
    locked = statement.order_by(Job.id).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).all()


def _waits_of(job_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(JobDependency.job_id == job_id, JobDependency.must_succeed.is_(False))


def _forget_waits(session: Session, job: Job) -> None:
    session.execute(sa.delete(JobDependency).where(_waits_of(job.id)))


def _tell_dependents(session: Session, job: Job) -> None:
    statement = (
        sa.select(JobDependency)
        .where(JobDependency.needs_id == job.id)
        .order_by(JobDependency.job_id)
    )
    for dependency in session.scalars(statement).all():
        dependent = lock(session, dependency.job_id)
        if dependent is None:
            continue
        if dependent.state == "waiting":
            _go_on_if_all_ended(session, dependent)
        elif dependent.state == "queued" and dependency.must_succeed:
            _tell_dependent(session, job, dependent)


def _tell_dependent(session: Session, job: Job, dependent: Job) -> None:
    if job.state == "succeeded":
        line_up(session, dependent)
        return
    said = error(
        "dependency_failed",
        f"It depends on “{job.title}” ({job.id}), which ended {job.state}. "
        "Retry that job first, then this one.",
    )
    finish(session, dependent, "failed", error=said)


def _go_on_if_all_ended(session: Session, job: Job) -> None:
    unfinished = (
        sa.select(Job.id)
        .join(JobDependency, JobDependency.needs_id == Job.id)
        .where(_waits_of(job.id), Job.state.not_in(FINISHED))
    )
    if session.scalars(unfinished.limit(1)).first() is None:
        _forget_waits(session, job)
        requeue(session, job)
