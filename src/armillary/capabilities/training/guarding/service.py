"""Asking for a look: checked like a training, and answered at once where it was made before."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.values import to_json
from armillary.capabilities import datasets
from armillary.capabilities.training import columns, service
from armillary.capabilities.training.guarding.schemas import GuardParams, GuardRequest
from armillary.jobs import Job

GUARD = "training.guard"
# Somebody looks at the form and waits.
_PRIORITY = 2
_SPLIT_BY = ("group_column", "time_column")
_TRIED_AGAIN = ("failed", "cancelled", "lost")


def ask(actor: Actor, session: Session, request: GuardRequest, **submission: Any) -> Job:
    """Give the job that looks the table over; the same question gives the job there is.

    ``submission`` goes to `jobs.submit` (say ``reserved_for``).
    """
    actor.require("editor")
    dataset = datasets.get_dataset(actor, session, request.dataset_id)
    service.require_ready(dataset)
    _check_columns(dataset, request)
    features = request.feature_columns
    params = GuardParams(
        dataset_id=request.dataset_id,
        data_version=f"{dataset['content_hash']}/{dataset['version']}",
        target=request.target_column,
        features=None if features is None else tuple(sorted(features)),
        group=request.group_column,
        time=request.time_column,
        problem_type=request.problem_type,
        name=f"{request.target_column} of {dataset['name']}",
    )
    key = hashlib.sha256(to_json(params.model_dump(mode="json"))).hexdigest()[:40]
    job = jobs.submit(
        actor,
        session,
        GUARD,
        params,
        priority=_PRIORITY,
        idempotency_key=f"guard/{key}",
        subject=("dataset", params.dataset_id),
        **submission,
    )
    return jobs.retry(actor, session, job.id) if job.state in _TRIED_AGAIN else job


def read(actor: Actor, session: Session, job_id: str) -> dict[str, Any]:
    """Give what a look found; ``looked`` is null until it has ended."""
    job = jobs.get(actor, session, job_id)
    if job.kind != GUARD:
        raise NotFound(f"The job {job_id!r} did not look a table over.", code="no_look")
    error = job.error and job.error.get("message")
    return {"job_id": job.id, "state": job.state, "error": error, "looked": job.result}


def _check_columns(dataset: dict[str, Any], request: GuardRequest) -> None:
    named = [(place, getattr(request, place)) for place in ("target_column", *_SPLIT_BY)]
    named += [("feature_columns", name) for name in request.feature_columns or ()]
    known = [column["name"] for column in dataset["schema"]]
    columns.refuse(columns.find_strangers(dataset["name"], known, named))
