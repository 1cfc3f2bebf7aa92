"""Clusters known by their centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
from armillary.learning.pack import pack_arrays, reading_weights, require_sound, unpack_arrays

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "centres.safetensors"
_CELLS = 4_000_000


@dataclass(frozen=True)
class Centres:
    """The centres (n_clusters, n_columns); a row belongs to the nearest."""

    centres: Floats

    columns = ("cluster", "distance")
    places_new = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give each row's cluster and its distance from the centre (n_rows, 2)."""
        import numpy as np

        require_sound(features.shape[1] == self.centres.shape[1], "they are for another table")
        nearest, squares = nearest_centre(features, self.centres)
        return np.column_stack([nearest.astype(np.float64), np.sqrt(squares)])

    def importance(self) -> Floats:
        """Give how far the centres lie apart in each column (n_columns,)."""
        import numpy as np

        spread: Floats = np.asarray(self.centres.std(axis=0), dtype=np.float64)
        return spread

    def to_state(self) -> State:
        """Give the centres as a safetensors file."""
        return State({_FILE: pack_arrays({"centres": self.centres})})

    @staticmethod
    def from_state(state: State) -> Centres:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            centres = unpack_arrays(state, _FILE)["centres"]
        require_sound(centres.ndim == 2 and len(centres) > 0, "there are no centres")
        return Centres(centres)


def nearest_centre(features: npt.NDArray[Any], centres: Floats) -> tuple[Any, Floats]:
    """Give each row's nearest centre and the squared distance, both (n_rows,)."""
    import numpy as np

    nearest = np.empty(len(features), dtype=np.int64)
    squares = np.empty(len(features))
    size = max(1, _CELLS // max(1, centres.size))
    for start in range(0, len(features), size):
        part = slice(start, start + size)
        rows = features[part].astype(np.float64, copy=False)
        apart = ((rows[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)  # (row, centre)
        nearest[part] = apart.argmin(axis=1)
        squares[part] = apart[np.arange(len(rows)), nearest[part]]
    return nearest, squares
