"""What may be done with jobs: submit, look, list, cancel, retry, tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.ids import new_id
from armillary.jobs import claims, lines, moves, pausable
from armillary.jobs.clock import database_now
from armillary.jobs.contract import Steerable
from armillary.jobs.queues import wake_workers
from armillary.jobs.states import CLAIMED, FINISHED, RETRIED, JobState
from armillary.jobs.tables import Job, JobControl
from armillary.jobs.updates import CANCEL
from armillary.jobs.wire import changing

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
    if not get(actor, session, job_id).is_finished:
        moves.tell(session, get(actor, session, job_id), "cancelling", actor)
    job = _cancel(session, job_id)
    assert job is not None
    return job


def why_not_pausable(session: Session, job: Job) -> str | None:
    """Say why a job cannot be paused by itself, whatever its state; None where it can."""
    kinds = moves.kinds_of(session)
    return pausable.why_not_pausable(kinds, job) or pausable.why_not_alone(kinds, job)


def pause(actor: Actor, session: Session, job_id: str) -> Job:
    """Let a job stand still: it saves its state and gives its place back.

    What it has begun stands still with it. One that is paused, or about to be, stays so. Raises
    `Conflict` where it cannot be paused.
    """
    actor.require("editor")
    job = get(actor, session, job_id)
    if not job.is_finished and (reason := why_not_pausable(session, job)) is not None:
        raise Conflict(reason, code="not_pausable")
    # Children first, as where a job is cancelled.
    if job.state in _PAUSED_FROM:
        moves.pause_children(session, job_id, actor)
    job = _lock(actor, session, job_id)
    if job.state in {"pausing", "paused"}:
        return job
    _require_staying(session, "A job can be paused", job)
    if job.state not in _PAUSED_FROM:
        raise _refusal("A job can be paused while it is queued, waits or runs", job)
    moves.ask_to_pause(session, job, actor)
    return job


def resume(actor: Actor, session: Session, job_id: str) -> Job:
    """Let a paused job go on where it stood, with what it has begun.

    One that goes on already does so. Raises `Conflict` in any other state.
    """
    actor.require("editor")
    job = get(actor, session, job_id)
    alone = pausable.why_not_alone(moves.kinds_of(session), job)
    if alone is not None and not job.is_finished:
        raise Conflict(alone, code="not_pausable")
    if job.state in {"pausing", "paused"}:
        moves.let_children_go_on(session, job_id, actor)
    job = _lock(actor, session, job_id)
    _require_staying(session, "A job can be resumed", job)
    if job.state in _PAUSED_FROM:
        return job
    if job.state not in {"pausing", "paused"}:
        raise _refusal("A job can be resumed while it is paused", job)
    moves.go_on(session, job, actor)
    return job


def retry(actor: Actor, session: Session, job_id: str) -> Job:
    """Queue a failed, cancelled or lost job again; raises `Conflict` in any other state."""
    job = _lock(actor, session, job_id)
    if job.state not in RETRIED:
        raise _refusal("A job can be retried when it has failed, was stopped or was lost", job)
    moves.tell(session, job, "retried", actor)
    moves.retry(session, job)
    return job


def send_control(actor: Actor, session: Session, job_id: str, control: Mapping[str, Any]) -> Job:
    """Tell a running job something, such as ``{"type": "checkpoint"}``, which its kind understands.

    ``pause``, ``resume`` and ``cancel`` are done as the functions of these names do. Raises
    `Conflict` unless the job is running and its kind understands it.
    """
    actor.require("editor")
    if not isinstance(control.get("type"), str):
        raise BadRequest("A control needs a `type` that is a word; got none.")
    if (do := _OWN.get(control["type"])) is not None:
        return do(actor, session, job_id)
    job = _lock(actor, session, job_id)
    _require_staying(session, "A job can be told something", job)
    if job.state != "running":
        raise _refusal("A job can be told something while it runs", job)
    _require_understood(session, job, control["type"])
    _add_control(session, job, control, actor)
    return job


_PAUSED_FROM = frozenset({"queued", "running", "waiting"})
"""States in which a job goes on by itself, and can be paused."""

_OWN: Mapping[str, Callable[[Actor, Session, str], Job]] = {
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
}


_STANDING: Mapping[JobState, str] = {
    "queued": "is queued. It begins by itself when there is a place.",
    "running": "runs. Stop it first.",
    "pausing": "is about to pause. Resume it.",
    "paused": "is paused. Resume it.",
    "waiting": "waits for jobs that it has begun, and goes on by itself when they have ended.",
    "cancelling": "is being stopped. Wait for its end.",
    "succeeded": "has succeeded. Start another.",
    "failed": "has failed. Retry it, or start another.",
    "cancelled": "was stopped. Retry it, or start another.",
    "lost": "was lost with its process. Retry it, or start another.",
}
"""How a job stands that cannot be dealt with so, and what to do with it."""


def is_stopping(session: Session, job: Job) -> bool:
    """Whether a job is to end, even if it goes on for a moment to keep the best that it had."""
    if job.state == "cancelling":
        return True
    asked = sa.select(JobControl.control).where(JobControl.job_id == job.id)
    return not job.is_finished and CANCEL in session.scalars(asked).all()


def _refusal(expected: str, job: Job) -> Conflict:
    return Conflict(f"{expected}; this one {_STANDING[job.state]}")


def _require_staying(session: Session, expected: str, job: Job) -> None:
    """Refuse what would never be done, since the job goes on only to end."""
    if is_stopping(session, job):
        raise Conflict(f"{expected} until somebody stops it; this one {_STANDING['cancelling']}")


def _require_understood(session: Session, job: Job, told: str) -> None:
    """Refuse to tell a running job what its kind does not understand."""
    kind: object = moves.kinds_of(session).get(job.kind)
    if kind is None:
        return  # only a worker of another version knows
    own = kind.controls if isinstance(kind, Steerable) else ()
    understood = {"checkpoint", *_OWN, *own}
    if why_not_pausable(session, job) is not None:
        understood -= {"pause", "resume"}
    if told not in understood:
        raise Conflict(
            f"A running job of the kind {job.kind} can be told "
            f"{', '.join(sorted(understood))}; it does not understand {told!r}.",
            code="not_understood",
        )


def _lock(actor: Actor, session: Session, job_id: str) -> Job:
    """Give a job that an actor may change, kept from others until the transaction ends."""
    actor.require("editor")
    get(actor, session, job_id)
    job = moves.lock(session, job_id)
    assert job is not None
    return job


def _add_control(
    session: Session, job: Job, control: Mapping[str, Any], actor: Actor | None = None
) -> None:
    session.add(
        JobControl(
            id=new_id("ctl"),
            workspace_id=job.workspace_id,
            job_id=job.id,
            control=dict(control),
            created_by=None if actor is None else actor.id,
            created_at=database_now(session),
        )
    )
    wake_workers(session)


def count_by_state(session: Session) -> dict[str, int]:
    """Count the jobs of every state, over all workspaces."""
    rows = session.execute(sa.select(Job.state, sa.func.count()).group_by(Job.state))
    return dict(rows.all())


def shall_give_way(session: Session, job_id: str, *, has_had_its_turn: bool) -> bool:
    """Whether a job waits that is to have the place of this one.

    That is any of a higher priority, and one of its kind whose workspace or family would otherwise
    hold fewer places; once this job has had its turn also one that would then hold as many.
    """
    own = session.get_one(Job, job_id)
    if lines.has_above(session, own.priority, own.reserved_for):
        return True
    return claims.is_turn_of_others(session, own, has_had_its_turn=has_had_its_turn)


def mean_run_seconds(session: Session) -> float:
    """Give the mean seconds that jobs which succeeded have run; 0 where there is none."""
    mean = session.scalar(sa.select(sa.func.avg(Job.used_s)).where(Job.state == "succeeded"))
    return float(mean or 0.0)


def _cancel(session: Session, job_id: str) -> Job | None:
    # Asked before its children have ended: what it has come to has been made by them.
    waits = moves.is_waiting_for_some(session, job_id)
    # Children first: whoever ends locks the child before the parent too.
    _cancel_children(session, job_id)
    job = moves.lock(session, job_id)
    if job is None or job.state in FINISHED or job.state == "cancelling":
        return job
    if job.state in CLAIMED:
        moves.begin_cancelling(session, job)
    elif not waits and _has_something_to_keep(session, job):
        _end_keeping(session, job)
    else:
        moves.finish(session, job, "cancelled")
    _cancel_children(session, job_id)
    return job


def _has_something_to_keep(session: Session, job: Job) -> bool:
    """Whether a job that no worker holds has come somewhere, and was not asked to end before."""
    keeps = pausable.keeps_something(moves.kinds_of(session), job)
    return keeps and not is_stopping(session, job)


def _end_keeping(session: Session, job: Job) -> None:
    """Let a job go on for a moment, to keep the best that it had; asked again it ends at once."""
    _add_control(session, job, CANCEL)
    if job.state == "paused":
        moves.requeue(session, job)
    with changing(session, job):
        job.message = "It goes on for a moment, to keep the best that it had."


def _cancel_children(session: Session, job_id: str) -> None:
    children = sa.select(Job.id).where(Job.parent_id == job_id, Job.state.not_in(FINISHED))
    for child_id in session.scalars(children.order_by(Job.id)).all():
        _cancel(session, child_id)
