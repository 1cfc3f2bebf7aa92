"""Submitting a job: checked parameters, one row, its first events, all in the caller's work."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, Invalid
from armillary.base.ids import new_id
from armillary.jobs import moves
from armillary.jobs.clock import database_now
from armillary.jobs.contract import JobKind, Needs, PausedWithParent
from armillary.jobs.kinds import JobKinds
from armillary.jobs.lines import line_of
from armillary.jobs.queues import wake_workers
from armillary.jobs.tables import Job, JobDependency
from armillary.jobs.wire import TITLE_BYTES, announce_created, cut

MAX_DEPENDENCIES = 50


def submit(
    actor: Actor,
    session: Session,
    kind: str,
    params: Mapping[str, Any] | BaseModel,
    *,
    priority: int = 0,
    idempotency_key: str | None = None,
    batch_key: str | None = None,
    depends_on: Sequence[str] = (),
    parent_id: str | None = None,
    needs: Needs | None = None,
    subject: tuple[str, str] | None = None,
    time_limit_s: float | None = None,
    memory_limit_bytes: int | None = None,
    reserved_for: str | None = None,
    job_id: str | None = None,
    title: str | None = None,
    kinds: JobKinds | None = None,
) -> Job:
    """Queue a job; workers hear of it when the unit of work is committed.

    Higher ``priority`` goes first. The same ``idempotency_key`` in a workspace gives the job that
    it gave before, and `Conflict` where that one was asked for something else. Jobs with one
    ``batch_key`` may run together. It begins when every job of ``depends_on`` has succeeded.
    ``reserved_for`` names the one worker that may take it. Raises `BadRequest` for an unknown kind
    and `Invalid` for parameters that the kind does not take.
    """
    actor.require("editor")
    found = (kinds or JobKinds.load()).named(kind)
    parsed = _parse(found, params)
    stored = parsed.model_dump(mode="json")
    if idempotency_key is not None:
        known = _find_same(session, actor, idempotency_key, kind, stored)
        if known is not None:
            return known
    job = _make(actor, session, found, parsed, stored)
    job.id = job_id or job.id
    job.title = cut(title or job.title, TITLE_BYTES)
    job.priority = priority
    job.idempotency_key = idempotency_key
    job.batch_key = batch_key
    job.parent_id = parent_id
    job.family = parent_id if isinstance(found, PausedWithParent) else None
    job.needs = (needs or found.needs(parsed)).to_json()
    job.subject_kind, job.subject_id = subject or (None, None)
    job.time_limit_s = time_limit_s
    job.memory_limit_bytes = memory_limit_bytes
    job.reserved_for = reserved_for
    job.line = None if depends_on else line_of(job)
    if not _insert(session, job):
        assert idempotency_key is not None
        known = _find_same(session, actor, idempotency_key, kind, stored)
        assert known is not None
        return known
    if depends_on:
        _add_dependencies(actor, session, job, depends_on)
    announce_created(session, job)
    wake_workers(session)
    return job


def _parse(kind: JobKind, params: Mapping[str, Any] | BaseModel) -> BaseModel:
    if isinstance(params, kind.params):
        return params
    given = params.model_dump() if isinstance(params, BaseModel) else params
    try:
        return kind.params.model_validate(given)
    except ValidationError as error:
        places = [{"loc": list(item["loc"]), "msg": item["msg"]} for item in error.errors()]
        where = ".".join(str(part) for part in places[0]["loc"])
        raise Invalid(
            f"The parameters of {kind.id} do not fit: {where}: {places[0]['msg']}.", errors=places
        ) from error


def _find_same(
    session: Session, actor: Actor, key: str, kind: str, params: Mapping[str, Any]
) -> Job | None:
    job = session.scalar(
        sa.select(Job).where(Job.workspace_id == actor.workspace_id, Job.idempotency_key == key)
    )
    if job is not None and (job.kind != kind or job.params != params):
        raise Conflict(
            f"The idempotency key {key!r} belongs to another request ({job.id}). "
            "Use a new key for a new job."
        )
    return job


def _insert(session: Session, job: Job) -> bool:
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        # Another transaction took the idempotency key between our look and now.
        if job.idempotency_key is None:
            raise
        return False
    return True


def _make(
    actor: Actor, session: Session, kind: JobKind, parsed: BaseModel, stored: dict[str, Any]
) -> Job:
    return Job(
        id=new_id("job"),
        workspace_id=actor.workspace_id,
        kind=kind.id,
        title=kind.title(parsed),
        state="queued",
        version=1,
        params=stored,
        attempt=1,
        max_attempts=kind.max_attempts,
        deaths=0,
        claim_number=0,
        used_s=0.0,
        depends_on=[],
        created_by=actor.id,
        created_at=database_now(session),
    )


def _add_dependencies(actor: Actor, session: Session, job: Job, needed: Sequence[str]) -> None:
    job.depends_on, is_ready = sorted(set(needed)), True
    if len(job.depends_on) > MAX_DEPENDENCIES:
        raise BadRequest(
            f"A job can depend on {MAX_DEPENDENCIES} others at most; got {len(job.depends_on)}."
        )
    for needed_id in job.depends_on:
        # Locked, so that it cannot end unseen between this look and the commit.
        other = moves.lock(session, needed_id)
        if other is None or other.workspace_id != actor.workspace_id:
            raise BadRequest(f"A job can depend on jobs of its workspace; got {needed_id!r}.")
        if other.is_finished and other.state != "succeeded":
            raise Conflict(
                f"A job cannot depend on {other.id}, which ended {other.state}. Retry that first."
            )
        is_ready = is_ready and other.is_finished
        session.add(
            JobDependency(
                workspace_id=job.workspace_id,
                job_id=job.id,
                needs_id=other.id,
                must_succeed=True,
            )
        )
    job.line = line_of(job) if is_ready else None
