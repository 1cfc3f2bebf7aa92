"""The `/api/regression/…` addresses: a line, a bent line or a shrunken one, and its errors."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import Field

from armillary.base.access import Actor, require
from armillary.base.http import State
from armillary.capabilities import models, training
from armillary.compat.small_client.training import (
    Outcome,
    PredictRequest,
    TrainRequest,
    predict,
    train,
)

router = APIRouter(prefix="/api/regression", tags=["small client"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]
RegressionType = Literal["linear", "polynomial", "ridge", "lasso", "elasticnet"]
_SHRINKING = "how strongly weights are kept small; 0 is none"
_SHARE = "how strongly weights are dropped, as a share of the target's standard deviation"
_TYPES: dict[RegressionType, dict[str, Any]] = {
    "linear": {
        "name": "Linear",
        "description": "A weighted sum of the columns, by least squares.",
        "algorithm_id": "linear_regression",
        "parameters": {},
    },
    "polynomial": {
        "name": "Polynomial",
        "description": "A weighted sum of the numbers, their powers and products.",
        "algorithm_id": "linear_regression",
        "parameters": {"degree": "most factors of a product, 2 to 5", "alpha": _SHRINKING},
    },
    "ridge": {
        "name": "Ridge",
        "description": "Linear with small weights, for columns that say nearly the same.",
        "algorithm_id": "linear_regression",
        "parameters": {"alpha": _SHRINKING},
    },
    "lasso": {
        "name": "Lasso",
        "description": "Linear with few weights: needless columns are dropped.",
        "algorithm_id": "elastic_net",
        "parameters": {"alpha": _SHARE},
    },
    "elasticnet": {
        "name": "Elastic net",
        "description": "Between ridge and lasso.",
        "algorithm_id": "elastic_net",
        "parameters": {"alpha": _SHARE, "l1_ratio": "1 is the lasso, lower shrinks all alike"},
    },
}


class RegressionRequest(TrainRequest):
    """What to fit; a parameter that a type does not have does not concern it."""

    regression_type: RegressionType = Field(default="linear", validation_alias="type")
    degree: Annotated[int, Field(ge=2, le=5)] = 2
    alpha: Annotated[float, Field(ge=0, le=1e6)] | None = None
    l1_ratio: Annotated[float, Field(ge=0.01, le=1)] = 0.5

    def to_start(self) -> training.StartRequest:
        """Say the same to training."""
        kind = self.regression_type
        return training.StartRequest(
            algorithm_id=_TYPES[kind]["algorithm_id"],
            dataset_id=self.dataset_id,
            target_column=self.target_column,
            feature_columns=self.feature_columns if kind != "polynomial" else None,
            hyperparameters=self._values(),
            problem_type="regression",
            seed=self.seed,
            recipe=training.RecipeIn(steps=self._steps()) if kind == "polynomial" else None,
        )

    def _values(self) -> dict[str, Any]:
        if self.regression_type == "linear":
            return {"alpha": 0.0}
        if self.regression_type in ("ridge", "polynomial"):
            return {} if self.alpha is None else {"alpha": self.alpha}
        ratio = 1.0 if self.regression_type == "lasso" else self.l1_ratio
        share = {} if self.alpha is None else {"share_of_spread": self.alpha}
        return {"l1_ratio": ratio, **share}

    def _steps(self) -> list[dict[str, Any]]:
        """Prepare the powers; of all numbers but the target where no columns are named."""
        powers = {"method": "polynomial", "degree": self.degree}
        if self.feature_columns is None:
            return [{"type": "feature_engineering", "params": powers}]
        chosen = {"columns": [*self.feature_columns, self.target_column]}
        return [
            {"type": "select", "params": chosen},
            {"type": "feature_engineering", "params": {**powers, "columns": self.feature_columns}},
        ]


@router.get("/types", dependencies=[Depends(require("viewer"))])
def list_types() -> dict[str, Any]:
    """List the kinds of regression and what they can be told."""
    return {"types": [{"id": kind, **about} for kind, about in _TYPES.items()]}


@router.post("/train")
async def train_regression(given: RegressionRequest, actor: Editor, state: State) -> dict[str, Any]:
    """Fit a regression; answers with its weights and what its errors look like."""
    outcome = await train(state, actor, given.to_start())
    answer = {**outcome.to_wire(), "regression_type": given.regression_type}
    if outcome.model_id is None:
        return answer
    structure = await models.describe(state, actor, outcome.model_id)
    return {**answer, **_weights(structure), **_diagnostics(outcome)}


@router.post("/predict")
async def predict_values(given: PredictRequest, actor: Viewer, state: State) -> dict[str, Any]:
    """Predict the target of some rows."""
    return await predict(state, actor, given)


def _weights(structure: dict[str, Any]) -> dict[str, Any]:
    return {
        "intercept": structure["intercepts"][0],
        "coefficients": {term["name"]: term["weights"][0] for term in structure["terms"]},
    }


def _diagnostics(outcome: Outcome) -> dict[str, Any]:
    shown = outcome.evaluation.get("predictions") or {"actual": [], "predicted": []}
    pairs = zip(shown["actual"], shown["predicted"], strict=True)
    return {
        "residuals": {
            **(outcome.evaluation.get("residuals") or {}),
            "actual": shown["actual"],
            "predicted": shown["predicted"],
            "values": [actual - predicted for actual, predicted in pairs],
        }
    }
