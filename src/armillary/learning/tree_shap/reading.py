"""Finding the trees in a predictor, whichever library grew them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.catboost.trees import SymmetricTrees
from armillary.learning.boosting import BoostedTrees
from armillary.learning.contract import Predictor
from armillary.learning.derived.predictor import DerivedPredictor
from armillary.learning.tree_shap.nodes import CODES, LEAF, Nodes, plain_nodes
from armillary.learning.tree_shap.summing import TreeSum
from armillary.learning.tree_shap.symmetric import symmetric_nodes
from armillary.learning.trees import Forest
from armillary.learning.weighted_trees import WeightedTrees

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_BOOSTED = ("GradientBoostingClassifier", "GradientBoostingRegressor")
_BAGS = ("BaggingClassifier", "BaggingRegressor")
_SINGLE = (
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "ExtraTreeClassifier",
    "ExtraTreeRegressor",
)


def tree_sum_of(predictor: Predictor) -> TreeSum | None:
    """Give a predictor's trees where what it says is a sum over them; None for all else.

    The sum is the value of a regression; the chances of the classes of a forest, which are means
    over its trees; and the log odds or scores of boosted trees.
    """
    if isinstance(predictor, Forest):
        return _of_forest(predictor.trees, predictor.kind == "classification", predictor.n_columns)
    if isinstance(predictor, WeightedTrees):
        return _of_votes(predictor)
    if isinstance(predictor, BoostedTrees):
        return _of_histograms(predictor)
    if isinstance(predictor, SymmetricTrees):
        return _of_symmetric(predictor)
    if isinstance(predictor, DerivedPredictor):
        return _of_estimator(predictor)
    return None


def _of_forest(
    trees: Sequence[Any], is_classes: bool, n_columns: int, spread: float = 1.0, centre: float = 0.0
) -> TreeSum:
    """Each tree has an equal part; of classes the first is what the others leave."""
    import numpy as np

    part = spread / len(trees)
    values = [tree.value[:, 0, 1:] if is_classes else tree.value[:, 0, :] for tree in trees]
    outputs = tuple(range(values[0].shape[1]))
    given = [
        (_of_tree(tree, value * part), outputs) for tree, value in zip(trees, values, strict=True)
    ]
    return TreeSum.of(given, np.full(len(outputs), centre), n_columns, mirrored=is_classes)


def _of_votes(predictor: WeightedTrees) -> TreeSum | None:
    """Each tree votes for one class and against the others; a median of values is no sum."""
    import numpy as np

    forest = predictor.forest
    if forest.kind == "regression":
        return None
    against = -1.0 / (forest.n_outputs - 1)
    total = float(predictor.weights.sum()) * (forest.n_outputs - 1)
    given = []
    for tree, weight in zip(forest.trees, predictor.weights, strict=True):
        chosen = tree.value[:, 0, :].argmax(axis=1)
        votes = np.full((len(chosen), forest.n_outputs), against)
        votes[np.arange(len(chosen)), chosen] = 1.0
        given.append((_of_tree(tree, votes * (weight / total)), tuple(range(forest.n_outputs))))
    return TreeSum.of(given, np.zeros(forest.n_outputs), forest.n_columns)


def _of_estimator(predictor: DerivedPredictor) -> TreeSum | None:
    """Read what scikit-learn fitted; what is not laid out as expected is asked like any model."""
    estimator, outcome = predictor.estimator, predictor.outcome
    name = type(estimator).__name__
    is_classes = outcome.kind == "classification"
    if is_classes and len(estimator.classes_) != outcome.n_classes:
        return None
    if name in _SINGLE:
        trees = [estimator.tree_]
        return _of_forest(trees, is_classes, outcome.n_columns, outcome.spread, outcome.centre)
    if name in _BOOSTED:
        return _of_boosting(predictor)
    return _of_bag(predictor) if name in _BAGS else None


def _of_bag(predictor: DerivedPredictor) -> TreeSum | None:
    """Each member has an equal part, and knows some of the classes and of the columns."""
    import numpy as np

    bag, outcome = predictor.estimator, predictor.outcome
    members = list(zip(bag.estimators_, bag.estimators_features_, strict=True))
    if any(type(member).__name__ not in _SINGLE for member, _ in members):
        return None
    is_classes = outcome.kind == "classification"
    width = outcome.n_classes if is_classes else 1
    outputs = tuple(range(width - 1 if is_classes else 1))
    given = []
    for member, columns in members:
        tree = member.tree_
        value = np.zeros((tree.node_count, width))
        value[:, member.classes_ if is_classes else [0]] = tree.value[:, 0, :]
        value = value[:, 1:] if is_classes else value
        nodes = _of_tree(tree, value * outcome.spread / len(members), np.asarray(columns))
        given.append((nodes, outputs))
    centre = np.full(len(outputs), outcome.centre)
    return TreeSum.of(given, centre, outcome.n_columns, mirrored=is_classes)


def _of_boosting(predictor: DerivedPredictor) -> TreeSum | None:
    """Each tree adds its value, made small by the learning rate, to one output."""
    import numpy as np

    estimator, outcome = predictor.estimator, predictor.outcome
    if estimator.init is not None and estimator.init != "zero":
        return None
    n_columns = outcome.n_columns
    start = np.asarray(estimator._raw_predict_init(np.zeros((1, n_columns), dtype=np.float32)))[0]
    # Half of the log odds is what is learned for this loss.
    spread = 2.0 if estimator.loss == "exponential" else outcome.spread
    rate = float(estimator.learning_rate) * spread
    given = [
        (_of_tree(member.tree_, rate * member.tree_.value[:, 0, :]), (output,))
        for members in estimator.estimators_
        for output, member in enumerate(members)
    ]
    return TreeSum.of(given, start * spread + outcome.centre, n_columns)


def _of_histograms(predictor: BoostedTrees) -> TreeSum:
    """Read histogram gradient boosting, whose trees may ask for sets of codes."""
    width = len(predictor.baseline)
    given = [
        (_of_histogram(tree, predictor), (number % width,))
        for number, tree in enumerate(predictor.trees)
    ]
    return TreeSum.of(given, predictor.baseline, len(predictor.order), dtype="float64")


def _of_symmetric(predictor: SymmetricTrees) -> TreeSum | None:
    """Write trees of one question a level as nodes; of older ones it is not known who came by."""
    if not predictor.trees or any(tree.covers is None for tree in predictor.trees):
        return None
    outputs = tuple(range(len(predictor.start)))
    given = [(symmetric_nodes(tree), outputs) for tree in predictor.trees]
    return TreeSum.of(given, predictor.start, predictor.n_columns)


def _of_tree(tree: Any, value: Floats, columns: npt.NDArray[Any] | None = None) -> Nodes:
    """Give a tree of scikit-learn's; where it knows some ``columns`` only, by their places."""
    feature = tree.feature if columns is None else columns[tree.feature.clip(0)]
    return plain_nodes(
        tree.children_left,
        tree.children_right,
        feature,
        tree.threshold,
        tree.weighted_n_node_samples,
        value,
        tree.missing_go_to_left,
    )


def _of_histogram(tree: Any, predictor: BoostedTrees) -> Nodes:
    from dataclasses import replace

    import numpy as np

    table = tree.nodes
    is_leaf = table["is_leaf"] != 0
    asks_codes = np.flatnonzero(~is_leaf & (table["is_categorical"] != 0))
    codes = np.full(len(table), -1, dtype=np.int64)
    codes[asks_codes] = np.arange(len(asks_codes))
    nodes = plain_nodes(
        np.where(is_leaf, LEAF, table["left"].astype(np.int64)),
        np.where(is_leaf, LEAF, table["right"].astype(np.int64)),
        predictor.order[np.where(is_leaf, 0, table["feature_idx"])],
        table["num_threshold"],
        table["count"],
        table["value"][:, None],
        table["missing_go_to_left"],
    )
    left_codes = [_codes_left(table[place], tree, predictor) for place in asks_codes]
    if not left_codes:
        return nodes
    return replace(nodes, codes=codes, left_codes=np.array(left_codes))


def _codes_left(node: Any, tree: Any, predictor: BoostedTrees) -> npt.NDArray[np.bool_]:
    """Tell which of 256 codes go left; one that no training row had goes where gaps do."""
    import numpy as np

    goes_left = _bits(tree.raw_left_cat_bitsets.reshape(-1, CODES // 32)[node["bitset_idx"]])
    known = predictor.known.reshape(-1, CODES // 32)
    is_known = _bits(known[predictor.places[node["feature_idx"]]])
    return np.where(goes_left | is_known, goes_left, node["missing_go_to_left"] != 0)


def _bits(words: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Give the 256 bits of eight words, the lowest first."""
    import numpy as np

    return np.unpackbits(words.astype("<u4").view(np.uint8), bitorder="little").astype(np.bool_)
