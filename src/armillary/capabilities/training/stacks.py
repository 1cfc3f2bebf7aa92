"""Calibrating a stack of a search: it has no run, so that a job of its own leaves a model."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict
from armillary.base.storage import Storage
from armillary.capabilities import models
from armillary.capabilities.training.schemas import Calibration
from armillary.capabilities.training.scores import stored, storing
from armillary.capabilities.training.scores.storing import HELD, rows_file
from armillary.jobs import Job
from armillary.jobs.contract import JobContext, Progress, SingleRun
from armillary.learning.stacked import STACK

if TYPE_CHECKING:
    from armillary.learning.scores.rows import JudgedRows

CALIBRATE = "training.calibrate_stack"


class StackParams(BaseModel):
    """Which stack to calibrate, and how."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    prefix: str
    dataset_id: str | None
    method: Calibration
    name: str


def begin(
    actor: Actor, session: Session, storage: Storage, identity: str, method: str, name: str | None
) -> Job | None:
    """Submit the calibration of a stack; None where the id is not that of one.

    Raises `Conflict` where it cannot be calibrated.
    """
    actor.require("editor")
    model = models.find_model(actor, session, identity)
    if model is None or model.algorithm != STACK:
        return None
    if model.task != "classification":
        raise Conflict(
            f"Only classification has probabilities to calibrate; {model.task} has none.",
            code="calibration_not_used",
        )
    if model.calibration is not None:
        raise Conflict(
            "This stack is calibrated already. Calibrate the one that it comes from, "
            f"{model.parent_id}.",
            code="calibrated_already",
        )
    if not storage.exists(f"{_folder(model.prefix)}/{HELD}"):
        raise Conflict(
            "What this stack says of the rows of its folds was not kept: it predicts several "
            "targets, or it is of an older search. Search again for one target "
            "to calibrate a stack.",
            code="no_held_rows",
        )
    params = StackParams(
        model_id=model.id,
        prefix=model.prefix,
        dataset_id=model.dataset_id,
        method=method,
        name=name or f"{model.name}, calibrated"[:200],
    )
    subject = ("model", model.id)
    return jobs.submit(actor, session, CALIBRATE, params.model_dump(mode="json"), subject=subject)


def run(job: JobContext) -> SingleRun:
    """Calibrate by the rows that the search kept, and leave a model beside the stack."""
    from armillary.learning.search.calibrating import calibrate_sum

    params: StackParams = job.params
    kept = _folder(params.prefix)
    yield Progress(0.1, message="Reading the stack and its rows")
    stack = models.load_bundle(job.storage, params.prefix)
    held, rows = (_read(job.storage, f"{kept}/{file}") for file in (HELD, rows_file(0)))
    yield Progress(0.4, message="Calibrating")
    found = calibrate_sum(stack, held.judged, rows, params.method)
    job.closing()
    model_id = models.model_id_of(job.id)
    # The claim's number keeps what a slower, lost claim still writes apart from this.
    folder = f"models/{model_id}/{job.claim_number}"
    lineage = models.lineage_of(job, str(params.dataset_id), parent_id=params.model_id)
    bundle = models.write_bundle(job.storage, found, f"{folder}/bundle", lineage)
    storing.store(job.storage, folder, found.judged, found.evaluation)
    origin = models.Lineage(params.dataset_id, job.id, params.name, params.model_id)

    def register(session: Session) -> None:
        models.register(job.actor, session, model_id, found, bundle, origin)
        after_commit(session, lambda _: models.keep_only(job.storage, model_id, folder))

    job.finish({"model_id": model_id, "metrics": dict(found.metrics)}, write=register)
    return None


def _folder(prefix: str) -> str:
    """Give the folder in which a bundle lies, with what is kept beside it."""
    folder, _, _ = prefix.rpartition("/")
    return folder


def _read(storage: Storage, key: str) -> "JudgedRows":
    found = stored.read_rows(storage, key)
    return found.to_judged_rows()
