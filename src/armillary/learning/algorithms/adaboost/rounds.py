"""AdaBoost in training, one tree at a time, stopped and resumed without a trace."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.adaboost.watch import Watch
from armillary.learning.contract import Machine, Snapshot, State, Table
from armillary.learning.growing import n_outputs
from armillary.learning.pack import pack_arrays, pack_json, unpack_arrays, unpack_json
from armillary.learning.trees import Forest
from armillary.learning.weighted_trees import WeightedTrees, answer
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_PROGRESS_FILE, _ROWS_FILE = "progress.json", "row_weights.safetensors"
_HARDLY = 1e-10
_USELESS = (
    "Stopped before tree {number}: on the rows that were missed it is no better than guessing."
)
_PERFECT = "Stopped after tree {number}: it misses no row, so there is nothing left to heed."


@dataclass(frozen=True)
class Progress:
    """The trees so far, the weight of each training row (n_rows,), and why it is over."""

    trees: WeightedTrees
    row_weights: Floats
    learning_rate: float
    ended: str | None = None

    @property
    def count(self) -> int:
        """How many trees there are."""
        return len(self.trees.weights)

    def grown(self, tree: Any, weight: float) -> Progress:
        """Give the progress with one more tree."""
        import numpy as np

        forest = self.trees.forest.grown([tree])
        return replace(self, trees=WeightedTrees(forest, np.append(self.trees.weights, weight)))

    def heeding(self, factors: Floats) -> Progress:
        """Give the progress with other weights of the rows."""
        weights = self.row_weights * factors
        return replace(self, row_weights=weights / weights.sum())

    def to_state(self) -> State:
        """Give all that going on needs."""
        rest = {"learning_rate": self.learning_rate, "ended": self.ended}
        own = {
            _PROGRESS_FILE: pack_json(rest),
            _ROWS_FILE: pack_arrays({"row_weights": self.row_weights}),
        }
        return State({**self.trees.to_state().files, **own}, frozenset(own))

    @staticmethod
    def from_state(state: State) -> Progress:
        """Rebuild what `to_state` gave."""
        rows = unpack_arrays(state, _ROWS_FILE)["row_weights"]
        trees = WeightedTrees.from_state(state)
        return Progress(trees, rows, **(unpack_json(state, _PROGRESS_FILE) | state.live))


class Rounds:
    """A training between two looks."""

    def __init__(
        self,
        data: Table,
        params: Mapping[str, Any],
        seed: int,
        machine: Machine,
        resume: State | None,
    ) -> None:
        self._data, self._params, self._seed = data, params, seed
        self._progress = Progress.from_state(resume) if resume else _beginning(data, params)
        self._watch = Watch(data, machine.clock)
        for tree, weight in zip(
            self._progress.trees.forest.trees, self._progress.trees.weights, strict=True
        ):
            self._watch.add(self._progress.trees.forest, tree, float(weight))

    def is_over(self) -> bool:
        """Tell whether there are enough trees, or the next would not help."""
        progress = self._progress
        return progress.ended is not None or progress.count >= self._params["n_estimators"]

    def add(self) -> None:
        """Grow a tree, and weigh it and the rows by what it misses."""
        before = self._progress
        tree = self._grow()
        said = answer(before.trees.forest, tree, self._data.features)
        if self._data.kind == "classification":
            weight, factors, ended = self._weigh_classes(said)
        else:
            weight, factors, ended = self._weigh_numbers(said)
        if weight <= 0.0 and before.count:
            self._progress = replace(before, ended=_USELESS.format(number=before.count + 1))
            return
        weight = weight if weight > 0.0 else 1.0  # the only tree there is
        self._watch.add(before.trees.forest, tree, weight)
        self._progress = replace(before.grown(tree, weight).heeding(factors), ended=ended)

    def set_learning_rate(self, value: float) -> None:
        """Let the trees count this much from the next one on."""
        self._progress = replace(self._progress, learning_rate=value)

    def snapshot(self) -> Snapshot:
        """Give a look at the trees so far."""
        progress, is_over = self._progress, self.is_over()
        return Snapshot(
            step=progress.count,
            total=progress.count if is_over else self._params["n_estimators"],
            unit="tree",
            metrics=self._watch.points(progress.trees, is_last=is_over),
            state=progress.to_state,
            remember=lambda: progress.to_state,
            predictor=lambda: progress.trees,
            warnings=(progress.ended,) if progress.ended else (),
        )

    def _grow(self) -> Any:
        """Grow the next tree; its seed depends on its number only."""
        import numpy as np
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        data, count = self._data, self._progress.count
        rng = np.random.default_rng([self._seed, count])
        names = ("max_depth", "min_samples_leaf")
        settings = {name: self._params[name] for name in names}
        settings["random_state"] = int(rng.integers(2**31 - 1))
        weights = self._progress.row_weights
        if data.kind == "classification":
            model = DecisionTreeClassifier(**settings)
            return model.fit(data.features, data.target, sample_weight=weights).tree_
        drawn = rng.choice(len(weights), size=len(weights), p=weights)
        return DecisionTreeRegressor(**settings).fit(data.features[drawn], data.target[drawn]).tree_

    def _weigh_classes(self, said: npt.NDArray[Any]) -> tuple[float, Floats, str | None]:
        """Weigh a tree by its share of misses: (its weight, the rows' factors, why to stop)."""
        import numpy as np

        missed = said != self._data.target
        share = float(self._progress.row_weights[missed].sum())
        if share <= _HARDLY:
            return 1.0, np.ones(len(said)), _PERFECT.format(number=self._progress.count + 1)
        # A tree that is right less often than a guess among the classes has no positive weight.
        odds = (1.0 - share) / max(share, _HARDLY) * (self._data.n_classes - 1)
        weight = self._progress.learning_rate * math.log(max(odds, _HARDLY))
        return weight, np.exp(weight * missed), None

    def _weigh_numbers(self, said: npt.NDArray[Any]) -> tuple[float, Floats, str | None]:
        """Weigh a tree by its mean miss, as a share of its largest."""
        import numpy as np

        misses = np.abs(said - self._data.target)
        largest = float(misses.max())
        if largest <= _HARDLY:
            return 1.0, np.ones(len(said)), _PERFECT.format(number=self._progress.count + 1)
        losses = _loss(misses / largest, self._params["loss"])
        share = float(self._progress.row_weights @ losses)
        odds = (1.0 - share) / max(share, _HARDLY)
        rate = self._progress.learning_rate
        # What was hit is heeded less from now on.
        return rate * math.log(odds), odds ** (-rate * (1.0 - losses)), None


def _beginning(data: Table, params: Mapping[str, Any]) -> Progress:
    """Give no tree, and rows that weigh the same, or each class the same."""
    import numpy as np

    weights = np.ones(len(data.target))
    if data.kind == "classification" and params["class_weight"] == "balanced":
        weights = 1.0 / np.bincount(data.target, minlength=data.n_classes)[data.target]
    own = fitting_weights(data)
    weights = weights if own is None else weights * own
    forest = Forest(data.kind, data.features.shape[1], n_outputs(data), ())
    trees = WeightedTrees(forest, np.empty(0))
    return Progress(trees, weights / weights.sum(), params["learning_rate"])


def _loss(shares: Floats, loss: str) -> Floats:
    """Give how much each miss counts, from its share of the largest, 0 to 1."""
    import numpy as np

    if loss == "square":
        return np.asarray(shares**2)
    return np.asarray(1.0 - np.exp(-shares)) if loss == "exponential" else shares
