"""From files back to an estimator, trusting nothing in them.

A state names classes of a fixed list only, gives them numbers and words only, and what compiled
code will read is checked first.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from armillary.learning.contract import State
from armillary.learning.derived.checks import check_fitted, check_parameters, remake
from armillary.learning.derived.packing import ARRAYS, DTYPES, NEVER_KEPT, OBJECTS, TREES
from armillary.learning.derived.trusted import NOT_KEPT, trusted_class
from armillary.learning.pack import reading_weights, require_sound, unpack_arrays, unpack_json
from armillary.learning.trees import Forest

_DEEPEST = 160  # as often as rows can be halved into groups; all else is 6 deep at most
_WORKING = {"n_jobs": None, "verbose": 0, "warm_start": False, "random_state": None}


def unpack(state: State) -> Any:
    """Give the estimator that `pack` was given; raises `AppError` where the state is not sound."""
    with reading_weights():
        described = unpack_json(state, OBJECTS)
        unpacker = _Unpacker(unpack_arrays(state, ARRAYS), _forests(state, described))
        return unpacker.value(described["root"], 0)


def _forests(state: State, described: Mapping[str, Any]) -> list[Forest]:
    groups = described["tree_groups"]
    require_sound(0 <= groups <= len(state.files), "it has more tables of trees than files")
    return [_forest(state, TREES.format(group=group)) for group in range(groups)]


def _forest(state: State, prefix: str) -> Forest:
    files = {
        name.removeprefix(prefix): data
        for name, data in state.files.items()
        if name.startswith(prefix)
    }
    return Forest.from_state(State(files))


class _Unpacker:
    """Builds values from their description; each array and tree may be used once."""

    def __init__(self, arrays: dict[str, Any], forests: list[Forest]) -> None:
        self._arrays, self._forests = arrays, forests
        self._makers: dict[str, Callable[[dict[str, Any], int], Any]] = {
            "array": self._array,
            "dict": self._dict,
            "float": lambda given, _depth: float(given["text"]),
            "list": lambda given, depth: self._items(given, depth),
            "object": self._object,
            "objects": self._object_array,
            "scalar": self._scalar,
            "sparse": self._sparse,
            "texts": self._texts,
            "tree": self._tree,
            "tuple": lambda given, depth: tuple(self._items(given, depth)),
        }

    def value(self, given: Any, depth: int) -> Any:
        """Give a value from its description."""
        require_sound(depth <= _DEEPEST, "its parts are nested too deeply")
        if not isinstance(given, dict):
            is_plain = given is None or isinstance(given, bool | int | float | str)
            require_sound(is_plain, "it holds a bare list")
            return given
        return self._makers[given["$"]](given, depth + 1)

    def _items(self, given: dict[str, Any], depth: int) -> list[Any]:
        return [self.value(item, depth) for item in given["items"]]

    def _dict(self, given: dict[str, Any], depth: int) -> Any:
        return {self.value(key, depth): self.value(item, depth) for key, item in given["items"]}

    def _scalar(self, given: dict[str, Any], depth: int) -> Any:
        import numpy as np

        require_sound(given["dtype"] in DTYPES, "a number is of an unknown type")
        return np.dtype(given["dtype"]).type(self.value(given["value"], depth))

    def _array(self, given: dict[str, Any], _depth: int) -> Any:
        import numpy as np

        array = self._arrays.pop(given["name"])
        require_sound(array.dtype.name in DTYPES, "an array is of an unknown type")
        # Copied, since sums over memory that is not aligned differ in the last bit.
        return np.array(array, order="F" if given["by_columns"] else "C")

    def _object_array(self, given: dict[str, Any], depth: int) -> Any:
        import numpy as np

        items = self._items(given, depth)
        array = np.empty(len(items), dtype=object)
        array[:] = items
        return array.reshape(given["shape"])

    def _texts(self, given: dict[str, Any], _depth: int) -> Any:
        import numpy as np

        require_sound(all(isinstance(item, str) for item in given["items"]), "a text is none")
        return np.array(given["items"], dtype=np.str_).reshape(given["shape"])

    def _sparse(self, given: dict[str, Any], depth: int) -> Any:
        from scipy import sparse

        parts = tuple(self.value(given[name], depth) for name in ("data", "indices", "indptr"))
        matrix = sparse.csr_matrix(parts, shape=tuple(given["shape"]))
        matrix.check_format(full_check=True)
        return matrix

    def _tree(self, given: dict[str, Any], _depth: int) -> Any:
        group, number = given["group"], given["number"]
        require_sound(group >= 0 and number >= 0, "it names a tree that there is not")
        return self._forests[group].trees[number]

    def _object(self, given: dict[str, Any], depth: int) -> Any:
        kind = trusted_class(given["class"])
        if kind is None:
            raise ValueError(f"{given['class']} is no part of an estimator")
        unwanted = NEVER_KEPT | NOT_KEPT.get(given["class"], frozenset())
        thing: Any = object.__new__(kind)
        for name, described in given["attributes"].items():
            require_sound(name not in unwanted and _is_data(kind, name), f"it sets {name}")
            vars(thing)[name] = self.value(described, depth)
        _set_working(thing)
        remake(thing)
        check_parameters(thing)
        check_fitted(thing)
        return thing


def _is_data(kind: type, name: str) -> bool:
    """Tell whether a name is one for data, and not for something that the class decides."""
    is_own = name.isidentifier() and not name.startswith("__")
    return is_own and (name in _parameters(kind) or not hasattr(kind, name))


def _set_working(thing: Any) -> None:
    """Set how the estimator works to the plainest way, which no state decides."""
    kind: Any = type(thing)
    for name in _WORKING.keys() & _parameters(kind):
        vars(thing)[name] = _WORKING[name]
    if kind.__name__ == "Pipeline":
        thing.verbose = False  # the only one that takes no number here


@cache
def _parameters(kind: Any) -> frozenset[str]:
    return frozenset(inspect.signature(kind).parameters)
