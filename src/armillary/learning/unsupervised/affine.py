"""Columns moved and stretched, each by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
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

_ARRAYS, _NAMES = "scales.safetensors", "scales.json"


@dataclass(frozen=True)
class Scales:
    """What is taken from each column, and by what the rest is divided, both (n_columns,)."""

    columns: tuple[str, ...]
    centre: Floats
    scale: Floats
    clip: tuple[float, float] | None = None
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the scaled rows (n_rows, n_columns)."""
        import numpy as np

        require_sound(features.shape[1] == len(self.columns), "they are for another table")
        scaled: Floats = (features - self.centre) / self.scale
        return scaled if self.clip is None else np.clip(scaled, *self.clip)

    def importance(self) -> None:
        """All columns are treated alike."""

    def to_state(self) -> State:
        """Give the numbers as safetensors and the names as JSON."""
        arrays = {"centre": self.centre, "scale": self.scale}
        names = {"columns": self.columns, "clip": self.clip}
        return State({_ARRAYS: pack_arrays(arrays), _NAMES: pack_json(names)})

    @staticmethod
    def from_state(state: State) -> Scales:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, names = unpack_arrays(state, _ARRAYS), unpack_json(state, _NAMES)
            columns = tuple(names["columns"])
            clip = None if names["clip"] is None else (names["clip"][0], names["clip"][1])
            shape = (len(columns),)
            fits = arrays["centre"].shape == arrays["scale"].shape == shape
            require_sound(fits, "its tables do not fit together")
            return Scales(columns, arrays["centre"], arrays["scale"], clip)


def never_zero(scale: Floats) -> Floats:
    """Divide by one where a column does not vary."""
    import numpy as np

    return np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)
