"""Calibrating the model of a run: a run of its own, which learns nothing but that."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.capabilities import models
from armillary.capabilities.training import service, sessions
from armillary.capabilities.training.schemas import Calibrates, TrainParams
from armillary.jobs import Job


class CalibrateRequest(BaseModel):
    """How to calibrate, and what to call the run."""

    model_config = ConfigDict(extra="ignore")

    method: Literal["sigmoid", "isotonic", "temperature"]
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None


def calibrate(actor: Actor, session: Session, session_id: str, request: CalibrateRequest) -> Job:
    """Begin a run that calibrates the model of another on the rows kept from its training.

    Raises `Conflict` where that left no model, or one that has no probabilities.
    """
    actor.require("editor")
    parent = sessions.get_training(actor, session, session_id)
    if parent.source != "fit" or parent.model_id is None:
        raise Conflict(
            "This run has left no model to calibrate. Wait until it has finished, or train again.",
            code="no_model",
        )
    model = models.get_model(actor, session, parent.model_id)
    if model.task != "classification":
        raise Conflict(
            f"Only classification has probabilities to calibrate; {model.task} has none.",
            code="calibration_not_used",
        )
    before = TrainParams(**(parent.request | {"hyperparameters": parent.hyperparameters}))
    service.require_its_dataset(actor, session, before.dataset_id, "run")
    own: dict[str, Any] = {
        "calibration": request.method,
        "calibrates": Calibrates(run=parent.id, model_id=model.id, prefix=model.prefix),
        "name": request.name or f"{parent.name}, calibrated"[:200],
        "validation": None,
        "origin": None,
        "max_seconds": None,
    }
    placed = service.Placed(parent.experiment_id)
    return service.begin(actor, session, before.model_copy(update=own), placed)
