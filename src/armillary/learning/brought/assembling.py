"""Making a model of ours of what an isolated process said, trusting nothing of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, get_args

from armillary.base.isolation import Answer
from armillary.learning.algorithms import get_algorithm
from armillary.learning.brought.finding import Framework, ModelType, says_the_same
from armillary.learning.brought.predictor import BROUGHT
from armillary.learning.brought.problems import Refused
from armillary.learning.contract import Encoding, State, Task
from armillary.learning.metrics.evaluate import NONE_YET
from armillary.learning.model import FittedModel
from armillary.learning.pack import reading_weights
from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.columns import Column, Output
from armillary.learning.stacked import load_predictor

_PROVEN = 5
_LONGEST_NAME = 300
_MOST_NOTES = 10
_OURS = frozenset(
    {BROUGHT, "decision_tree", "random_forest", "extra_trees", "hist_gradient_boosting"}
    | {"lightgbm", "xgboost", "catboost"}
)
TARGET = "prediction"
"""What the predicted column is called where nobody knows its name."""


def assemble(answer: Answer) -> tuple[FittedModel, dict[str, Any]]:
    """Give the model and what is known of where it comes from.

    Raises `AppError` where the answer is not sound, or the model says something else than before.
    """
    with reading_weights():
        said: Mapping[str, Any] = answer.value
        columns = [str(name)[:_LONGEST_NAME] for name in said["columns"]]
        classes = None if said["classes"] is None else tuple(map(_label, said["classes"]))
        algorithm = str(said["algorithm"])
        facts = _facts(said)
    if algorithm not in _OURS or not columns or len(set(columns)) != len(columns):
        raise Refused("What came of the file is no model; nothing of it was taken in.")
    predictor = load_predictor(algorithm, State(answer.files))
    preprocess = _plain_columns(algorithm, columns)
    if said["said"] is not None and not says_the_same(
        predictor, _numbers(said["probes"], preprocess.encoding.dtype), said["said"]
    ):
        raise Refused("Once converted, the model says something else; it was not taken in.")
    kind: Any = "regression" if classes is None else "classification"
    model = FittedModel(
        algorithm=algorithm,
        params={},
        task=Task(kind, TARGET, features=tuple(columns), classes=classes),
        seed=0,
        preprocess=preprocess,
        predictor=predictor,
        evaluation={"overall_metrics": dict(NONE_YET), "part": None, "feature_importance": None},
        schema_hash=preprocess.schema_hash(),
        data_hash=hashlib.sha256(b"unknown").hexdigest(),
        proof_rows=_proof_rows(columns, said["probes"]),
        warnings=("Trained elsewhere: what it learned from is not known here.", *facts["notes"]),
    )
    return model, facts


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    framework, model_type = said["framework"], said["model_type"]
    if framework not in get_args(Framework) or model_type not in get_args(ModelType):
        raise Refused("What came of the file is no model; nothing of it was taken in.")
    return {
        "framework": framework,
        "model_type": model_type,
        "made_of": str(said["made_of"])[:_LONGEST_NAME],
        "notes": [str(note)[:_LONGEST_NAME] for note in said["notes"][:_MOST_NOTES]],
    }


def _label(label: Any) -> Any:
    if not isinstance(label, str | int | float | bool):
        raise Refused("A class of the model is neither a text nor a number.")
    return label


def _plain_columns(algorithm: str, columns: list[str]) -> Preprocess:
    """Give columns of numbers that go in as they are."""
    dtype = "float64" if algorithm == BROUGHT else get_algorithm(algorithm).encoding.dtype
    plain = tuple(
        Column(name=name, role="numeric", outputs=(Output("value"),), example=0.0)
        for name in columns
    )
    return Preprocess(Encoding(missing="keep", categories="codes", dtype=dtype), plain)


def _numbers(rows: Any, dtype: str) -> Any:
    import numpy as np

    return np.array(rows, dtype=dtype)


def _proof_rows(columns: list[str], probes: Any) -> list[dict[str, Any]]:
    rows = probes[:_PROVEN] if probes else [[0.0] * len(columns)]
    return [dict(zip(columns, map(float, row), strict=True)) for row in rows]
