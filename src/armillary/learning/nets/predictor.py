"""A feedforward network in use: numpy alone, so that predicting needs no torch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
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

    Array = npt.NDArray[Any]

_ARRAYS, _SHAPE = "network.safetensors", "network.json"
ACTIVATIONS = ("relu", "tanh", "sigmoid", "leaky_relu", "elu")
LEAK = 0.01


@dataclass(frozen=True)
class NetworkPredictor:
    """Layers of weights (n_out, n_in) and biases (n_out,), bent by one activation.

    The last layer gives a logit a class, or one number, which is scaled by ``spread`` and moved by
    ``centre`` to the range of the target.
    """

    kind: TaskKind
    activation: str
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    centre: float = 0.0
    spread: float = 1.0

    def predict(self, features: Array) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        outputs = self._outputs(features)
        if self.kind == "regression":
            return outputs[:, 0] * self.spread + self.centre
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        shares: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def _outputs(self, features: Array) -> npt.NDArray[np.float64]:
        """Give what the last layer says (n_rows, n_outputs)."""
        import numpy as np

        values: Array = features.astype(np.float32, copy=False)  # (n_rows, n_columns)
        last = len(self.weights) - 1
        for place, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = values @ weight.T + bias  # (n_rows, n_out)
            if place < last:
                values = _activate(self.activation, values)
        return values.astype(np.float64)

    def importance(self) -> npt.NDArray[np.float64]:
        """Give the mean absolute weight from each column to the first layer (n_columns,)."""
        import numpy as np

        mean: npt.NDArray[np.float64] = np.abs(self.weights[0]).mean(axis=0, dtype=np.float64)
        return mean

    def to_state(self) -> State:
        """Give the layers as safetensors and the rest as JSON."""
        arrays = {f"weight_{place}": weight for place, weight in enumerate(self.weights)}
        arrays |= {f"bias_{place}": bias for place, bias in enumerate(self.biases)}
        shape = {
            "kind": self.kind,
            "activation": self.activation,
            "centre": self.centre,
            "spread": self.spread,
        }
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> NetworkPredictor:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays = unpack_arrays(state, _ARRAYS)
            shape = unpack_json(state, _SHAPE)
            count = len(arrays) // 2
            weights = tuple(arrays[f"weight_{place}"] for place in range(count))
            biases = tuple(arrays[f"bias_{place}"] for place in range(count))
            _check(weights, biases, shape["activation"])
            return NetworkPredictor(weights=weights, biases=biases, **shape)


def _activate(name: str, values: Array) -> Array:
    import numpy as np

    if name == "relu":
        return np.maximum(values, 0)
    if name == "tanh":
        return np.tanh(values)
    if name == "sigmoid":
        return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)), dtype=values.dtype)
    if name == "leaky_relu":
        return np.where(values > 0, values, values * np.float32(LEAK))
    return np.where(values > 0, values, np.expm1(np.minimum(values, 0)))


def _check(weights: tuple[Array, ...], biases: tuple[Array, ...], activation: str) -> None:
    require_sound(activation in ACTIVATIONS, f"there is no activation {activation!r}")
    require_sound(len(weights) > 0, "there are no layers")
    for weight, bias in zip(weights, biases, strict=True):
        is_layer = weight.ndim == 2 and bias.shape == weight.shape[:1]
        require_sound(is_layer, "weights and biases do not fit together")
    for before, after in pairwise(weights):
        require_sound(before.shape[0] == after.shape[1], "layers do not fit together")
