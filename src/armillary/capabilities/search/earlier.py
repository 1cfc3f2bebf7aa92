"""What a search tries first because it was good before, and where that is from."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities import training
from armillary.capabilities.search import reading, standing
from armillary.capabilities.search.schemas import SearchRequest
from armillary.capabilities.search.tables import Search
from armillary.learning.search.space import Space

_EARLIER_SEARCHES, _OF_EACH = 3, 3
_Found = tuple[str, Mapping[str, Any], dict[str, Any]]


def find_earlier(
    actor: Actor, session: Session, request: SearchRequest, space: Space, metric: str
) -> list[list[Any]]:
    """Give the values that came out best before for the same target of the same table.

    Each with the run or the search that it is from, ``{kind, id, name}``; of equal ones the first.
    """
    if not request.warm_start:
        return []
    kept: list[list[Any]] = []
    for algorithm_id, values, source in _found(actor, session, request, metric):
        whole = space.complete(algorithm_id, values)
        is_new = [algorithm_id, whole] not in [one[:2] for one in kept]
        if is_new and space.encode(algorithm_id, whole) is not None:
            kept.append([algorithm_id, whole, source])
    return kept


def _found(actor: Actor, session: Session, request: SearchRequest, metric: str) -> Iterator[_Found]:
    target = str(request.target_column)
    for run in training.find_earlier_runs(actor, session, request.dataset_id, target, metric):
        source = {"kind": "run", "id": run.id, "name": run.name}
        yield str(run.algorithm_id), run.hyperparameters, source
    same = sa.select(Search).where(
        Search.workspace_id == actor.workspace_id,
        Search.dataset_id == request.dataset_id,
        Search.target == request.target_column,
        Search.metric == metric,
    )
    newest = same.order_by(Search.created_at.desc()).limit(_EARLIER_SEARCHES)
    for held in session.scalars(newest):
        trials = reading.trials_of(session, held.id)
        complete = [trial for trial in trials if trial.state == "complete"]
        ranked = reading.ordered_trials(complete, standing.objective_of(held), "rank")
        source = {"kind": "search", "id": held.id, "name": held.name}
        for trial in ranked[:_OF_EACH]:
            yield trial.algorithm_id, trial.params, source
