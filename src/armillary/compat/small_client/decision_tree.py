"""The `/api/decision-tree/…` addresses: a tree with its structure and rules, and pruning."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from armillary.base.access import Actor, require
from armillary.base.errors import Conflict
from armillary.base.http import AppState, State
from armillary.capabilities import models, training
from armillary.compat.small_client.training import (
    PredictRequest,
    TrainRequest,
    predict,
    request_behind,
    train,
)

router = APIRouter(prefix="/api/decision-tree", tags=["small client"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]
_TREE = "decision_tree"


class TreeRequest(TrainRequest):
    """What to grow; what is left out is as the algorithm has it."""

    problem_type: Literal["classification", "regression"] | None = None
    hyperparameters: dict[str, Any] = Field(default_factory=dict)
    criterion: str | None = None
    max_depth: int | None = None
    min_samples_split: int | None = None
    min_samples_leaf: int | None = None
    ccp_alpha: float | None = None

    def to_start(self) -> training.StartRequest:
        """Say the same to training."""
        names = ("criterion", "max_depth", "min_samples_split", "min_samples_leaf", "ccp_alpha")
        named = {name: getattr(self, name) for name in names}
        given = {name: value for name, value in named.items() if value is not None}
        return training.StartRequest(
            algorithm_id=_TREE,
            dataset_id=self.dataset_id,
            target_column=self.target_column,
            feature_columns=self.feature_columns,
            hyperparameters={**self.hyperparameters, **given},
            problem_type=self.problem_type,
            seed=self.seed,
        )


class PruneRequest(BaseModel):
    """Which tree to cut back, and how far: by what a branch has to gain, or by depth."""

    model_config = ConfigDict(extra="ignore", protected_namespaces=())

    model_id: str
    ccp_alpha: Annotated[float, Field(ge=0)] = 0.01
    max_depth: Annotated[int, Field(ge=1)] | None = None


@router.post("/train")
async def train_tree(given: TreeRequest, actor: Editor, state: State) -> dict[str, Any]:
    """Grow a tree; answers with its structure and its rules as text."""
    return await _grow(state, actor, given.to_start())


@router.post("/predict")
async def predict_rows(given: PredictRequest, actor: Viewer, state: State) -> dict[str, Any]:
    """Predict some rows."""
    return await predict(state, actor, given)


@router.post("/prune")
async def prune(given: PruneRequest, actor: Editor, state: State) -> dict[str, Any]:
    """Cut a tree back by minimal cost-complexity pruning; the tree that was stays as it is.

    Cutting back after growing gives the same tree as growing anew with the same rows and seed.
    """
    request = await request_behind(state, actor, given.model_id)
    if request.algorithm_id != _TREE:
        raise Conflict(f"Only decision trees are pruned; this is a {request.algorithm_id}.")
    before = await models.describe(state, actor, given.model_id)
    values = {**(request.hyperparameters or {}), "ccp_alpha": given.ccp_alpha}
    if given.max_depth is not None:
        values["max_depth"] = given.max_depth
    grown = await _grow(state, actor, request.model_copy(update={"hyperparameters": values}))
    sizes = {name: before[name] for name in ("n_nodes", "n_leaves", "depth")}
    return {**grown, "pruned_from": {"model_id": given.model_id, **sizes}}


async def _grow(state: AppState, actor: Actor, request: training.StartRequest) -> dict[str, Any]:
    outcome = await train(state, actor, request)
    answer = outcome.to_wire()
    if outcome.model_id is None:
        return answer
    found = await models.describe(state, actor, outcome.model_id)
    sizes = {name: found[name] for name in ("n_nodes", "n_leaves", "depth", "is_cut")}
    return {
        **answer,
        **sizes,
        "structure": found["nodes"],
        "rules": found["rules"],
        "feature_importance": outcome.evaluation.get("feature_importance"),
        "confusion_matrix": outcome.evaluation.get("confusion_matrix"),
        "class_labels": outcome.evaluation.get("class_labels"),
    }
