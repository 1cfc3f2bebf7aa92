"""A fitted estimator of scikit-learn as JSON, arrays and tables of trees: nothing that can run.

The JSON is a tree of plain values; what is none is an object with a ``$`` that says what it is.
It does not matter what kind of estimator it is: what it is made of decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from armillary.learning.contract import State
from armillary.learning.derived.trusted import NOT_KEPT, trusted_class
from armillary.learning.pack import pack_arrays, pack_json
from armillary.learning.trees import Forest

OBJECTS, ARRAYS = "estimator.json", "arrays.safetensors"
TREES = "trees_{group}_"
NEVER_KEPT = frozenset({"n_jobs", "verbose", "warm_start", "random_state"})
"""How an estimator works, which is no part of what it has learned."""
DTYPES = frozenset(
    {"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}
    | {"float32", "float64"}
)


class NotPackable(TypeError):
    """An estimator holds something that has no safe form."""


def pack(estimator: Any) -> State:
    """Give a fitted estimator as files; raises `NotPackable` where a part has no safe form."""
    packer = _Packer()
    root = packer.value(estimator)
    files = {
        OBJECTS: pack_json({"root": root, "tree_groups": len(packer.forests)}),
        ARRAYS: pack_arrays(packer.arrays),
    }
    for group, ((n_columns, n_outputs), trees) in enumerate(packer.forests.items()):
        forest = Forest("regression", n_columns, n_outputs, tuple(trees))
        files |= {TREES.format(group=group) + name: data for name, data in _files(forest)}
    return State(files)


def _files(forest: Forest) -> Any:
    return forest.to_state().files.items()


class _Packer:
    """Collects arrays and trees while walking through an estimator."""

    def __init__(self) -> None:
        self.arrays: dict[str, Any] = {}
        self.forests: dict[tuple[int, int], list[Any]] = {}

    def value(self, value: Any) -> Any:
        """Give any value that an estimator may hold."""
        import numpy as np

        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, np.generic):
            return self._scalar(value)
        if isinstance(value, int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else {"$": "float", "text": repr(value)}
        if isinstance(value, np.ndarray) and value.dtype.kind == "U":
            return {"$": "texts", "shape": list(value.shape), "items": value.ravel().tolist()}
        if isinstance(value, np.ndarray):
            return self._objects(value) if value.dtype == object else self._array(value)
        if isinstance(value, list | tuple):
            return {"$": type(value).__name__, "items": [self.value(item) for item in value]}
        if isinstance(value, Mapping):
            pairs = [[self.value(key), self.value(item)] for key, item in value.items()]
            return {"$": "dict", "items": pairs}
        return self._thing(value)

    def _scalar(self, value: Any) -> Any:
        self._require_numbers(value.dtype)
        return {"$": "scalar", "dtype": value.dtype.name, "value": self.value(value.item())}

    def _array(self, value: Any) -> Any:
        self._require_numbers(value.dtype)
        name = str(len(self.arrays))
        self.arrays[name] = value
        # The order in memory decides in which order sums are taken, to the last bit.
        by_columns = value.flags.f_contiguous and not value.flags.c_contiguous
        return {"$": "array", "name": name, "by_columns": bool(by_columns)}

    def _objects(self, value: Any) -> Any:
        items = [self.value(item) for item in value.ravel().tolist()]
        return {"$": "objects", "shape": list(value.shape), "items": items}

    def _thing(self, value: Any) -> Any:
        from scipy import sparse
        from sklearn.tree._tree import Tree

        if isinstance(value, Tree):
            return self._tree(value)
        if sparse.issparse(value):
            return self._sparse(value.tocsr())
        return self._object(value)

    def _tree(self, tree: Any) -> Any:
        key = (int(tree.n_features), int(tree.value.shape[2]))
        forest = self.forests.setdefault(key, [])
        forest.append(tree)
        group = list(self.forests).index(key)
        return {"$": "tree", "group": group, "number": len(forest) - 1}

    def _sparse(self, matrix: Any) -> Any:
        parts = {name: self.value(getattr(matrix, name)) for name in ("data", "indices", "indptr")}
        return {"$": "sparse", "shape": list(matrix.shape), **parts}

    def _object(self, value: Any) -> Any:
        name = type(value).__name__
        if trusted_class(name) is not type(value):
            raise NotPackable(f"{type(value).__module__}.{type(value).__qualname__}")
        unwanted = NEVER_KEPT | NOT_KEPT.get(name, frozenset())
        kept = {key: item for key, item in vars(value).items() if key not in unwanted}
        return {"$": "object", "class": name, "attributes": self._attributes(name, kept)}

    def _attributes(self, name: str, kept: Mapping[str, Any]) -> dict[str, Any]:
        attributes = {}
        for key, item in kept.items():
            try:
                attributes[key] = self.value(item)
            except NotPackable as problem:
                raise NotPackable(f"{name}.{key}: {problem}") from None
        return attributes

    def _require_numbers(self, dtype: Any) -> None:
        if dtype.name not in DTYPES:
            raise NotPackable(f"numbers of type {dtype.name}")
