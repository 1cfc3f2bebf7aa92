"""Linear models in use: one matrix product, no library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.pack import pack_arrays, reading_weights, require_sound, unpack_arrays

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "linear.safetensors"


@dataclass(frozen=True)
class LinearPredictor:
    """A linear map with coefficients (n_outputs, n_columns) and intercepts (n_outputs,).

    A classifier with one output gives the log odds of its second class.
    """

    kind: TaskKind
    coefficients: Floats
    intercepts: Floats

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        scores = features @ self.coefficients.T + self.intercepts  # (n_rows, n_outputs)
        if self.kind == "regression":
            return scores[:, 0]
        return softmax(scores) if scores.shape[1] > 1 else two_classes(scores[:, 0])

    def importance(self) -> Floats:
        """Give the mean absolute coefficient of each column (n_columns,)."""
        import numpy as np

        mean: Floats = np.abs(self.coefficients).mean(axis=0)
        return mean

    def to_state(self) -> State:
        """Give the coefficients as a safetensors file."""
        arrays = {"coefficients": self.coefficients, "intercepts": self.intercepts}
        return State({_FILE: pack_arrays(arrays)})

    @staticmethod
    def from_state(kind: TaskKind, state: State) -> LinearPredictor:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays = unpack_arrays(state, _FILE)
            coefficients, intercepts = arrays["coefficients"], arrays["intercepts"]
        fits = coefficients.ndim == 2 and intercepts.shape == coefficients.shape[:1]
        require_sound(fits, "coefficients and intercepts do not fit together")
        return LinearPredictor(kind, coefficients, intercepts)


def softmax(scores: Floats) -> Floats:
    """Turn scores (n_rows, n_classes) into shares that sum to 1 in each row."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def two_classes(log_odds: Floats) -> Floats:
    """Turn the log-odds of the second of two classes (n_rows,) into both shares (n_rows, 2)."""
    import numpy as np

    half = np.exp(-np.abs(log_odds))
    larger = 1.0 / (1.0 + half)
    second = np.where(log_odds >= 0, larger, 1.0 - larger)
    return both_shares(second)


def both_shares(second: npt.NDArray[Any]) -> Floats:
    """Give the shares of two classes (n_rows, 2) from that of the second (n_rows,)."""
    import numpy as np

    return np.stack([1.0 - second, second], axis=1)
