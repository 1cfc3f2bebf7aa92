"""Networks as a part of the graph: their architectures say what they do, and it is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from armillary.learning.nets.operations import LEAK
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.problems import NotExportable

_EPSILON = 1e-5
_ROWS = 0
"""Stands for the number of rows, which a graph does not know: what is reshaped keeps it."""
_BENDS: dict[str, tuple[str, dict[str, Any]]] = {
    "relu": ("Relu", {}),
    "tanh": ("Tanh", {}),
    "sigmoid": ("Sigmoid", {}),
    "leaky_relu": ("LeakyRelu", {"alpha": LEAK}),
    "elu": ("Elu", {"alpha": 1.0}),
}


def add_network(building: Building, network: Any, matrix: str) -> str:
    """Add the outputs of a network (n_rows, n_outputs), as float64."""
    return _ask(building, network, matrix, network.architecture.answer)


def add_code(building: Building, network: Any, matrix: str) -> str:
    """Add what an autoencoder makes of rows in its narrow place (n_rows, n_components)."""
    return _ask(building, network, matrix, network.architecture.narrow)


def _ask(building: Building, network: Any, matrix: str, question: Callable[..., Any]) -> str:
    rows = Written(building, building.cast(matrix, "float32"), (_ROWS, network.sizes.n_columns))
    tensors = {
        name: Written(building, building.constant(array), array.shape)
        for name, array in network.arrays.items()
    }
    said = question(Graph(building, rows), tensors, rows, network.params, lambda values: values)
    return building.cast(said.name, "float64")


def add_bend(building: Building, name: str, rows: str) -> str:
    """Add an activation."""
    if name not in _BENDS:
        raise NotExportable(f"The activation {name} is not written as ONNX.")
    kind, attributes = _BENDS[name]
    return building.add(kind, rows, **attributes)


class Written:
    """A value of the graph with the little of an array that architectures ask of one."""

    def __init__(self, building: Building, name: str, shape: tuple[int, ...]) -> None:
        self.building, self.name, self.shape = building, name, tuple(shape)

    def __len__(self) -> int:
        return self.shape[0]

    def __add__(self, other: Any) -> Written:
        return self._with("Add", other)

    def __mul__(self, other: Any) -> Written:
        return self._with("Mul", other)

    def __matmul__(self, other: Written) -> Written:
        shape = (*self.shape[:-1], other.shape[-1])
        return self.made("MatMul", self.name, other.name, shape=shape)

    def __getitem__(self, places: Any) -> Written:
        """Give ``[:, :, None]`` or ``[:, n]``; architectures ask for nothing else."""
        import numpy as np

        if places[-1] is None:
            axes = self.building.constant(np.array([len(self.shape)]))
            return self.made("Unsqueeze", self.name, axes, shape=(*self.shape, 1))
        place = self.building.constant(np.array(places[1] % self.shape[1]))
        shape = (self.shape[0], *self.shape[2:])
        return self.made("Gather", self.name, place, shape=shape, axis=1)

    def swapaxes(self, one: int, other: int) -> Written:
        """Swap two axes."""
        order = list(range(len(self.shape)))
        order[one], order[other] = order[other], order[one]
        shape = tuple(self.shape[place] for place in order)
        return self.made("Transpose", self.name, shape=shape, perm=order)

    def reshape(self, *shape: int) -> Written:
        """Give the same numbers in another shape, of which one length may be -1."""
        import numpy as np

        if -1 in shape:
            rest = int(np.prod([length for length in shape[1:] if length != -1]))
            all_of_row = int(np.prod(self.shape[1:]))
            shape = tuple(all_of_row // rest if length == -1 else length for length in shape)
        wanted = self.building.constant(np.array([0, *shape[1:]], dtype=np.int64))
        return self.made("Reshape", self.name, wanted, shape=tuple(shape))

    def made(self, kind: str, *inputs: str, shape: tuple[int, ...], **attributes: Any) -> Written:
        """Add an operation."""
        return Written(self.building, self.building.add(kind, *inputs, **attributes), shape)

    def _with(self, kind: str, other: Any) -> Written:
        import numpy as np

        if not isinstance(other, Written):
            constant = self.building.constant(np.array(other, dtype=np.float32))
            return self.made(kind, self.name, constant, shape=self.shape)
        longest = max(len(self.shape), len(other.shape))
        pairs = zip(_padded(self.shape, longest), _padded(other.shape, longest), strict=True)
        # Rows are 0 here; only what is 1 is stretched to the other.
        shape = tuple(two if one == 1 else one for one, two in pairs)
        return self.made(kind, self.name, other.name, shape=shape)


class Graph:
    """The operations that networks are made of, as those of ONNX; see `Operations`."""

    def __init__(self, building: Building, rows: Written) -> None:
        self._building, self._rows = building, rows

    def linear(self, values: Written, weight: Written, bias: Written) -> Written:
        """See `Operations`."""
        return values @ weight.swapaxes(0, 1) + bias

    def bend(self, activation: str, values: Written) -> Written:
        """See `Operations`."""
        name = add_bend(self._building, activation, values.name)
        return Written(self._building, name, values.shape)

    def softmax(self, values: Written) -> Written:
        """See `Operations`."""
        return values.made("Softmax", values.name, shape=values.shape, axis=-1)

    def normalise(self, values: Written, gain: Written, shift: Written) -> Written:
        """See `Operations`."""
        return values.made(
            "LayerNormalization",
            values.name,
            gain.name,
            shift.name,
            shape=values.shape,
            axis=-1,
            epsilon=_EPSILON,
        )

    def windows(self, values: Written, width: int) -> Written:
        """See `Operations`."""
        import numpy as np

        rows, length, channels = values.shape
        before = (width - 1) // 2
        pads = self._building.constant(np.array([0, before, 0, 0, width - 1 - before, 0]))
        padded = values.made("Pad", values.name, pads, shape=(rows, length + width - 1, channels))
        near = np.arange(length)[:, None] + np.arange(width)[None, :]
        places = self._building.constant(near)
        found = padded.made(
            "Gather", padded.name, places, shape=(rows, length, width, channels), axis=1
        )
        return self._flattened(found.swapaxes(2, 3))

    def _flattened(self, values: Written) -> Written:
        """Put the last two axes, channels and their neighbours, into one."""
        rows, length, channels, width = values.shape
        return values.reshape(rows, length, channels * width)

    def halve(self, values: Written) -> Written:
        """See `Operations`."""
        import numpy as np

        half = values.shape[1] // 2
        shape = (values.shape[0], half, *values.shape[2:])
        parts = [
            self._building.add(
                "Gather",
                values.name,
                self._building.constant(np.arange(first, 2 * half, 2)),
                axis=1,
            )
            for first in (0, 1)
        ]
        return values.made("Max", *parts, shape=shape)

    def summary(self, values: Written) -> Written:
        """See `Operations`."""
        import numpy as np

        axes = self._building.constant(np.array([1]))
        parts = [
            self._building.add(kind, values.name, axes, keepdims=0)
            for kind in ("ReduceMean", "ReduceMax")
        ]
        shape = (values.shape[0], 2 * values.shape[2])
        return values.made("Concat", *parts, shape=shape, axis=1)

    def join(self, parts: list[Written], axis: int) -> Written:
        """See `Operations`."""
        shape = list(parts[-1].shape)
        shape[axis] = sum(part.shape[axis] for part in parts)
        names = [part.name for part in parts]
        return parts[0].made("Concat", *names, shape=tuple(shape), axis=axis)

    def repeat(self, values: Written, count: int) -> Written:
        """See `Operations`; ``count`` stands for the rows that are asked about."""
        import numpy as np

        rows = self._building.add("Shape", self._rows.name, start=0, end=1)
        rest = self._building.constant(np.array(values.shape, dtype=np.int64))
        whole = self._building.add("Concat", rows, rest, axis=0)
        return values.made("Expand", values.name, whole, shape=(count, *values.shape))

    def recur(self, cell: str, values: Written, weights: list[Written]) -> Written:
        """See `Operations`; ONNX has the gates in another order than torch."""
        import numpy as np

        constants = {one.name: one for one in self._building.constants}
        into, over, bias, memory_bias = (_array(constants[one.name]) for one in weights)
        # Torch: reset, update, new, and in, forget, new, out. ONNX: update, reset, new, and in,
        # out, forget, new.
        order = [0, 3, 1, 2] if cell == "lstm" else [1, 0, 2]
        placed = [_in_order(part, order) for part in (into, over, bias, memory_bias)]
        given = [placed[0][None], placed[1][None], np.concatenate(placed[2:])[None]]
        size = over.shape[1]
        more: dict[str, Any] = {} if cell == "lstm" else {"linear_before_reset": 1}
        walked = self._building.add(
            cell.upper(),
            values.swapaxes(0, 1).name,  # (length, n_rows, c)
            *[self._building.constant(part) for part in given],
            hidden_size=size,
            **more,
        )  # (length, 1, n_rows, n_memory)
        axes = self._building.constant(np.array([1]))
        flat = self._building.add("Squeeze", walked, axes)
        shape = (values.shape[0], values.shape[1], size)
        return values.made("Transpose", flat, shape=shape, perm=[1, 0, 2])


def _padded(shape: tuple[int, ...], length: int) -> tuple[int, ...]:
    return (1,) * (length - len(shape)) + shape


def _array(constant: Any) -> Any:
    from onnx import numpy_helper

    return numpy_helper.to_array(constant)


def _in_order(gates: Any, order: list[int]) -> Any:
    import numpy as np

    parts = np.split(gates, len(order), axis=0)
    return np.concatenate([parts[place] for place in order], axis=0)
