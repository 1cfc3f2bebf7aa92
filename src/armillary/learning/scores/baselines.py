"""What a number is worth: what the same score gives for no model, and for one column alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Judged, ScoredKind
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_ROWS, _COLUMNS, _DEPTH = 5_000, 12, 3
_SMALLEST_LEAF = 5


@dataclass(frozen=True)
class Known:
    """What a baseline may learn from: encoded rows (n, n_columns) of the training part."""

    features: Array
    target: Array
    sources: tuple[str, ...]
    test_features: Array


def constant(judged: Judged, target: Array) -> tuple[str, Judged]:
    """Say the same of every row: the shares of the classes, or the mean, in the training part."""
    import numpy as np

    size = len(judged)
    if judged.kind == "regression":
        value = float(np.mean(target))
        return "the mean of the training part", replace(judged, output=np.full(size, value))
    counts = np.bincount(target, minlength=len(judged.classes))
    shares = np.tile(counts / counts.sum(), (size, 1))
    label = judged.classes[int(counts.argmax())]
    return f"always {label!s}, the most frequent class", replace(judged, output=shares)


def one_column(judged: Judged, known: Known) -> tuple[str, Judged] | None:
    """Say what a small tree makes of the one column that tells most, None without a column.

    Columns are chosen by their correlation with the target, then by how well a tree of depth 3 on
    each does in the training part.
    """
    import numpy as np

    rows = spread(len(known.target), _ROWS)
    features, target = np.nan_to_num(known.features[rows]), known.target[rows]
    # What is 0 or 1 varies by half its Gini impurity: both grow one tree, this in half the time.
    is_number = judged.kind == "regression" or len(judged.classes) == 2
    best, found = np.inf, None
    # With one column there is nothing to draw, but a tree wants to be able to.
    chance = np.random.RandomState(0)
    for column in _likely(features, target, judged.kind):
        tree = _grown(features[:, [column]], target, chance, is_number=is_number)
        if (wrong := _wrong(tree, judged.kind)) < best:
            best, found = wrong, (column, tree)
    if found is None:
        return None
    column, tree = found
    said = np.nan_to_num(known.test_features[:, [column]]).astype(np.float32)
    what = f"{known.sources[column]} alone, in a tree of depth {_DEPTH}"
    if judged.kind == "regression":
        return what, replace(judged, output=tree.predict(said, check_input=False))
    if is_number:
        second = tree.predict(said, check_input=False)
        return what, replace(judged, output=np.stack([1 - second, second], axis=1))
    output = np.zeros((len(judged), len(judged.classes)))
    output[:, tree.classes_] = tree.predict_proba(said, check_input=False)
    return what, replace(judged, output=output)


def _likely(features: Array, target: Array, kind: ScoredKind) -> list[int]:
    """Name the columns that most depend on the target, to first order."""
    import numpy as np

    moved = features - features.mean(axis=0, dtype=np.float64)
    scale = np.sqrt((moved**2).sum(axis=0))
    wanted = np.eye(int(target.max()) + 1)[target] if kind == "classification" else target[:, None]
    wanted = wanted - wanted.mean(axis=0)
    tied = np.abs(moved.T @ wanted) / np.sqrt((wanted**2).sum(axis=0) + 1e-30)
    strength = tied.max(axis=1) / np.where(scale > 0, scale, np.inf)
    order = np.argsort(-strength, kind="stable")
    return [int(column) for column in order[:_COLUMNS] if scale[column] > 0]


def _grown(column: Array, target: Array, chance: Any, *, is_number: bool) -> Any:
    """Grow a tree on one column (n, 1) of finite numbers; checking them takes longer than that."""
    import numpy as np
    from sklearn import config_context
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    made = DecisionTreeRegressor if is_number else DecisionTreeClassifier
    tree = made(max_depth=_DEPTH, min_samples_leaf=_SMALLEST_LEAF, random_state=chance)
    wanted = np.ascontiguousarray(target, np.float64) if is_number else target
    with config_context(skip_parameter_validation=True):
        return tree.fit(column.astype(np.float32), wanted, check_input=False)


def _wrong(tree: Any, kind: ScoredKind) -> float:
    """Give the share of rows that a tree has wrong of those it was grown on, or its mean error."""
    import numpy as np

    grown = tree.tree_
    leaves = grown.children_left < 0
    share = grown.weighted_n_node_samples[leaves] / grown.weighted_n_node_samples[0]
    if kind == "regression":
        return float((share * grown.impurity[leaves]).sum())
    if grown.value.shape[2] == 1:
        second = grown.value[leaves, 0, 0]
        return float((share * np.minimum(second, 1 - second)).sum())
    return float((share * (1 - grown.value[leaves, 0].max(axis=1))).sum())
