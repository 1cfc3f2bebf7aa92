"""A forest of scikit-learn's decision trees as plain arrays, and in use.

Stored as safetensors and checked before it is handed to scikit-learn's compiled code, which trusts
its tables: a child that does not exist would read beyond them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
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

_ARRAYS, _SHAPE = "forest.safetensors", "forest.json"
_LEAF = -1
_COMPACT = {
    "left_child": "int32",
    "right_child": "int32",
    "feature": "int32",
    "threshold": "float64",
    "impurity": "float64",
    "n_node_samples": "int32",
    "weighted_n_node_samples": "float64",
    "missing_go_to_left": "uint8",
}


@dataclass(frozen=True)
class Forest:
    """Trees that vote with equal weight; ``n_outputs`` is the number of classes, or 1."""

    kind: TaskKind
    n_columns: int
    n_outputs: int
    trees: tuple[Any, ...]

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        return self.finish(self.add(self.nothing(len(features)), features, self.trees))

    def nothing(self, n_rows: int) -> Floats:
        """Give the empty sum of votes (n_rows, n_outputs)."""
        import numpy as np

        return np.zeros((n_rows, self.n_outputs))

    def add(self, votes: Floats, features: npt.NDArray[Any], trees: Iterable[Any]) -> Floats:
        """Add the votes of some trees to a sum of votes, in place."""
        import numpy as np

        require_sound(features.shape[1] == self.n_columns, "they are for another table")
        rows = np.ascontiguousarray(features, dtype=np.float32)
        for tree in trees:
            votes += tree.predict(rows).reshape(votes.shape)
        return votes

    def finish(self, votes: Floats) -> Floats:
        """Turn a sum of all trees' votes into the prediction."""
        mean = votes / len(self.trees)
        return mean if self.kind == "classification" else mean[:, 0]

    def grown(self, trees: Iterable[Any]) -> Forest:
        """Give the forest with more trees."""
        return Forest(self.kind, self.n_columns, self.n_outputs, (*self.trees, *trees))

    def importance(self) -> Floats:
        """Give the mean decrease in impurity that each column brings (n_columns,)."""
        import numpy as np

        per_tree = [tree.compute_feature_importances(normalize=True) for tree in self.trees]
        mean: Floats = np.mean(per_tree, axis=0)
        return mean

    def to_state(self) -> State:
        """Give the trees as one table of nodes."""
        import numpy as np

        nodes = [tree.__getstate__()["nodes"] for tree in self.trees]
        arrays = {
            name: np.concatenate([table[name] for table in nodes]).astype(dtype)
            for name, dtype in _COMPACT.items()
        }
        arrays["value"] = np.concatenate([tree.value[:, 0, :] for tree in self.trees])
        arrays["n_nodes"] = np.array([len(table) for table in nodes], dtype=np.int64)
        arrays["depth"] = np.array([tree.max_depth for tree in self.trees], dtype=np.int64)
        shape = {"kind": self.kind, "n_columns": self.n_columns, "n_outputs": self.n_outputs}
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Forest:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays = unpack_arrays(state, _ARRAYS)
            shape = unpack_json(state, _SHAPE)
            _check(arrays, shape["n_columns"], shape["n_outputs"])
            trees = tuple(_trees(arrays, shape["n_columns"], shape["n_outputs"]))
            return Forest(trees=trees, **shape)


def _check(arrays: dict[str, Any], n_columns: int, n_outputs: int) -> None:
    """Refuse tables in which a node names a column or a child that does not exist."""
    import numpy as np

    n_nodes, left, right = arrays["n_nodes"], arrays["left_child"], arrays["right_child"]
    total = int(n_nodes.sum())
    is_whole = bool((n_nodes > 0).all()) and all(len(arrays[name]) == total for name in _COMPACT)
    require_sound(is_whole, "the tables of the trees differ in length")
    require_sound(arrays["value"].shape == (total, n_outputs), "the leaves have another shape")
    sizes = np.repeat(n_nodes, n_nodes)
    place = np.arange(total) - np.repeat(np.cumsum(n_nodes) - n_nodes, n_nodes)
    inner = left != _LEAF
    # A child always comes after its parent, so a walk through the tree ends.
    for child in (left[inner], right[inner]):
        is_sound = ((child > place[inner]) & (child < sizes[inner])).all()
        require_sound(bool(is_sound), "a tree has a branch that leads nowhere")
    columns = arrays["feature"][inner]
    is_sound = ((columns >= 0) & (columns < n_columns)).all()
    require_sound(bool(is_sound), "a tree asks for a column that there is not")


def _trees(arrays: dict[str, Any], n_columns: int, n_outputs: int) -> Iterable[Any]:
    import numpy as np
    from sklearn.tree._tree import NODE_DTYPE, Tree

    nodes = np.zeros(int(arrays["n_nodes"].sum()), dtype=NODE_DTYPE)
    for name in _COMPACT:
        nodes[name] = arrays[name]
    ends = np.cumsum(arrays["n_nodes"])
    for start, end, depth in zip(ends - arrays["n_nodes"], ends, arrays["depth"], strict=True):
        tree = Tree(n_columns, np.array([n_outputs], dtype=np.intp), 1)
        values = np.ascontiguousarray(arrays["value"][start:end, None, :], dtype=np.float64)
        tree.__setstate__(
            {
                "max_depth": int(depth),
                "node_count": int(end - start),
                "nodes": nodes[start:end].copy(),
                "values": values,
            }
        )
        yield tree
