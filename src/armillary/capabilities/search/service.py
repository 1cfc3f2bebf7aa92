"""What is decided about searches: checking a request, making it a job, stopping it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.values import utc_now
from armillary.capabilities import training
from armillary.capabilities.search import reading, standing
from armillary.capabilities.search.checking import Checked, check
from armillary.capabilities.search.schemas import SearchParams, SearchRequest, SpaceRequest
from armillary.capabilities.search.tables import Search
from armillary.jobs import Job
from armillary.learning.search.before import with_first
from armillary.learning.search.choosing import choose_algorithms
from armillary.learning.search.objective import metrics_of
from armillary.learning.search.space import Space, build_space

RUN, TRIALS = "search.run", "search.trials"
_EARLIER_SEARCHES, _OF_EACH = 3, 3


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
    return job


def stop(actor: Actor, session: Session, search_id: str) -> Search:
    """End the trials of a search; the best of them is trained and kept.

    One that has ended, or ends already, stays as it is.
    """
    actor.require("editor")
    row = reading.get_search(actor, session, search_id)
    job = jobs.get(actor, session, search_id)
    if not job.is_finished:
        row.is_stopping = True
        if job.state == "queued" and row.started_at is None:
            jobs.cancel(actor, session, search_id)
    return row


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
        earlier=_find_earlier(actor, session, request, checked.space, checked.metric),
        most_trials=request.trials,
        seconds=request.seconds,
        patience=request.patience,
        seed=request.seed,
        is_stopping=False,
        created_by=actor.id,
        created_at=utc_now(),
    )


def _find_earlier(
    actor: Actor, session: Session, request: SearchRequest, space: Space, metric: str
) -> list[Any]:
    """Give the values that came out best before for the same target of the same table."""
    if not request.warm_start:
        return []
    found = training.find_earlier_values(
        actor, session, request.dataset_id, str(request.target_column), metric
    )
    same = sa.select(Search).where(
        Search.workspace_id == actor.workspace_id,
        Search.dataset_id == request.dataset_id,
        Search.target == request.target_column,
        Search.metric == metric,
    )
    for held in session.scalars(same.order_by(Search.created_at.desc()).limit(_EARLIER_SEARCHES)):
        trials = reading.trials_of(session, held.id)
        complete = [trial for trial in trials if trial.state == "complete"]
        ranked = reading.ordered_trials(complete, standing.objective_of(held), "rank")
        found += [(trial.algorithm_id, trial.params) for trial in ranked[:_OF_EACH]]
    kept: list[Any] = []
    for algorithm_id, values in found:
        whole = space.complete(algorithm_id, values)
        item = [algorithm_id, whole]
        if item not in kept and space.encode(algorithm_id, whole) is not None:
            kept.append(item)
    return kept
