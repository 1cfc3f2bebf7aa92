"""The board on which the jobs of a search write: who tries what, and what came of it.

Every function runs in a unit of work of its caller.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.errors import NotFound
from armillary.base.values import finite, utc_now
from armillary.capabilities.search import events
from armillary.capabilities.search.tables import Search, Trial
from armillary.learning.search.asking import Proposal
from armillary.learning.search.comparing import mean_and_spread
from armillary.learning.search.trial import FoldScore


def split(session: Session, search_id: str, held_to_learned: float, notes: Sequence[str]) -> None:
    """Write what is known of a search once its rows are split."""
    search = lock(session, search_id)
    search.held_to_learned, search.notes = held_to_learned, list(notes)


def mark(session: Session, search_id: str, guard: dict[str, Any] | None) -> None:
    """Write what the guard has found in the rows of a search, unless that is known already."""
    search = lock(session, search_id)
    if guard is not None and search.guard is None:
        search.guard = guard
        events.told_guard(session, search)


def touch(session: Session, search_id: str) -> None:
    """Note that somebody works on a search at this moment."""
    session.execute(sa.update(Search).where(Search.id == search_id).values(touched_at=utc_now()))


def lock(session: Session, search_id: str) -> Search:
    """Give a search and keep others from numbering trials of it until the transaction ends."""
    statement = sa.select(Search).where(Search.id == search_id).with_for_update()
    search = session.scalar(statement.execution_options(populate_existing=True))
    if search is None:
        raise NotFound(f"The search {search_id!r} is gone.", code="search_not_found")
    return search


def claim(
    session: Session, search_id: str, job_id: str, number: int, proposal: Proposal, origin: str
) -> Trial | None:
    """Begin a trial under a number; None where somebody else has taken that meanwhile."""
    search = lock(session, search_id)
    taken = sa.select(sa.func.max(Trial.number)).where(Trial.search_id == search_id)
    last = session.scalar(taken)
    if number != (0 if last is None else last + 1):
        return None
    now = utc_now()
    search.touched_at = now
    algorithm_id, params = proposal
    trial = Trial(
        search_id=search_id,
        number=number,
        workspace_id=search.workspace_id,
        job_id=job_id,
        algorithm_id=algorithm_id,
        params=params,
        origin=origin,
        state="running",
        scores=[],
        started_at=now,
    )
    session.add(trial)
    session.flush()
    events.told_trial(session, trial)
    return trial


def go_on(session: Session, search_id: str, job_id: str, number: int) -> Trial | None:
    """Have a job go on with a trial that waits; None where somebody else does so already."""
    lock(session, search_id)
    trial = session.get_one(Trial, (search_id, number), populate_existing=True)
    if trial.state != "paused":
        return None
    trial.state, trial.job_id = "running", job_id
    events.told_trial(session, trial)
    return trial


def prune_waiting(session: Session, trials: Sequence[Trial]) -> None:
    """End the trials that wait for nothing any more."""
    for trial in trials:
        if trial.state == "paused":
            trial.state, trial.finished_at = "pruned", utc_now()
            events.told_trial(session, trial)


def write_scores(
    session: Session,
    search_id: str,
    number: int,
    folds: Sequence[FoldScore],
    state: str,
    error: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Write what is known of a trial; one that is no longer running stays as it is.

    ``values`` are those that it learned with.
    """
    trial = session.get_one(Trial, (search_id, number))
    if trial.state != "running":
        return
    now = utc_now()
    touch(session, search_id)
    if values is not None:
        trial.params = {**trial.params, **values}
    scores = [score for fold in folds for score in fold.scores]
    trial.scores = scores
    if scores:
        mean, spread = mean_and_spread(scores)
        # One score alone has no spread.
        trial.value, trial.spread = finite(mean), finite(spread) if len(scores) > 1 else None
        trial.fit_s = sum(fold.fit_s for fold in folds) / len(folds)
        trial.predict_s = sum(fold.predict_s for fold in folds) / len(folds)
    if state in ("complete", "paused") and (not scores or trial.value is None):
        state, error = "failed", "Its scores are not finite numbers."
    if state == "paused":
        trial.rung_values = [*(trial.rung_values or []), trial.value]
    trial.state, trial.error = state, error
    if state not in ("running", "paused"):
        trial.finished_at = now
    events.told_trial(session, trial)


def unfinished_of(session: Session, job_id: str) -> list[Trial]:
    """Give the trials that a job has begun and not ended: one at most, unless all has ended."""
    own = sa.select(Trial).where(Trial.job_id == job_id, Trial.state == "running")
    return list(session.scalars(own.order_by(Trial.number)))


def cut(session: Session, trials: Sequence[Trial]) -> None:
    """End trials that nobody runs any more; the folds they have remain."""
    for trial in trials:
        trial.state, trial.finished_at = "cut", utc_now()
        events.told_trial(session, trial)


def conclude(session: Session, search_id: str, outcome: dict[str, Any]) -> None:
    """Write what came of a search and announce it."""
    search = session.get_one(Search, search_id)
    search.outcome = {**(search.outcome or {}), **outcome}
    events.told_outcome(session, search)
