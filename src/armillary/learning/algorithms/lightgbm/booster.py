"""LightGBM boosters in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
from armillary.learning.linear import both_shares

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BEST_FILE = "model.lightgbm.txt"


@dataclass(frozen=True)
class BoosterPredictor:
    """A booster, used up to its best round."""

    booster: Any

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        output = np.asarray(self.booster.predict(features, num_threads=1))
        if output.ndim == 1 and self.booster.params.get("objective") == "binary":
            return both_shares(output)
        return output

    def importance(self) -> npt.NDArray[np.float64]:
        """Give what the splits on each column gained in all (n_columns,)."""
        gains: npt.NDArray[np.float64] = self.booster.feature_importance("gain")
        return gains

    def to_state(self) -> State:
        """Give the booster as LightGBM's own text."""
        return State({BEST_FILE: self.booster.model_to_string().encode()})


def read_booster(text: bytes) -> Any:
    """Read a booster from its text."""
    import lightgbm

    return lightgbm.Booster(model_str=text.decode())
