"""What is decided about searches: making one a job, pausing it, stopping it, taking a trial."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.values import utc_now
from armillary.capabilities import training
from armillary.capabilities.search import as_training, events, reading
from armillary.capabilities.search.checking import Checked, check
from armillary.capabilities.search.earlier import find_earlier
from armillary.capabilities.search.schemas import SearchParams, SearchRequest, SpaceRequest
from armillary.capabilities.search.tables import Search, Trial
from armillary.jobs import Job
from armillary.learning.search.before import with_first
from armillary.learning.search.choosing import choose_algorithms
from armillary.learning.search.objective import metrics_of
from armillary.learning.search.space import build_space

RUN, TRIALS = "search.run", "search.trials"


def start(
    actor: Actor,
    session: Session,
    request: SearchRequest,
    *,
    usual_parallel: int = 2,
    **submission: Any,
) -> Job:
    """Check a request and submit it as a job; asked again with its id it gives the job there is.

    ``submission`` goes to `jobs.submit` (say ``reserved_for``).
    """
    if request.search_id and (held := session.get(Search, request.search_id)):
        if held.workspace_id != actor.workspace_id:
            raise Conflict(f"The search id {held.id!r} is taken; choose another, or leave it out.")
        return jobs.get(actor, session, held.id)
    checked = check(actor, session, request)
    job = jobs.submit(
        actor,
        session,
        RUN,
        SearchParams(
            name=checked.name,
            dataset_id=request.dataset_id,
            parallel=min(request.parallel or usual_parallel, request.trials),
        ),
        job_id=request.search_id,
        subject=("dataset", request.dataset_id),
        **submission,
    )
    session.add(_row(actor, session, job.id, request, checked))
    by = training.Person.of(actor)
    training.note_fact(session, job.id, job.workspace_id, "created", by=by)
    return job


def stop(actor: Actor, session: Session, search_id: str) -> Search:
    """End the trials of a search; the best of them is trained and kept.

    A paused one goes on to do so. One that has ended, or ends already, stays as it is.
    """
    actor.require("editor")
    row = reading.get_search(actor, session, search_id)
    job = jobs.get(actor, session, search_id)
    if job.is_finished or row.is_stopping or row.outcome is not None:
        return row
    if job.started_at is None and job.state in {"queued", "paused"}:
        jobs.cancel(actor, session, search_id)
        return row
    if job.state in {"pausing", "paused"}:
        jobs.resume(actor, session, search_id)
    row.is_stopping = True
    _end_without_place(actor, session, search_id)
    by, details = training.Person.of(actor), {"keeps": "best"}
    training.note_fact(session, row.id, row.workspace_id, "stopping", by=by, details=details)
    return row


def pause(actor: Actor, session: Session, search_id: str) -> Search:
    """Let a search stand still with its trials, which then hold no place, and stop its clock."""
    row = reading.get_search(actor, session, search_id)
    jobs.pause(actor, session, search_id)
    return row


def resume(actor: Actor, session: Session, search_id: str) -> Search:
    """Let a paused search go on, with the time that it had left."""
    row = reading.get_search(actor, session, search_id)
    jobs.resume(actor, session, search_id)
    return row


def train(actor: Actor, session: Session, search_id: str, number: int) -> Job:
    """Start a training with the values of a trial; asked again it gives the one there is.

    Where that has failed, was stopped or is gone, another is started.
    """
    actor.require("editor")
    row = reading.get_search(actor, session, search_id)
    trial = session.get(Trial, (search_id, number), with_for_update=True)
    if trial is None:
        raise NotFound(f"The search {row.name!r} has no trial {number}.", code="trial_not_found")
    held = training.find_run(actor, session, trial.run_id) if trial.run_id else None
    if held is not None and held["status"] not in ("failed", "stopped"):
        return jobs.get(actor, session, held["id"])
    training.require_its_dataset(actor, session, row.dataset_id, "search")
    name = f"Trial {number} of {row.name}"
    request = as_training.request_of(row, trial.algorithm_id, trial.params, name)
    came_of = as_training.came_of(row, number)
    job = training.start(actor, session, request, came_of=came_of)
    trial.run_id = job.id
    events.told_trial(session, trial)
    return job


def _end_without_place(actor: Actor, session: Session, search_id: str) -> None:
    """End those of its jobs that wait for a place, which they would need only to end."""
    waiting = sa.select(Job.id).where(
        Job.parent_id == search_id, Job.kind == TRIALS, Job.state == "queued"
    )
    for job_id in session.scalars(waiting.order_by(Job.id)).all():
        jobs.cancel(actor, session, job_id)


def show_space(request: SpaceRequest) -> dict[str, Any]:
    """Give the space that a search would look through, and what it can seek."""
    task = request.problem_type
    algorithms = request.algorithms or choose_algorithms(task, request.rows)
    first = [step.model_dump() for step in request.first]
    space = with_first(build_space(task, algorithms, request.space), first)
    return {
        "algorithms": [one.id for one in space.algorithms],
        "space": space.to_wire(),
        "metrics": metrics_of(task),
    }


def _row(
    actor: Actor, session: Session, job_id: str, request: SearchRequest, checked: Checked
) -> Search:
    return Search(
        id=job_id,
        workspace_id=actor.workspace_id,
        name=checked.name,
        dataset_id=request.dataset_id,
        target=str(request.target_column),
        request=checked.kept,
        task=checked.task,
        metric=checked.metric,
        algorithms=[one.id for one in checked.space.algorithms],
        space=checked.wishes,
        earlier=find_earlier(actor, session, request, checked.space, checked.metric),
        most_trials=request.trials,
        seconds=request.seconds,
        patience=request.patience,
        seed=request.seed,
        is_stopping=False,
        created_by=actor.id,
        created_at=utc_now(),
    )
