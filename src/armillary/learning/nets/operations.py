"""The few operations that networks are made of, in torch and in numpy."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy.typing as npt
    import torch

    Array = npt.NDArray[Any]

ACTIVATIONS = ("relu", "tanh", "sigmoid", "leaky_relu", "elu")
LEAK = 0.01
_EPSILON = 1e-5


class Operations(Protocol):
    """What an architecture may do with values; shapes are those of numpy."""

    def linear(self, values: Any, weight: Any, bias: Any) -> Any:
        """Give values (…, n_in) times weight (n_out, n_in), plus bias (n_out,)."""

    def bend(self, activation: str, values: Any) -> Any:
        """Apply one of `ACTIVATIONS` to each value."""

    def softmax(self, values: Any) -> Any:
        """Turn the last axis into shares that sum to 1."""

    def normalise(self, values: Any, gain: Any, shift: Any) -> Any:
        """Centre and scale along the last axis, then times gain and plus shift."""

    def windows(self, values: Any, width: int) -> Any:
        """Give the neighbourhood of each place: (n, length, c) becomes (n, length, c · width)."""

    def halve(self, values: Any) -> Any:
        """Keep the larger of each two places: (n, length, c) becomes (n, length // 2, c)."""

    def summary(self, values: Any) -> Any:
        """Give mean and maximum over the places: (n, length, c) becomes (n, 2 · c)."""

    def join(self, parts: list[Any], axis: int) -> Any:
        """Put arrays one after another along an axis."""

    def repeat(self, values: Any, count: int) -> Any:
        """Give ``values`` once for each of ``count`` rows, along a new first axis."""

    def recur(self, cell: str, values: Any, weights: list[Any]) -> Any:
        """Walk along the places with a memory: (n, length, c) becomes (n, length, n_memory).

        ``cell`` is gru or lstm; weights are those of the input, of the memory, and their biases,
        with the gates one after another as in torch.
        """


class Torch:
    """The operations on tensors, with gradients."""

    def linear(self, values: torch.Tensor, weight: Any, bias: Any) -> torch.Tensor:
        """See `Operations`."""
        from torch.nn.functional import linear

        return linear(values, weight, bias)

    def bend(self, activation: str, values: torch.Tensor) -> torch.Tensor:
        """See `Operations`."""
        import torch
        from torch.nn import functional

        if activation == "leaky_relu":
            return functional.leaky_relu(values, LEAK)
        if activation == "elu":
            return functional.elu(values)
        return {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[activation](
            values
        )

    def softmax(self, values: torch.Tensor) -> torch.Tensor:
        """See `Operations`."""
        return values.softmax(dim=-1)

    def normalise(self, values: torch.Tensor, gain: Any, shift: Any) -> torch.Tensor:
        """See `Operations`."""
        from torch.nn.functional import layer_norm

        return layer_norm(values, values.shape[-1:], gain, shift, _EPSILON)

    def windows(self, values: torch.Tensor, width: int) -> torch.Tensor:
        """See `Operations`."""
        from torch.nn.functional import pad

        before = (width - 1) // 2
        padded = pad(values, (0, 0, before, width - 1 - before))
        return padded.unfold(1, width, 1).flatten(start_dim=2)

    def halve(self, values: torch.Tensor) -> torch.Tensor:
        """See `Operations`."""
        import torch

        half = values.shape[1] // 2
        return torch.maximum(values[:, : 2 * half : 2], values[:, 1 : 2 * half : 2])

    def summary(self, values: torch.Tensor) -> torch.Tensor:
        """See `Operations`."""
        import torch

        return torch.cat([values.mean(dim=1), values.amax(dim=1)], dim=1)

    def join(self, parts: list[torch.Tensor], axis: int) -> torch.Tensor:
        """See `Operations`."""
        import torch

        return torch.cat(parts, dim=axis)

    def repeat(self, values: torch.Tensor, count: int) -> torch.Tensor:
        """See `Operations`."""
        return values.expand(count, *values.shape)

    def recur(self, cell: str, values: torch.Tensor, weights: list[Any]) -> torch.Tensor:
        """See `Operations`."""
        import torch

        memory = values.new_zeros(1, len(values), weights[1].shape[1])
        settings = (True, 1, 0.0, torch.is_grad_enabled(), False, True)
        with warnings.catch_warnings():
            # A graphics card wants them in one piece and puts them together itself, which costs
            # little beside a step; the optimizer wants one by one.
            warnings.filterwarnings("ignore", "RNN module weights are not part of single")
            if cell == "lstm":
                outputs, _, _ = torch.lstm(values, (memory, memory), weights, *settings)
            else:
                outputs, _ = torch.gru(values, memory, weights, *settings)
        return outputs


class Numpy:
    """The operations on arrays."""

    def linear(self, values: Array, weight: Array, bias: Array) -> Array:
        """See `Operations`."""
        return values @ weight.T + bias

    def bend(self, activation: str, values: Array) -> Array:
        """See `Operations`."""
        import numpy as np

        if activation == "relu":
            return np.maximum(values, 0)
        if activation == "tanh":
            return np.tanh(values)
        if activation == "sigmoid":
            return _sigmoid(values)
        if activation == "leaky_relu":
            return np.where(values > 0, values, values * np.float32(LEAK))
        return np.where(values > 0, values, np.expm1(np.minimum(values, 0)))

    def softmax(self, values: Array) -> Array:
        """See `Operations`."""
        import numpy as np

        powers = np.exp(values - values.max(axis=-1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))

    def normalise(self, values: Array, gain: Array, shift: Array) -> Array:
        """See `Operations`."""
        import numpy as np

        centred = values - values.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
        return np.asarray(centred / np.sqrt(variance + np.float32(_EPSILON)) * gain + shift)

    def windows(self, values: Array, width: int) -> Array:
        """See `Operations`."""
        import numpy as np

        before = (width - 1) // 2
        padded = np.pad(values, ((0, 0), (before, width - 1 - before), (0, 0)))
        views = np.lib.stride_tricks.sliding_window_view(padded, width, axis=1)
        return views.reshape(*values.shape[:2], -1)

    def halve(self, values: Array) -> Array:
        """See `Operations`."""
        import numpy as np

        half = values.shape[1] // 2
        return np.maximum(values[:, : 2 * half : 2], values[:, 1 : 2 * half : 2])

    def summary(self, values: Array) -> Array:
        """See `Operations`."""
        import numpy as np

        return np.concatenate([values.mean(axis=1), values.max(axis=1)], axis=1)

    def join(self, parts: list[Array], axis: int) -> Array:
        """See `Operations`."""
        import numpy as np

        return np.concatenate(parts, axis=axis)

    def repeat(self, values: Array, count: int) -> Array:
        """See `Operations`."""
        import numpy as np

        return np.broadcast_to(values, (count, *values.shape))

    def recur(self, cell: str, values: Array, weights: list[Array]) -> Array:
        """See `Operations`."""
        import numpy as np

        into, over, bias, memory_bias = weights
        given = values @ into.T + bias  # (n_rows, length, n_gates · n_memory)
        memory = np.zeros((len(values), over.shape[1]), values.dtype)
        hidden = memory
        outputs = []
        for place in range(values.shape[1]):
            kept = memory @ over.T + memory_bias
            if cell == "lstm":
                memory, hidden = _lstm(given[:, place] + kept, hidden)
            else:
                memory = _gru(given[:, place], kept, memory)
            outputs.append(memory)
        return np.stack(outputs, axis=1)


def _sigmoid(values: Array) -> Array:
    import numpy as np

    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values)), dtype=values.dtype)


def _gru(given: Array, kept: Array, memory: Array) -> Array:
    """Give the memory after one place (n_rows, n_memory)."""
    import numpy as np

    reset, update, new = np.split(given, 3, axis=1)
    of_reset, of_update, of_new = np.split(kept, 3, axis=1)
    share = _sigmoid(update + of_update)
    fresh = np.tanh(new + _sigmoid(reset + of_reset) * of_new)
    return np.asarray((1 - share) * fresh + share * memory)


def _lstm(gates: Array, hidden: Array) -> tuple[Array, Array]:
    """Give what is shown of the memory after one place, and the memory itself."""
    import numpy as np

    let_in, forget, new, let_out = np.split(gates, 4, axis=1)
    hidden = _sigmoid(forget) * hidden + _sigmoid(let_in) * np.tanh(new)
    return _sigmoid(let_out) * np.tanh(hidden), hidden
