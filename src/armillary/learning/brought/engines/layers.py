"""A network of layers one after another, as arrays: neither PyTorch nor Keras is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from armillary.learning.contract import State
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

LayerKind = Literal[
    "dense",
    "normalize",
    "scale",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "silu",
    "gelu",
    "gelu_tanh",
    "sigmoid",
    "tanh",
    "softmax",
    "softplus",
]
Outcome = Literal["value", "scores", "shares", "log_odds", "share"]
"""What comes out: a number, scores or shares of each class, or those of the second of two."""
_ARRAYS, _SHAPE = "layers.safetensors", "layers.json"
_MOST_LAYERS = 500
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


@dataclass(frozen=True)
class Layer:
    """One layer.

    ``dense`` has ``weights`` (n_in, n_out) and ``bias`` (n_out,); ``scale`` multiplies by
    ``weights`` (n,) and adds ``bias`` (n,); ``normalize`` does so after each row was made to have
    mean 0 and variance 1, with ``number`` added to the variance. ``number`` is the slope of
    ``leaky_relu`` and ``elu``.
    """

    kind: LayerKind
    number: float = 0.0
    arrays: Mapping[str, Any] = field(default_factory=dict)

    def apply(self, rows: Floats) -> Floats:
        """Give what becomes of rows (n_rows, n_in)."""
        if self.kind not in ("dense", "scale", "normalize"):
            return _bend(self.kind, rows, self.number)
        weights: Floats = self.arrays["weights"]
        bias: Floats = self.arrays["bias"]
        if self.kind == "dense":
            return rows @ weights + bias  # (n_rows, n_out)
        if self.kind == "normalize":
            centred = rows - rows.mean(axis=1, keepdims=True)
            rows = centred / (centred.var(axis=1, keepdims=True) + self.number) ** 0.5
        return rows * weights + bias


def _bend(kind: LayerKind, rows: Floats, number: float) -> Floats:
    import numpy as np
    from scipy import special

    bends: Mapping[str, Any] = {
        "relu": lambda: np.maximum(rows, 0.0),
        "leaky_relu": lambda: np.where(rows > 0, rows, number * rows),
        "elu": lambda: np.where(rows > 0, rows, number * np.expm1(np.minimum(rows, 0.0))),
        "selu": lambda: (
            _SELU_SCALE * np.where(rows > 0, rows, _SELU_ALPHA * np.expm1(np.minimum(rows, 0.0)))
        ),
        "gelu": lambda: rows * special.ndtr(rows),
        "gelu_tanh": lambda: (
            0.5 * rows * (1.0 + np.tanh((2.0 / np.pi) ** 0.5 * (rows + 0.044715 * rows**3)))
        ),
        "sigmoid": lambda: special.expit(rows),
        "silu": lambda: rows * special.expit(rows),
        "tanh": lambda: np.tanh(rows),
        "softplus": lambda: np.logaddexp(0.0, rows),
        "softmax": lambda: softmax(rows),
    }
    bent: Floats = bends[kind]()
    return bent


@dataclass(frozen=True)
class Layers:
    """Layers, and what comes out of the last."""

    layers: Sequence[Layer]
    outcome: Outcome

    name = "layers"

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        rows: Floats = features.astype(np.float64)
        for layer in self.layers:
            rows = layer.apply(rows)
        if self.outcome == "value":
            return rows[:, 0]
        if self.outcome == "scores":
            return softmax(rows)
        if self.outcome == "log_odds":
            return both_shares(1.0 / (1.0 + np.exp(-np.clip(rows[:, 0], -700.0, 700.0))))
        return both_shares(rows[:, 0]) if self.outcome == "share" else rows

    def importance(self) -> None:
        """Weights of a first layer are no weights of columns."""
        return

    def to_state(self) -> State:
        """Give the layers as data."""
        arrays = {
            f"{place}.{name}": array
            for place, layer in enumerate(self.layers)
            for name, array in layer.arrays.items()
        }
        shape = {
            "layers": [[layer.kind, layer.number] for layer in self.layers],
            "outcome": self.outcome,
        }
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State, *, n_columns: int, n_outputs: int) -> Layers:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            shape, arrays = unpack_json(state, _SHAPE), unpack_arrays(state, _ARRAYS)
            require_sound(len(shape["layers"]) <= _MOST_LAYERS, "there are too many layers")
            layers = [
                _layer(kind, float(number), place, arrays)
                for place, (kind, number) in enumerate(shape["layers"])
            ]
            require_sound(shape["outcome"] in get_args(Outcome), "they mean nothing")
        made = Layers(layers, shape["outcome"])
        made.require_width(n_columns, n_outputs)
        return made

    def require_width(self, n_columns: int, n_outputs: int) -> None:
        """Raise unless each layer fits the one before it, and the last what it means."""
        width = n_columns
        for layer in self.layers:
            if layer.kind == "dense":
                wanted = layer.arrays["weights"].shape[:1] == (width,)
                width = len(layer.arrays["bias"])
            else:
                wanted = all(array.shape == (width,) for array in layer.arrays.values())
            require_sound(bool(wanted), "a layer does not fit the one before it")
        is_one = self.outcome in ("value", "log_odds", "share")
        require_sound(width == (1 if is_one else n_outputs), "they answer in another shape")


def _layer(kind: Any, number: float, place: int, arrays: Mapping[str, Any]) -> Layer:
    require_sound(kind in get_args(LayerKind), f"there is no layer {str(kind)[:40]!r}")
    names = ("weights", "bias") if kind in ("dense", "scale", "normalize") else ()
    own = {name: arrays[f"{place}.{name}"] for name in names}
    require_sound(all(array.dtype.kind == "f" for array in own.values()), "weights are no numbers")
    if kind == "dense":
        weights, bias = own["weights"], own["bias"]
        is_whole = weights.ndim == 2 and bias.shape == weights.shape[1:]
        require_sound(bool(is_whole), "a layer's tables do not fit together")
    return Layer(kind, number, own)
