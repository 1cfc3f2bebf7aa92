"""Trees of scikit-learn's histogram gradient boosting as plain arrays, and in use.

Stored as safetensors and checked before they are handed to scikit-learn's compiled code, which
trusts its tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.linear import softmax, two_classes
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SHAPE = "boosting.safetensors", "boosting.json"
_COMPACT = {
    "value": "float64",
    "count": "uint32",
    "feature_idx": "int32",
    "num_threshold": "float64",
    "missing_go_to_left": "uint8",
    "left": "uint32",
    "right": "uint32",
    "gain": "float64",
    "depth": "uint32",
    "is_leaf": "uint8",
    "is_categorical": "uint8",
    "bitset_idx": "uint32",
}
_WORDS = 8  # 8 × 32 bits say which of 256 codes go left


@dataclass(frozen=True)
class BoostedTrees:
    """Trees whose values add up: ``trees`` in rounds of ``baseline.shape[0]``, one a class.

    ``order`` (n_columns,) puts the category columns first, as scikit-learn wants them; ``known``
    and ``places`` say which codes of them were seen.
    """

    kind: TaskKind
    trees: tuple[Any, ...]
    baseline: Floats
    order: npt.NDArray[np.int64]
    known: npt.NDArray[np.uint32]
    places: npt.NDArray[np.uint32]

    @staticmethod
    def of(estimator: Any, kind: TaskKind, categorical: list[int]) -> BoostedTrees:
        """Take the trees out of a fitted estimator."""
        import numpy as np

        n_columns = estimator.n_features_in_
        others = [place for place in range(n_columns) if place not in set(categorical)]
        known, places = estimator._bin_mapper.make_known_categories_bitsets()
        return BoostedTrees(
            kind=kind,
            trees=tuple(tree for trees in estimator._predictors for tree in trees),
            baseline=estimator._baseline_prediction.reshape(-1).astype(np.float64),
            order=np.array([*categorical, *others], dtype=np.int64),
            known=known,
            places=places,
        )

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        scores = np.tile(self.baseline, (len(features), 1))  # (n_rows, width)
        for scores in self._sums(features):  # noqa: B007  # the last of them counts
            pass
        return self._finish(scores)

    def stages(self, features: npt.NDArray[Any]) -> Iterator[Floats]:
        """Give what the trees up to each round predict, see `predict`."""
        for scores in self._sums(features):
            yield self._finish(scores)

    def _sums(self, features: npt.NDArray[Any]) -> Iterator[Floats]:
        """Give the sums of the trees (n_rows, width) after each round, in one array."""
        import numpy as np

        require_sound(features.shape[1] == len(self.order), "they are for another table")
        rows = np.ascontiguousarray(features[:, self.order], dtype=np.float64)
        width = len(self.baseline)
        scores = np.tile(self.baseline, (len(rows), 1))
        for number, tree in enumerate(self.trees):
            scores[:, number % width] += tree.predict(rows, self.known, self.places, 1)
            if number % width == width - 1:
                yield scores

    def _finish(self, scores: Floats) -> Floats:
        if self.kind == "regression":
            return scores[:, 0].copy()
        return softmax(scores) if scores.shape[1] > 1 else two_classes(scores[:, 0])

    def importance(self) -> Floats:
        """Give what the splits on each column gained in all (n_columns,)."""
        import numpy as np

        gains = np.zeros(len(self.order))
        for tree in self.trees:
            inner = tree.nodes[tree.nodes["is_leaf"] == 0]
            np.add.at(gains, self.order[inner["feature_idx"]], inner["gain"])
        return gains

    def to_state(self) -> State:
        """Give the trees as one table of nodes."""
        import numpy as np

        nodes = np.concatenate([tree.nodes for tree in self.trees])
        arrays = {name: nodes[name].astype(dtype) for name, dtype in _COMPACT.items()}
        bitsets = [tree.raw_left_cat_bitsets.reshape(-1, _WORDS) for tree in self.trees]
        arrays |= {
            "n_nodes": np.array([len(tree.nodes) for tree in self.trees], dtype=np.int64),
            "bitsets": np.concatenate(bitsets).astype(np.uint32),
            "n_bitsets": np.array([len(bits) for bits in bitsets], dtype=np.int64),
            "baseline": self.baseline,
            "order": self.order,
            "known": self.known.reshape(-1, _WORDS),
            "places": self.places,
        }
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json({"kind": self.kind})})

    @staticmethod
    def from_state(state: State) -> BoostedTrees:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays = unpack_arrays(state, _ARRAYS)
            _check(arrays)
            names = ("baseline", "order", "known", "places")
            return BoostedTrees(
                kind=unpack_json(state, _SHAPE)["kind"],
                trees=_trees(arrays),
                **{name: arrays[name] for name in names},
            )


def _check(arrays: dict[str, Any]) -> None:
    """Refuse nodes that name a column, a child or a set of codes that does not exist."""
    import numpy as np

    n_nodes, n_bitsets, order = arrays["n_nodes"], arrays["n_bitsets"], arrays["order"]
    total = int(n_nodes.sum())
    is_whole = (
        len(n_nodes) == len(n_bitsets)
        and bool((n_nodes > 0).all() and (n_bitsets >= 0).all())
        and all(len(arrays[name]) == total for name in _COMPACT)
        and arrays["bitsets"].shape == (int(n_bitsets.sum()), _WORDS)
        and arrays["known"].shape[1:] == (_WORDS,)
        and arrays["places"].shape == order.shape
        and len(arrays["baseline"]) > 0
        and len(n_nodes) % len(arrays["baseline"]) == 0
        and sorted(order.tolist()) == list(range(len(order)))
    )
    require_sound(is_whole, "the tables of the trees do not fit together")
    place = np.arange(total) - np.repeat(np.cumsum(n_nodes) - n_nodes, n_nodes)
    inner = arrays["is_leaf"] == 0
    for side in ("left", "right"):
        child = arrays[side][inner].astype(np.int64)
        is_sound = (child > place[inner]) & (child < np.repeat(n_nodes, n_nodes)[inner])
        require_sound(bool(is_sound.all()), "a tree has a branch that leads nowhere")
    columns = arrays["feature_idx"][inner]
    is_sound = (columns >= 0) & (columns < len(order))
    require_sound(bool(is_sound.all()), "a tree asks for a column that there is not")
    by_code = inner & (arrays["is_categorical"] != 0)
    is_sound = arrays["bitset_idx"][by_code] < np.repeat(n_bitsets, n_nodes)[by_code]
    is_known = arrays["places"][arrays["feature_idx"][by_code]] < len(arrays["known"])
    require_sound(bool((is_sound & is_known).all()), "a tree asks for codes that there are not")


def _trees(arrays: dict[str, Any]) -> tuple[Any, ...]:
    import numpy as np
    from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE
    from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

    nodes = np.zeros(int(arrays["n_nodes"].sum()), dtype=PREDICTOR_RECORD_DTYPE)
    for name in _COMPACT:
        nodes[name] = arrays[name]
    nodes_of_tree = np.split(nodes, np.cumsum(arrays["n_nodes"])[:-1])
    bitsets_of_tree = np.split(arrays["bitsets"], np.cumsum(arrays["n_bitsets"])[:-1])
    unused = np.empty((0, _WORDS), dtype=np.uint32)  # codes of binned rows, needed in training only
    return tuple(
        TreePredictor(table, unused, bitsets)
        for table, bitsets in zip(nodes_of_tree, bitsets_of_tree, strict=True)
    )
