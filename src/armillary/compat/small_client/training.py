"""Training in one answer: start, wait, and tell what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities import models, training

_TRAIN_S = 60.0


class TrainRequest(BaseModel):
    """Which column of which table to learn from which others."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    dataset_id: str = Field(validation_alias="datasetId", default="")
    target_column: str = Field(validation_alias="target", default="")
    feature_columns: list[str] | None = None
    seed: int = Field(default=0, ge=0, le=2**32 - 1)


class PredictRequest(BaseModel):
    """Rows as ``{column: value}`` to ask a model about."""

    model_config = ConfigDict(extra="ignore", protected_namespaces=())

    model_id: str
    rows: list[dict[str, Any]] = Field(min_length=1, max_length=1000)


@dataclass(frozen=True)
class Outcome:
    """A training as it stands: ``model_id`` is None while it goes on."""

    session_id: str
    status: str
    model_id: str | None
    evaluation: Mapping[str, Any]

    def to_wire(self) -> dict[str, Any]:
        """Give what every answer says."""
        found = self.evaluation.get("overall_metrics") or {}
        return {
            "success": True,
            "session_id": self.session_id,
            "status": self.status,
            "model_id": self.model_id,
            "metrics": {name: value for name, value in found.items() if value is not None},
            "split": self.evaluation.get("split"),
        }


async def train(state: AppState, actor: Actor, request: training.StartRequest) -> Outcome:
    """Train and give what came of it, or how far it is after a minute.

    Raises `AppError` where nothing could be trained.
    """
    database = state.executors.database
    session_id = await in_thread(database, _start, state, actor, request)
    await jobs.wait(state, session_id, _TRAIN_S)
    return await in_thread(database, _look, state, actor, session_id)


async def predict(state: AppState, actor: Actor, given: PredictRequest) -> dict[str, Any]:
    """Ask a model about some rows."""
    answers = await models.predict(state, actor, given.model_id, given.rows)
    return {
        "success": True,
        "model_id": given.model_id,
        "predictions": [answer["prediction"] for answer in answers],
        "probabilities": [answer["probabilities"] for answer in answers],
    }


async def request_behind(state: AppState, actor: Actor, model_id: str) -> training.StartRequest:
    """Give the request by which a model was trained; raises `NotFound` or `Conflict`."""
    return await in_thread(state.executors.database, _request, state, actor, model_id)


def _start(state: AppState, actor: Actor, request: training.StartRequest) -> str:
    with state.database.write() as session:
        return str(training.start(actor, session, request).id)


def _look(state: AppState, actor: Actor, session_id: str) -> Outcome:
    with state.database.read() as session:
        status = training.read_status(actor, session, session_id)
        row = training.get_training(actor, session, session_id)
    if status["error"] is not None:
        raise BadRequest(status["error"], code="training_failed")
    evaluation = training.read_evaluation(state.storage, row)
    return Outcome(session_id, status["status"], status["model_id"], evaluation)


def _request(state: AppState, actor: Actor, model_id: str) -> training.StartRequest:
    with state.database.read() as session:
        model = models.get_model(actor, session, model_id)
        if model.job_id is None:
            raise Conflict("This model was brought here; only what was trained here is pruned.")
        row = training.get_training(actor, session, model.job_id)
    asked = row.request
    return training.StartRequest(
        algorithm_id=asked["algorithm_id"],
        dataset_id=asked["dataset_id"],
        target_column=asked["target"],
        feature_columns=asked["features"],
        group_column=asked["group"],
        problem_type=asked["problem_type"],
        hyperparameters=row.hyperparameters,
        seed=asked["seed"],
        recipe=training.RecipeIn(steps=asked["steps"]) if asked["steps"] else None,
    )
