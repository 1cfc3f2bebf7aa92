"""Fitted estimators of scikit-learn and the boosters' own, made models of ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.brought.engines.estimator import Estimator, takes_gaps
from armillary.learning.brought.finding import (
    Finding,
    Framework,
    probe_rows,
    says_the_same,
)
from armillary.learning.brought.predictor import BROUGHT, BroughtPredictor
from armillary.learning.brought.problems import Refused
from armillary.learning.contract import Predictor, State, TaskKind
from armillary.learning.derived.packing import NotPackable

_FORESTS: Mapping[str, str] = {
    "DecisionTreeClassifier": "decision_tree",
    "DecisionTreeRegressor": "decision_tree",
    "RandomForestClassifier": "random_forest",
    "RandomForestRegressor": "random_forest",
    "ExtraTreesClassifier": "extra_trees",
    "ExtraTreesRegressor": "extra_trees",
}
_MOST_CLASSES = 1_000


def find_in_estimator(estimator: Any) -> Finding:
    """Make a model of ours of a fitted estimator; raises `Refused` where it is none that can be."""
    from sklearn.base import is_classifier, is_regressor

    kind: TaskKind
    if is_classifier(estimator):
        kind = "classification"
    elif is_regressor(estimator):
        kind = "regression"
    else:
        raise Refused(
            f"A {type(estimator).__name__} predicts neither classes nor a number. Models that "
            "classify or predict a number are taken in."
        )
    columns, classes = _columns(estimator), _classes(estimator, kind)
    probes = probe_rows(len(columns))
    said = _ask(estimator, probes, kind)
    algorithm, predictor = _choose(estimator, kind, len(columns), len(classes or ()), probes, said)
    return Finding(
        framework=_framework(estimator),
        model_type="classifier" if classes else "regressor",
        algorithm=algorithm,
        columns=columns,
        classes=classes,
        predictor=predictor,
        probes=probes,
        said=said,
        made_of=_made_of(estimator),
        notes=_notes(estimator),
    )


def _columns(estimator: Any) -> list[str]:
    count = getattr(estimator, "n_features_in_", None)
    if not isinstance(count, int) or count < 1:
        raise Refused(
            f"The {type(estimator).__name__} was not fitted, or does not know its columns. Fit it "
            "and save it again."
        )
    names = getattr(estimator, "feature_names_in_", None)
    named = [] if names is None else [str(name) for name in names]
    is_sound = len(named) == count and len(set(named)) == count
    return named if is_sound else [f"x{place}" for place in range(count)]


def _classes(estimator: Any, kind: TaskKind) -> list[Any] | None:
    import numpy as np

    if kind == "regression":
        return None
    labels = np.asarray(estimator.classes_)
    if labels.ndim != 1 or not 2 <= len(labels) <= _MOST_CLASSES:
        raise Refused(f"The model has {labels.shape} classes; between 2 and 1,000 are taken.")
    plain = [
        label if isinstance(label, bool | str | int) else float(label) for label in labels.tolist()
    ]
    return [int(label) if isinstance(label, float) and label.is_integer() else label
            for label in plain]  # fmt: skip


def _ask(estimator: Any, probes: Any, kind: TaskKind) -> Any:
    try:
        return Estimator(estimator, kind == "classification").predict(probes)
    except Exception as error:
        raise Refused(
            f"The model gives no answer for a table of {probes.shape[1]} numbers: "
            f"{str(error)[:300]} Models whose columns are texts are not taken in this form; "
            "convert the part that takes numbers to ONNX.",
            code="no_answer",
        ) from error


def _choose(
    estimator: Any, kind: TaskKind, n_columns: int, n_classes: int, probes: Any, said: Any
) -> tuple[str, Predictor]:
    """Give the first form that says what the original said."""
    problems: list[str] = []
    for algorithm, make in _forms(estimator, kind, n_columns, n_classes):
        try:
            predictor = make()
        except (NotPackable, AttributeError, KeyError, TypeError) as problem:
            problems.append(str(problem))
            continue
        if says_the_same(predictor, probes, said):
            return algorithm, predictor
        problems.append("it says something else once it is converted")
    raise Refused(
        f"The {type(estimator).__name__} has no safe form here ({'; '.join(problems)[:500]}). "
        "Convert it to ONNX and bring that.",
        code="no_safe_form",
    )


def _forms(
    estimator: Any, kind: TaskKind, n_columns: int, n_classes: int
) -> Iterator[tuple[str, Callable[[], Predictor]]]:
    name = type(estimator).__name__
    if name in _FORESTS:
        yield _FORESTS[name], lambda: _forest(estimator, kind, n_columns, n_classes)
    if name.startswith("HistGradientBoosting"):
        yield "hist_gradient_boosting", lambda: _boosted(estimator, kind)
    if _framework(estimator) == "lightgbm":
        yield "lightgbm", lambda: _native("lightgbm", _lightgbm_files(estimator))
    if _framework(estimator) == "xgboost":
        yield "xgboost", lambda: _native("xgboost", _xgboost_files(estimator))
    if _framework(estimator) == "sklearn":
        yield BROUGHT, lambda: _packed(estimator, n_columns, n_classes)


def _forest(estimator: Any, kind: TaskKind, n_columns: int, n_classes: int) -> Predictor:
    from armillary.learning.trees import Forest

    members: Sequence[Any] = getattr(estimator, "estimators_", [estimator])
    trees = tuple(member.tree_ for member in members)
    if getattr(estimator, "n_outputs_", 1) != 1:
        raise TypeError("it has several targets")
    return Forest(kind, n_columns, n_classes or 1, trees)


def _boosted(estimator: Any, kind: TaskKind) -> Predictor:
    from armillary.learning.boosting import BoostedTrees

    if getattr(estimator, "is_categorical_", None) is not None:
        raise TypeError("it has columns of categories")
    return BoostedTrees.of(estimator, kind, [])


def _packed(estimator: Any, n_columns: int, n_classes: int) -> Predictor:
    """Give the estimator as it will be once it was packed and unpacked."""
    packed = Estimator(estimator, n_classes > 0).to_state()
    engine = Estimator.from_state(packed, n_columns=n_columns, n_outputs=n_classes)
    return BroughtPredictor(engine, n_columns, n_classes)


def _native(algorithm: str, files: Mapping[str, bytes]) -> Predictor:
    return get_algorithm(algorithm).load(State(files))


def _lightgbm_files(estimator: Any) -> Mapping[str, bytes]:
    from armillary.learning.leafwise.booster import BEST_FILE

    booster = estimator.booster_
    best = booster.best_iteration
    text = booster.model_to_string(num_iteration=best if best and best > 0 else None)
    return {BEST_FILE: text.encode()}


def _xgboost_files(estimator: Any) -> Mapping[str, bytes]:
    from armillary.learning.algorithms.xgboost.booster import BEST_FILE

    booster = estimator.get_booster()
    best = getattr(estimator, "best_iteration", None) if _was_stopped(estimator) else None
    used = booster if best is None else booster[: best + 1]
    return {BEST_FILE: without_names(bytes(used.save_raw("json")))}


def without_names(text: bytes) -> bytes:
    """Give XGBoost's JSON without names of columns: rows are given as plain numbers here."""
    described = json.loads(text)
    learner = described["learner"]
    if "c" in (learner.get("feature_types") or ()):
        raise TypeError("it has columns of categories")
    learner["feature_names"], learner["feature_types"] = [], []
    learner.get("attributes", {}).pop("scikit_learn", None)
    return json.dumps(described).encode()


def _was_stopped(estimator: Any) -> bool:
    return getattr(estimator, "early_stopping_rounds", None) is not None


def _framework(estimator: Any) -> Framework:
    package = type(estimator).__module__.partition(".")[0]
    return package if package in ("lightgbm", "xgboost") else "sklearn"  # type: ignore[return-value]  # one of the three


def _made_of(estimator: Any) -> str:
    steps = getattr(estimator, "steps", None)
    if isinstance(steps, list):
        return " → ".join(type(step).__name__ for _, step in steps)[:200]
    return type(estimator).__name__


def _notes(estimator: Any) -> list[str]:
    import sklearn

    notes = []
    saved = getattr(estimator, "_sklearn_version", None)
    if isinstance(saved, str) and saved != sklearn.__version__:
        notes.append(
            f"Saved with scikit-learn {saved[:20]} and opened with {sklearn.__version__}: compare "
            "a few predictions with those you know."
        )
    is_classifier = hasattr(estimator, "classes_")
    if is_classifier and not hasattr(estimator, "predict_proba"):
        notes.append("It gives no probabilities: its shares are made of scores, or are 0 and 1.")
    if not takes_gaps(estimator):
        notes.append("It takes no gaps: every column needs a number.")
    return notes
