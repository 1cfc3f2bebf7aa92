"""CatBoost's symmetric trees as plain arrays, and in use: neither needs CatBoost.

Stored as safetensors. A tree asks one question at each level; the answers, as the digits of a
binary number, name its leaf.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.linear import both_shares, softmax
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

ARRAYS, SHAPE = "symmetric_trees.safetensors", "symmetric_trees.json"
_DEEPEST = 16


@dataclass(frozen=True)
class Tree:
    """Questions, one a level, and leaves (2 ** n_levels, width).

    A row answers yes where its column is above the border, or where it has no value and
    ``gap_is_yes``; the three are (n_levels,). ``covers`` (2 ** n_levels,) are how many training
    rows came to each leaf, by weight; None where that was not kept.
    """

    columns: npt.NDArray[np.int32]
    borders: npt.NDArray[np.float32]
    gap_is_yes: npt.NDArray[np.bool_]
    leaves: Floats
    covers: Floats | None = None

    def add_to(self, scores: Floats, features: npt.NDArray[Any]) -> None:
        """Add what the tree says of rows (n_rows, n_columns) to their scores (n_rows, width)."""
        import numpy as np

        leaf = np.zeros(len(features), dtype=np.int64)
        for level, column in enumerate(self.columns):
            values = features[:, column]
            says_yes = values > self.borders[level]
            if self.gap_is_yes[level]:
                says_yes |= np.isnan(values)
            leaf += says_yes.astype(np.int64) << level
        scores += self.leaves[leaf]


@dataclass(frozen=True)
class SymmetricTrees:
    """Trees that add up, from where they begin (width,)."""

    kind: TaskKind
    n_columns: int
    start: Floats
    trees: tuple[Tree, ...] = field(default=())

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        return self.finish(self.scores(features))

    def scores(self, features: npt.NDArray[Any]) -> Floats:
        """Give the sums (n_rows, width) of the trees."""
        import numpy as np

        require_sound(features.shape[1] == self.n_columns, "they are for another table")
        scores = np.tile(self.start, (len(features), 1))
        # Column after column is asked: so they lie in memory.
        by_column = np.asfortranarray(features, dtype=np.float32)
        for tree in self.trees:
            tree.add_to(scores, by_column)
        return scores

    def finish(self, scores: Floats) -> Floats:
        """Give what sums mean."""
        import numpy as np

        if self.kind == "regression":
            return scores[:, 0]
        if scores.shape[1] == 1:
            return both_shares(1.0 / (1.0 + np.exp(-np.clip(scores[:, 0], -700.0, 700.0))))
        return softmax(scores)

    def first(self, count: int) -> SymmetricTrees:
        """Give these with their first trees only."""
        return replace(self, trees=self.trees[:count])

    def importance(self) -> Floats:
        """Give how far leaves lie apart on both sides of the questions on each column."""
        import numpy as np

        weights = np.zeros(self.n_columns)
        for tree in self.trees:
            for level, column in enumerate(tree.columns):
                pairs = tree.leaves.reshape(-1, 2, 1 << level, tree.leaves.shape[1])
                weights[column] += float(np.square(pairs[:, 1] - pairs[:, 0]).mean())
        return weights

    def to_state(self) -> State:
        """Give the trees as one table of questions and one of leaves."""
        import numpy as np

        width = len(self.start)

        def joined(name: str, empty: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return np.concatenate([empty, *(getattr(tree, name) for tree in self.trees)])

        arrays = {
            "start": self.start,
            "n_levels": np.array([len(tree.columns) for tree in self.trees], dtype=np.int64),
            "columns": joined("columns", np.empty(0, dtype=np.int32)),
            "borders": joined("borders", np.empty(0, dtype=np.float32)),
            "gap_is_yes": joined("gap_is_yes", np.empty(0, dtype=np.bool_)),
            "leaves": joined("leaves", np.empty((0, width))),
        }
        if self.trees and all(tree.covers is not None for tree in self.trees):
            arrays["covers"] = joined("covers", np.empty(0))
        shape = {"kind": self.kind, "n_columns": self.n_columns}
        return State({ARRAYS: pack_arrays(arrays), SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> SymmetricTrees:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            shape, arrays = unpack_json(state, SHAPE), unpack_arrays(state, ARRAYS)
            start, trees = arrays["start"], _split(arrays, shape["n_columns"])
            is_known = shape["kind"] in ("classification", "regression")
            require_sound(is_known and start.ndim == 1 and len(start) > 0, "they have no start")
            return SymmetricTrees(shape["kind"], shape["n_columns"], start, trees)


def _split(arrays: dict[str, Any], n_columns: int) -> tuple[Tree, ...]:
    """Cut the tables into trees, once they are seen to fit together."""
    import numpy as np

    levels = arrays["n_levels"]
    require_sound(bool(((levels >= 0) & (levels <= _DEEPEST)).all()), "a tree is too deep")
    ends, leaf_ends = np.cumsum(levels), np.cumsum(1 << levels)
    total = int(levels.sum())
    is_whole = all(arrays[name].shape == (total,) for name in ("columns", "borders", "gap_is_yes"))
    wanted = (int((1 << levels).sum()), len(arrays["start"]))
    require_sound(is_whole and arrays["leaves"].shape == wanted, "its tables do not fit together")
    columns = arrays["columns"]
    is_known = bool(((columns >= 0) & (columns < n_columns)).all())
    require_sound(is_known, "a tree asks for a column that there is not")
    names = ("columns", "borders", "gap_is_yes")
    parts = [np.split(arrays[name], ends[:-1]) for name in names]
    leaves = np.split(arrays["leaves"], leaf_ends[:-1])
    covers = _covers(arrays, leaf_ends)
    found = zip(*parts, leaves, covers, strict=True)
    return tuple(Tree(*tree) for tree in found) if len(levels) else ()


def _covers(arrays: dict[str, Any], leaf_ends: npt.NDArray[np.int64]) -> Sequence[Floats | None]:
    """Cut how many rows came to the leaves into trees; older models do not tell."""
    import numpy as np

    if "covers" not in arrays:
        return [None] * len(leaf_ends)
    covers = arrays["covers"]
    is_whole = covers.shape == (len(arrays["leaves"]),) and bool((covers >= 0).all())
    require_sound(is_whole, "its tables do not fit together")
    return np.split(covers, leaf_ends[:-1])


def read_trees(text: bytes, width: int) -> tuple[Tree, ...]:
    """Read the trees of CatBoost's own JSON."""
    import numpy as np

    described = json.loads(text)
    gaps = {
        column["feature_index"]: column["nan_value_treatment"] == "AsTrue"
        for column in described["features_info"]["float_features"]
    }
    trees = []
    for tree in described["oblivious_trees"]:
        asked = tree["splits"] or []
        columns = [question["float_feature_index"] for question in asked]
        trees.append(
            Tree(
                np.array(columns, dtype=np.int32),
                np.array([question["border"] for question in asked], dtype=np.float32),
                np.array([gaps[column] for column in columns], dtype=np.bool_),
                np.array(tree["leaf_values"], dtype=np.float64).reshape(-1, width),
                np.array(tree["leaf_weights"], dtype=np.float64),
            )
        )
    return tuple(trees)
