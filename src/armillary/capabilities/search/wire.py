"""Searches and trials as people and programs see them."""

from typing import Any

from armillary.base.values import to_iso, to_json
from armillary.capabilities.search.tables import Search, Trial
from armillary.jobs import Job
from armillary.learning.guard import against
from armillary.learning.search.objective import get_objective

# An event has 16 kB at most; a trial with more values than this shows them when it is asked for.
_PARAMS_BYTES = 8_000
_STATES = {
    "succeeded": "completed",
    "failed": "failed",
    "lost": "failed",
    "cancelled": "stopped",
    "queued": "queued",
    "pausing": "pausing",
}


def status_of(row: Search, job: Job) -> str:
    """Give the state as clients know it.

    That is queued, running, pausing (until the last of its trials has let go), paused, completed,
    failed or stopped.
    """
    if job.state == "paused":
        is_still = row.started_at is None or row.paused_at is not None
        return "paused" if is_still else "pausing"
    # While it waits, its trials run.
    return _STATES.get(job.state, "running")


def search_to_wire(row: Search, job: Job, counts: dict[str, int]) -> dict[str, Any]:
    """Give a search as lists show it."""
    outcome = row.outcome or {}
    return {
        "id": row.id,
        "name": row.name,
        "status": status_of(row, job),
        "is_stopping": row.is_stopping,
        "dataset_id": row.dataset_id,
        "target": row.target,
        "targets": row.request.get("target_columns"),
        "task": row.task,
        "metric": row.metric,
        "is_greater_better": get_objective(row.task, row.metric).is_greater_better,
        "algorithms": row.algorithms,
        "budget": {"trials": row.most_trials, "seconds": row.seconds, "patience": row.patience},
        "trials": counts,
        "best": outcome.get("best"),
        "against": len(against.sentences(row.guard)),
        "error": None if not job.error else str(job.error["message"]),
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "started_at": to_iso(row.started_at),
        "deadline": to_iso(row.deadline),
        "paused_at": to_iso(row.paused_at),
        "paused_s": row.paused_s,
        "finished_at": to_iso(job.finished_at),
    }


def earlier_to_wire(row: Search) -> dict[str, Any]:
    """Say how many values are tried first because they were good before, and where from."""
    # Searches from before this was kept do not know where from.
    sources = [one[2] for one in row.earlier if len(one) > 2]
    from_each = list({source["id"]: source for source in sources}.values())
    return {"count": len(row.earlier), "sources": from_each}


def trial_to_wire(trial: Trial) -> dict[str, Any]:
    """Give a trial as leaderboards show it; ``cost_s`` is to fit and to predict one fold."""
    is_long = len(to_json(trial.params)) > _PARAMS_BYTES
    return {
        "number": trial.number,
        "algorithm_id": trial.algorithm_id,
        "params": {} if is_long else trial.params,
        "origin": trial.origin,
        "state": trial.state,
        "value": trial.value,
        "spread": trial.spread,
        "scores": trial.scores,
        "rungs": len(trial.rung_values or ()),
        "cost_s": cost_of(trial),
        "error": trial.error,
        "run_id": trial.run_id,
        "started_at": to_iso(trial.started_at),
        "finished_at": to_iso(trial.finished_at),
    }


def cost_of(trial: Trial) -> float | None:
    """Give the seconds that fitting and predicting one fold took."""
    if trial.fit_s is None or trial.predict_s is None:
        return None
    return trial.fit_s + trial.predict_s
