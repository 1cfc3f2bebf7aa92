"""Asking for a sweep: checked like a training, and answered at once where it was made before."""

import hashlib

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.values import to_json
from armillary.capabilities import datasets
from armillary.capabilities.training import service
from armillary.capabilities.training.schemas import StartRequest
from armillary.capabilities.training.sweeps.schemas import SweepParams, SweepRequest
from armillary.jobs import Job
from armillary.learning.catalogue import get_entry
from armillary.learning.sweeps import values_for

SWEEP = "training.sweep"
# Somebody looks at the form and waits.
_PRIORITY = 1
_TRIED_AGAIN = ("failed", "cancelled", "lost")


def ask(actor: Actor, session: Session, request: SweepRequest) -> Job:
    """Give the job that answers this; raises `AppError` where it could not be trained."""
    actor.require("editor")
    wanted = StartRequest(**request.model_dump(exclude={"parameter"}))
    checked = service.check_request(actor, session, wanted)
    dataset = datasets.get_dataset(actor, session, checked.dataset_id)
    entry = get_entry(checked.algorithm_id)
    present = checked.hyperparameters.get(request.parameter)
    others = {
        name: value for name, value in checked.hyperparameters.items() if name != request.parameter
    }
    params = SweepParams(
        algorithm_id=checked.algorithm_id,
        dataset_id=checked.dataset_id,
        data_version=f"{dataset['content_hash']}/{dataset['version']}",
        target=checked.target,
        features=checked.features,
        group=checked.group,
        time=checked.time,
        texts=checked.texts,
        weight=checked.weight,
        class_weights=checked.class_weights,
        problem_type=checked.problem_type,
        hyperparameters=others,
        parameter=request.parameter,
        values=values_for(entry, request.parameter, present),
    )
    key = hashlib.sha256(to_json(params.model_dump(mode="json"))).hexdigest()[:40]
    job = jobs.submit(
        actor,
        session,
        SWEEP,
        params,
        priority=_PRIORITY,
        idempotency_key=f"sweep/{key}",
        subject=("dataset", params.dataset_id),
    )
    return jobs.retry(actor, session, job.id) if job.state in _TRIED_AGAIN else job
