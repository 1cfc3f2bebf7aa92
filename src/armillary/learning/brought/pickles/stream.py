"""A pickle as joblib and pickle write it, walked through by our own machine.

It is the standard library's reader in Python, with three changes: every name that the pickle asks
for goes through us, arrays that joblib lays between the instructions are read by us (its own reader
hands those of objects to plain ``pickle``), and nothing comes from a registry of extensions.
"""

from __future__ import annotations

import io
import math
import pickle
from collections.abc import Callable
from typing import Any, ClassVar, cast

from armillary.learning.brought.problems import refuse

_ALIGNED = "numpy_array_alignment_bytes"
_MOST_DIMENSIONS = 8

# What reads pickles in C cannot be told to ask us, and this class has no types.
_Machine: Any = pickle._Unpickler


class PickleStream(_Machine):  # type: ignore[misc]  # its base has no types
    """Reads one pickle; ``find`` gives what stands for a name, ``persistent`` what lies outside."""

    def __init__(
        self,
        file: io.BytesIO,
        find: Callable[[str, str], Any],
        persistent: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(file, encoding="latin1")
        self._bytes, self._find, self._persistent = file, find, persistent

    def find_class(self, module: str, name: str) -> Any:
        """Ask what stands for a name."""
        return self._find(str(module), str(name))

    def persistent_load(self, pid: Any) -> Any:
        """Give what lies outside the pickle."""
        if self._persistent is None:
            raise refuse("The file points to data outside itself, which no model does.")
        return self._persistent(pid)

    def get_extension(self, code: int) -> None:
        """Refuse names by number."""
        raise refuse("The file names things by numbers of a registry, which no model does.")

    def _build(self) -> None:
        _Machine.load_build(self)
        wrapper = self.stack[-1]
        if is_array_wrapper(wrapper):
            self.stack[-1] = self._read_array(wrapper)

    dispatch: ClassVar[dict[int, Any]] = {**_Machine.dispatch, pickle.BUILD[0]: _build}

    def _read_array(self, wrapper: Any) -> Any:
        """Read what joblib has laid behind the description of an array."""
        import numpy as np

        shape = tuple(int(size) for size in wrapper.shape)
        if len(shape) > _MOST_DIMENSIONS or any(size < 0 for size in shape):
            raise refuse("An array in the file has no sound shape.")
        dtype = dtype_of(wrapper.dtype)
        if dtype.hasobject:
            return PickleStream(self._bytes, self._find, self._persistent).load()
        if getattr(wrapper, _ALIGNED, None) is not None:
            self._bytes.read(self._bytes.read(1)[0])
        size = math.prod(shape) * dtype.itemsize
        data = self._bytes.read(size) if size <= len(self._bytes.getbuffer()) else b""
        if len(data) != size:
            raise refuse("An array in the file is longer than the file.")
        array = np.frombuffer(bytearray(data), dtype=dtype)
        if wrapper.order == "F":
            return array.reshape(shape[::-1]).transpose()
        return array.reshape(shape)


def is_array_wrapper(thing: Any) -> bool:
    """Tell whether this is joblib's description of an array, or what stands for one."""
    return getattr(type(thing), "is_array_wrapper", False) is True


def dtype_of(described: Any) -> Any:
    """Give the type of numbers that a description names: numpy's own, or what stands for it."""
    import numpy as np

    if isinstance(described, np.dtype):
        return described
    return np.dtype(cast(str, described.arguments[0]))
