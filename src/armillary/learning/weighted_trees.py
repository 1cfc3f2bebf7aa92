"""Trees whose votes have different weights, as AdaBoost grows them, in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
from armillary.learning.linear import softmax
from armillary.learning.pack import pack_arrays, reading_weights, require_sound, unpack_arrays
from armillary.learning.trees import Forest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "weights.safetensors"


@dataclass(frozen=True)
class WeightedTrees:
    """A forest of which tree i counts ``weights[i]``; ``weights`` has shape (n_trees,)."""

    forest: Forest
    weights: Floats

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        answers = np.array([answer(self.forest, tree, features) for tree in self.forest.trees])
        if self.forest.kind == "regression":
            return weighted_median(answers, self.weights)
        scores = np.zeros((len(features), self.forest.n_outputs))
        for said, weight in zip(answers, self.weights, strict=True):
            add_votes(scores, said, weight)
        return shares_of(scores, float(self.weights.sum()))

    def importance(self) -> Floats:
        """Give the decrease in impurity that each column brings, by the trees' weights."""
        import numpy as np

        per_tree = [tree.compute_feature_importances(normalize=True) for tree in self.forest.trees]
        mean: Floats = np.average(per_tree, axis=0, weights=self.weights)
        return mean

    def to_state(self) -> State:
        """Give the forest and its weights."""
        files = {_FILE: pack_arrays({"weights": self.weights})}
        return State(files | dict(self.forest.to_state().files))

    @staticmethod
    def from_state(state: State) -> WeightedTrees:
        """Rebuild what `to_state` gave."""
        import numpy as np

        forest = Forest.from_state(state)
        with reading_weights():
            weights = unpack_arrays(state, _FILE)["weights"]
        is_sound = weights.shape == (len(forest.trees),) and len(weights) > 0
        is_sound = is_sound and bool((weights > 0).all() and np.isfinite(weights).all())
        require_sound(is_sound, "the trees and their weights do not fit together")
        return WeightedTrees(forest, weights)


def answer(forest: Forest, tree: Any, features: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give what one tree says of each row (n_rows,): a class, or a value."""
    import numpy as np

    require_sound(features.shape[1] == forest.n_columns, "they are for another table")
    said = tree.predict(np.ascontiguousarray(features, dtype=np.float32))
    said = said.reshape(len(features), forest.n_outputs)
    return np.asarray(said.argmax(axis=1) if forest.kind == "classification" else said[:, 0])


def add_votes(scores: Floats, said: npt.NDArray[Any], weight: float) -> None:
    """Add to ``scores`` (n_rows, n_classes) a tree's vote for one class and against the others."""
    import numpy as np

    against = -1.0 / (scores.shape[1] - 1)
    scores += weight * against
    scores[np.arange(len(said)), said] += weight * (1.0 - against)


def shares_of(scores: Floats, total: float) -> Floats:
    """Turn votes (n_rows, n_classes) of trees that weigh ``total`` into shares, as scikit-learn."""
    return softmax(scores / total / (scores.shape[1] - 1))


def weighted_median(answers: Floats, weights: Floats) -> Floats:
    """Give the middle of what the trees say (n_trees, n_rows), by weight, for each row."""
    import numpy as np

    order = np.argsort(answers, axis=0)
    reached = np.cumsum(weights[order], axis=0)
    middle = (reached >= 0.5 * reached[-1]).argmax(axis=0)
    rows = np.arange(answers.shape[1])
    values: Floats = answers[order[middle, rows], rows]
    return values
