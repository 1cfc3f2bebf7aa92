"""Reading training sessions: status, results, curves, metrics."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.storage import Storage
from armillary.base.values import from_json
from armillary.capabilities.training import points
from armillary.capabilities.training.curves import History
from armillary.capabilities.training.tables import Training
from armillary.jobs import Job
from armillary.learning.guard.against import serious

STATUS = {
    "succeeded": "completed",
    "failed": "failed",
    "lost": "failed",
    "cancelled": "stopped",
    "running": "running",
    "pausing": "running",
    "paused": "paused",
    "cancelling": "running",
}
FINISHED = frozenset({"completed", "failed", "stopped"})
OVERALL = ("accuracy", "precision", "recall", "f1_score", "auc", "mse", "rmse", "mae", "r2")


def get_training(actor: Actor, session: Session, session_id: str) -> Training:
    """Give one session; raises `NotFound` where the workspace has none of this id."""
    row = session.get(Training, session_id)
    if row is None or row.workspace_id != actor.workspace_id:
        job = session.get(Job, session_id)
        is_here = job is not None and job.workspace_id == actor.workspace_id
        told = f" It is the job “{job.title}”." if job is not None and is_here else ""
        raise NotFound(
            f"There is no training session {session_id!r} in this workspace.{told}",
            code="session_not_found",
        )
    return row


def find_job(actor: Actor, session: Session, row: Training) -> Job | None:
    """Give the job behind a session; an external run has none."""
    return jobs.get(actor, session, row.id) if row.source == "fit" else None


def status_of(row: Training, job: Job | None) -> str:
    """Give the state as clients know it: queued, running, paused, completed, failed or stopped."""
    state = row.state if job is None else job.state
    return STATUS.get(state or "", "queued")


def read_status(actor: Actor, session: Session, session_id: str) -> dict[str, Any]:
    """Say how far a session is, with the newest value of each curve."""
    row = get_training(actor, session, session_id)
    job = find_job(actor, session, row)
    summaries = points.read_summaries(session, session_id)
    newest = max((curve["step"] for curve in summaries.values()), default=0)
    return {
        "session_id": session_id,
        "status": status_of(row, job),
        "epoch": job.step if job is not None and job.step is not None else newest,
        "total_epochs": None if job is None else job.total_steps,
        "progress": None if job is None else job.progress,
        "metrics": {name: curve["last"] for name, curve in summaries.items()} or None,
        "error": _error_text(job),
        "model_id": row.model_id,
    }


def read_results(actor: Actor, session: Session, session_id: str) -> dict[str, Any]:
    """Give the final metrics and the model; raises `Conflict` where there are none."""
    row = get_training(actor, session, session_id)
    job = find_job(actor, session, row)
    status = status_of(row, job)
    if status not in FINISHED:
        raise Conflict(
            f"This training is {status}; its results are there when it has finished.",
            code="not_finished",
        )
    if job is not None and row.model_id is None:
        reason = _error_text(job) or "it was stopped before there was anything to keep"
        raise Conflict(f"This training left no model: {reason}", code=f"training_{status}")
    summaries = points.read_summaries(session, session_id)
    return {
        "session_id": session_id,
        "status": status,
        "model_id": row.model_id,
        "metrics": row.metrics,
        "guard": row.guard,
        "curves": summaries,
        # The steps of the best and of the state it went on from, where the model is from before.
        "inherited": None if job is None else (job.result or {}).get("inherited"),
    }


def read_history(session: Session, row: Training) -> dict[str, Any]:
    """Give the curves of a session as arrays, thinned to 2,000 points."""
    if row.training_history is not None:
        return row.training_history
    return History(points.read(session, row.id)).to_wire()


def why_not_judged(actor: Actor, session: Session, row: Training) -> Conflict | None:
    """Give why a run has no scores, to be raised or told; None where it is judged."""
    if row.evaluation_key is not None:
        return None
    if row.source != "fit":
        return Conflict(
            "This run is logged by a program of its own, so there are no rows to judge it by.",
            code="not_judged",
        )
    job = find_job(actor, session, row)
    status = status_of(row, job)
    if status not in FINISHED:
        return Conflict(
            f"This training is {status}; its scores are there when it has finished.",
            code="not_finished",
        )
    reason = f": {error}" if (error := _error_text(job)) else "."
    return Conflict(
        f"This training is {status} and left no model to judge{reason} Train again.",
        code=f"training_{status}",
    )


def read_metrics(
    actor: Actor, session: Session, storage: Storage, row: Training, target: str | None = None
) -> dict[str, Any]:
    """Give curves and judgement in the shape of the metrics dashboard.

    ``status`` is that of the run, and ``why_no_scores`` says in words why it is not judged;
    ``has_scores`` says whether there are scores with intervals to read. The curves are those so
    far. What is not known yet, or does not apply to the task, is null.
    Of several targets the panels are those of the one named, else of the first, and the numbers the
    mean of all.
    """
    evaluation, why = read_evaluation(storage, row), why_not_judged(actor, session, row)
    overall = evaluation.get("overall_metrics") or {}
    evaluation = {**evaluation, **(evaluation.get("targets") or {}).get(target, {})}
    return {
        "session_id": row.id,
        "status": status_of(row, find_job(actor, session, row)),
        "why_no_scores": None if why is None else why.message,
        "training_history": read_history(session, row),
        "feature_importance": evaluation.get("feature_importance"),
        "roc_data": evaluation.get("roc_data"),
        "confusion_matrix": evaluation.get("confusion_matrix"),
        "class_labels": evaluation.get("class_labels"),
        "overall_metrics": {**dict.fromkeys(OVERALL), **overall},
        "has_scores": bool(evaluation.get("scores")),
        "split": evaluation.get("split"),
        "part": evaluation.get("part"),
        "described": evaluation.get("described"),
        "guard": row.guard,
        "weighted_by": evaluation.get("weighted_by"),
        "targets": _judged_targets(evaluation),
        "cross_validation": evaluation.get("cross_validation"),
        "calibration": evaluation.get("calibration"),
    }


def _judged_targets(evaluation: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the metrics of each of several targets; None where there is one."""
    judged = evaluation.get("targets")
    if judged is None:
        return None
    return {
        name: {**dict.fromkeys(OVERALL), **each["overall_metrics"]} for name, each in judged.items()
    }


def read_evaluation(storage: Storage, row: Training) -> dict[str, Any]:
    """Give what was found on the rows kept from training; empty where there is nothing yet.

    Of a model that was deleted only the numbers are left, which the session keeps.
    """
    if row.evaluation_key is None:
        return {}
    try:
        with storage.open_read(row.evaluation_key) as file:
            evaluation: dict[str, Any] = from_json(file.read())
    except FileNotFoundError:
        return {"overall_metrics": row.metrics}
    return evaluation


def to_csv(found: Mapping[str, Any]) -> str:
    """Write overall metrics as a header and one row.

    What they were had against goes with them, and why there are none where a run is not judged.
    """
    overall = found["overall_metrics"]
    if against := "; ".join(one["id"] for one in serious(found["guard"])):
        overall = {**overall, "trained_against": against}
    if found["why_no_scores"] is not None:
        overall = {**overall, "status": found["status"], "why_no_scores": found["why_no_scores"]}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(overall)
    writer.writerow("" if value is None else value for value in overall.values())
    return out.getvalue()


def _error_text(job: Job | None) -> str | None:
    if job is None or not job.error:
        return None
    return str(job.error["message"])
