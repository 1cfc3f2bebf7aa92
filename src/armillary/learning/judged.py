"""How a model does on rows that somebody gives as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.learning.contract import task_words

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.model import FittedModel

_WORDS = {"classifier": "classification", "regressor": "regression"}
_OF_CLASSES = ("accuracy", "precision", "recall", "f1_score")
_OF_NUMBERS = ("mse", "rmse", "mae", "r2")


def judge_rows(
    model: FittedModel,
    rows: Sequence[Sequence[Any]],
    truth: Sequence[Any],
    names: Sequence[str] | None,
    wanted: str | None,
) -> dict[str, Any]:
    """Judge a model on rows (n_rows, n_columns) and the truth (n_rows,).

    Columns are told by ``names``, or stand in the model's order. Raises `BadRequest` where rows,
    truth and model do not fit together, and `Invalid` where what the model says is no prediction.
    ``warnings`` tell of probabilities that had to be divided by their sum.
    """
    import numpy as np

    from armillary.learning.metrics import evaluate, feature_importance
    from armillary.learning.scores import judged_of

    kind = model.task.kind
    if (wanted is not None and _WORDS[wanted] != kind) or kind not in _WORDS.values():
        raise BadRequest(
            f"The model is for {task_words(kind)}; the rows are to be judged as {wanted or 'such'}."
        )
    frame = _frame(model, rows, truth, names)
    said = model.predict(frame)
    target = _target(model, truth)
    output = said.values if said.probabilities is None else said.probabilities
    given, warnings = judged_of(target, np.asarray(output), model.classes)
    found = evaluate(given.truth, given.output, model.classes)
    encoded = model.preprocess.encode(frame) if model.recipe is None else None
    importance = (
        None
        if encoded is None
        else feature_importance(model.predictor, encoded, target, model.preprocess.sources(), kind)
    )
    judged = as_judged({**found, "feature_importance": importance}, kind, model.classes)
    if judged is None:
        raise BadRequest("The rows do not tell how good the model is; give more of them.")
    overall = judged["overall_metrics"]
    if overall.get("r2") is not None:
        overall["adjusted_r2"] = _adjusted(overall["r2"], len(rows), len(frame.columns))
    return {**judged, "n_test_samples": len(rows), "warnings": list(warnings)}


def as_judged(
    evaluation: Mapping[str, Any], kind: str, classes: Sequence[Any] | None = None
) -> dict[str, Any] | None:
    """Give an evaluation in the words of those who bring models; None where there is none."""
    overall = evaluation.get("overall_metrics") or {}
    names = _OF_CLASSES if kind == "classification" else _OF_NUMBERS
    if kind not in _WORDS.values() or overall.get(names[0]) is None:
        return None
    labels = evaluation.get("class_labels")
    if classes is not None and labels is not None:
        labels = [_class_label(label) for label in classes]
    split = evaluation.get("split") or {}
    return {
        "model_type": "classifier" if kind == "classification" else "regressor",
        "overall_metrics": {name: overall.get(name) for name in names},
        "confusion_matrix": evaluation.get("confusion_matrix"),
        "class_labels": labels,
        "roc_data": _roc(evaluation.get("roc_data")),
        "feature_importance": evaluation.get("feature_importance"),
        "n_test_samples": split.get("test_rows") or split.get("test"),
    }


def _frame(
    model: FittedModel,
    rows: Sequence[Sequence[Any]],
    truth: Sequence[Any],
    names: Sequence[str] | None,
) -> pd.DataFrame:
    import pandas as pd

    known = [str(feature["name"]) for feature in model.features]
    if len(rows) != len(truth):
        raise BadRequest(f"X_test has {len(rows)} rows and y_test {len(truth)}; they must agree.")
    for place, row in enumerate(rows):
        if len(row) != len(known):
            raise BadRequest(
                f"Row {place} of X_test has {len(row)} numbers; the model has {len(known)} "
                f"columns: {', '.join(known[:10])}."
            )
    given = list(names) if names and set(names) == set(known) else known
    return pd.DataFrame([list(row) for row in rows], columns=given)[known]


def _target(model: FittedModel, truth: Sequence[Any]) -> Any:
    import numpy as np

    if model.classes is None:
        try:
            numbers = np.array(truth, dtype=np.float64)
        except (TypeError, ValueError):
            numbers = np.array([math.nan])
        if not np.isfinite(numbers).all():
            raise BadRequest("y_test must hold a number for every row.")
        return numbers
    places = _places(model.classes)
    found = [places.get(_key(label)) for label in truth]
    if None in found:
        stranger = truth[found.index(None)]
        raise BadRequest(
            f"y_test holds {stranger!r}, which is no class of the model; its classes are "
            f"{', '.join(map(str, model.classes[:10]))}."
        )
    return np.array(found, dtype=np.int64)


def _places(classes: Sequence[Any]) -> dict[str, int]:
    """Give the place of each class by its label, and by its number where labels are texts."""
    by_label = {_key(label): place for place, label in enumerate(classes)}
    by_number = {str(place): place for place in range(len(classes))}
    is_text = all(isinstance(label, str) for label in classes)
    return {**by_number, **by_label} if is_text else by_label


def _key(label: Any) -> str:
    if isinstance(label, bool):
        return str(int(label))
    if isinstance(label, float) and label.is_integer():
        return str(int(label))
    return str(label)


def _class_label(label: Any) -> str:
    return label if isinstance(label, str) else f"Class {_key(label)}"


def _roc(curves: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give the curves of the classes that have one: an area is always a number."""
    if curves is None:
        return None
    kept = [place for place, area in enumerate(curves["auc"]) if area is not None]
    chosen = {name: [curves[name][place] for place in kept] for name in curves}
    return chosen if kept else None


def _adjusted(r2: float, n_rows: int, n_columns: int) -> float | None:
    left = n_rows - n_columns - 1
    return None if left <= 0 else 1.0 - (1.0 - r2) * (n_rows - 1) / left
