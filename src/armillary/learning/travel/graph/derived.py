"""Estimators that are derived from scikit-learn, as far as they are lines, layers or trees."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from armillary.learning.travel.graph import gaussian, similar, trees
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.others import add_shares
from armillary.learning.travel.problems import NotExportable

_PROBES, _CLOSE, _WILD = 64, 1e-9, 1e7
_BENDS = {"identity": "", "logistic": "Sigmoid", "tanh": "Tanh", "relu": "Relu"}


def add_derived(building: Building, derived: Any, matrix: str, name: str) -> str:
    """Add an estimator of scikit-learn: layers, trees, or a line, whichever way it was learned."""
    import numpy as np

    adders = {
        "MLPClassifier": _add_layers,
        "MLPRegressor": _add_layers,
        "GradientBoostingClassifier": _add_boosted,
        "GradientBoostingRegressor": _add_boosted,
        "BaggingClassifier": _add_bag,
        "BaggingRegressor": _add_bag,
        "ExtraTreeClassifier": _add_tree,
        "ExtraTreeRegressor": _add_tree,
        "GaussianProcessRegressor": _add_similar(gaussian.add_gaussian_process),
        "GaussianProcessClassifier": _add_similar(gaussian.add_gaussian_classes),
        "KernelRidge": _add_similar(similar.add_kernel_ridge),
        "QuadraticDiscriminantAnalysis": _add_similar(similar.add_quadratic),
    }
    adder = adders.get(type(derived.estimator).__name__)
    if adder is not None and _tells_all_classes(derived):
        return adder(building, derived, matrix)
    width = derived.outcome.n_columns
    probes = np.random.default_rng(0).normal(size=(_PROBES, width)) * 3.0
    said = derived.predict(probes)
    for link in ("none", "exp") if derived.outcome.kind == "regression" else ("shares",):
        line = _line_of(derived, link)
        if line is not None and np.allclose(line.predict(probes), said, _CLOSE, _CLOSE):
            if np.abs(line.coefficients).max() > _WILD * (1.0 + derived.outcome.spread):
                raise NotExportable(
                    "Its weights cancel out to the last digits, in which runtimes differ."
                )
            return line.add(building, matrix)
    raise NotExportable(
        f"{name.replace('_', ' ')} is not written as ONNX: it is no line, no ensemble of trees, "
        "and no sum over known rows."
    )


def _tells_all_classes(derived: Any) -> bool:
    outcome = derived.outcome
    is_whole = len(getattr(derived.estimator, "classes_", ())) == outcome.n_classes
    return bool(outcome.kind == "regression" or is_whole)


def _add_layers(building: Building, derived: Any, matrix: str) -> str:
    network = derived.estimator
    rows, last = building.cast(matrix, "float64"), len(network.coefs_) - 1
    for place, (weights, bias) in enumerate(zip(network.coefs_, network.intercepts_, strict=True)):
        rows = building.add("MatMul", rows, building.constant(weights))
        rows = building.add("Add", rows, building.constant(bias[None, :]))
        bend = _BENDS[network.activation]
        rows = building.add(bend, rows) if place < last and bend else rows
    if derived.outcome.kind == "regression":
        return _moved(building, derived, rows)
    return add_shares(building, rows, network.coefs_[-1].shape[1])


def _add_tree(building: Building, derived: Any, matrix: str) -> str:
    tree, width = derived.estimator.tree_, derived.outcome.n_classes or 1
    nodes = trees.Nodes(width)
    trees.add_tree(nodes, tree, tree.value[:, 0, :].tolist(), 0)
    said = trees.add_trees(building, building.cast(matrix, "float32"), nodes)
    return said if width > 1 else _moved(building, derived, said)


def _add_bag(building: Building, derived: Any, matrix: str) -> str:
    """Add the mean of what trees say, each of the columns that it was given."""
    bag, width = derived.estimator, derived.outcome.n_classes or 1
    nodes = trees.Nodes(width)
    for one, columns in zip(bag.estimators_, bag.estimators_features_, strict=True):
        if not hasattr(one, "tree_"):
            raise NotExportable("Only bags of trees are written as ONNX.")
        places = getattr(one, "classes_", range(1))
        leaves = _of_classes(one.tree_.value[:, 0, :] / len(bag.estimators_), places, width)
        trees.add_tree(nodes, one.tree_, leaves, 0, columns.tolist())
    said = trees.add_trees(building, building.cast(matrix, "float32"), nodes)
    return said if width > 1 else _moved(building, derived, said)


def _of_classes(values: Any, places: Any, width: int) -> list[list[float]]:
    """Give what leaves say of all classes, where a tree has seen some of them only."""
    import numpy as np

    whole = np.zeros((len(values), width))
    whole[:, np.asarray(places, dtype=int)] = values
    return whole.tolist()


def _add_similar(add: Callable[[Building, Any, str], str]) -> Callable[[Building, Any, str], str]:
    """Have an estimator of rows that are alike added, its numbers brought to the target's range."""

    def added(building: Building, derived: Any, matrix: str) -> str:
        said = add(building, derived.estimator, building.cast(matrix, "float64"))
        is_value = derived.outcome.kind == "regression"
        return _moved(building, derived, said) if is_value else said

    return added


def _add_boosted(building: Building, derived: Any, matrix: str) -> str:
    """Add the trees of gradient boosting to where it begins, the same for every row."""
    import numpy as np

    boosted = derived.estimator
    if boosted.init not in (None, "zero"):
        raise NotExportable("Gradient boosting that begins with a model is not written as ONNX.")
    begin = boosted._raw_predict_init(np.zeros((1, derived.outcome.n_columns)))
    width = begin.shape[1]
    nodes = trees.Nodes(width)
    for stage in boosted.estimators_:
        for place, estimator in enumerate(stage):
            leaves = (estimator.tree_.value[:, 0, :] * boosted.learning_rate).tolist()
            trees.add_tree(nodes, estimator.tree_, leaves, place)
    summed = trees.add_trees(building, building.cast(matrix, "float32"), nodes)
    scores = building.add("Add", summed, building.constant(begin))
    if derived.outcome.kind == "regression":
        return _moved(building, derived, scores)
    if boosted.loss == "exponential":
        scores = building.add("Mul", scores, building.constant([[2.0]]))
    return add_shares(building, scores, width)


def _moved(building: Building, derived: Any, values: str) -> str:
    """Bring values back to the range of the target."""
    spread, centre = derived.outcome.spread, derived.outcome.centre
    wide = building.add("Mul", values, building.constant([[float(spread)]]))
    moved = building.add("Add", wide, building.constant([[float(centre)]]))
    # A row far from all others may lead beyond: it is answered with the last number.
    ends = (building.constant(-sys.float_info.max), building.constant(sys.float_info.max))
    return building.add("Clip", moved, *ends)


class _Line:
    """A linear map of rows, and what is made of it."""

    def __init__(self, coefficients: Any, intercepts: Any, derived: Any, link: str) -> None:
        self.coefficients, self.intercepts, self.link = coefficients, intercepts, link
        self.derived = derived

    def predict(self, rows: Any) -> Any:
        """Give probabilities (n_rows, n_classes), or numbers (n_rows,)."""
        import numpy as np

        from armillary.learning.linear import softmax, two_classes

        scores = rows @ self.coefficients.T + self.intercepts
        if self.link == "shares":
            return softmax(scores) if scores.shape[1] > 1 else two_classes(scores[:, 0])
        scores = np.exp(scores) if self.link == "exp" else scores
        return scores[:, 0] * self.derived.outcome.spread + self.derived.outcome.centre

    def add(self, building: Building, matrix: str) -> str:
        """Add the same to a graph."""
        rows = building.cast(matrix, "float64")
        scores = building.add("MatMul", rows, building.constant(self.coefficients.T))
        scores = building.add("Add", scores, building.constant(self.intercepts[None, :]))
        if self.link == "shares":
            return add_shares(building, scores, len(self.intercepts))
        scores = building.add("Exp", scores) if self.link == "exp" else scores
        return _moved(building, self.derived, scores)


def _line_of(derived: Any, link: str) -> _Line | None:
    """Give the line of an estimator, or of the one that it holds; None where it has none."""
    import numpy as np

    parts: list[Any] = [derived.estimator, getattr(derived.estimator, "estimator_", None)]
    for part in parts:
        if not (hasattr(part, "coef_") and hasattr(part, "intercept_")):
            continue
        coefficients = np.atleast_2d(np.asarray(part.coef_, dtype=np.float64))
        if coefficients.ndim != 2 or coefficients.shape[1] != derived.outcome.n_columns:
            continue
        rows = len(coefficients)
        intercepts = np.broadcast_to(np.asarray(part.intercept_, np.float64).ravel(), (rows,))
        if hasattr(part, "_x_mean"):
            # Partial least squares measures columns from their means.
            intercepts = intercepts - coefficients @ part._x_mean
        return _Line(coefficients, np.array(intercepts), derived, link)
    return None
