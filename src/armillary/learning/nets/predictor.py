"""A network in use: numpy alone, so that predicting needs no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.linear import softmax
from armillary.learning.nets.architecture import Architecture, Sizes
from armillary.learning.nets.operations import Numpy
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

    Array = npt.NDArray[Any]

_ARRAYS, _SHAPE = "network.safetensors", "network.json"
_CELLS_AT_ONCE = 16_000_000
_MOST_ROWS = 8192


def rows_at_once(cells: int) -> int:
    """Say how many rows fit into memory together, of so many numbers each."""
    return max(1, min(_MOST_ROWS, _CELLS_AT_ONCE // max(1, cells)))


@dataclass(frozen=True)
class NetworkPredictor:
    """The tensors of an architecture, by name, with the parameters that shape it.

    The outputs are a logit a class, or one number, which is scaled by ``spread`` and moved by
    ``centre`` to the range of the target.
    """

    architecture: Architecture
    kind: TaskKind
    sizes: Sizes
    params: Mapping[str, Any]
    arrays: Mapping[str, Array]
    centre: float = 0.0
    spread: float = 1.0

    def predict(self, features: Array) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        outputs = self.outputs(features)
        if self.kind == "regression":
            return np.asarray(outputs[:, 0] * self.spread + self.centre)
        return softmax(outputs)

    def outputs(self, features: Array) -> npt.NDArray[np.float64]:
        """Give what the network itself answers (n_rows, n_outputs)."""
        return self.in_parts(features, self._outputs)

    def in_parts(
        self, features: Array, answer: Callable[[Array], Array]
    ) -> npt.NDArray[np.float64]:
        """Ask about as many rows at a time as fit into memory."""
        import numpy as np

        require_sound(features.shape[1] == self.sizes.n_columns, "they are for another table")
        rows = features.astype(np.float32, copy=False)
        size = rows_at_once(self.architecture.cells(self.sizes, self.params))
        parts = [answer(rows[start : start + size]) for start in range(0, len(rows), size)]
        return np.concatenate(parts).astype(np.float64)

    def importance(self) -> npt.NDArray[np.float64] | None:
        """Give the mean absolute weight from each column, where a layer looks at all of them."""
        import numpy as np

        first = self.arrays.get("weight_0")
        if first is None or first.shape[1] != self.sizes.n_columns:
            return None
        mean: npt.NDArray[np.float64] = np.abs(first).mean(axis=0, dtype=np.float64)
        return mean

    def to_state(self) -> State:
        """Give the tensors as safetensors and the rest as JSON."""
        shape = {
            "kind": self.kind,
            "sizes": asdict(self.sizes),
            "params": dict(self.params),
            "centre": self.centre,
            "spread": self.spread,
        }
        return State({_ARRAYS: pack_arrays(self.arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(architecture: Architecture, state: State) -> NetworkPredictor:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, shape = unpack_arrays(state, _ARRAYS), unpack_json(state, _SHAPE)
            sizes = Sizes(**shape["sizes"])
            expected = architecture.layers(sizes, shape["params"])
            fits = {name: array.shape for name, array in arrays.items()} == {
                name: drawn.shape for name, drawn in expected.items()
            }
            require_sound(fits, "the layers do not fit together")
            return NetworkPredictor(architecture, arrays=arrays, **(shape | {"sizes": sizes}))

    def _outputs(self, rows: Array) -> Array:
        answer: Array = self.architecture.answer(
            Numpy(), self.arrays, rows, self.params, lambda values: values
        )
        return answer
