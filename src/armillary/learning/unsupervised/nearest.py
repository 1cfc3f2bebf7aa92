"""Methods that know only the rows they learned from: others are taken for the nearest of these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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

_ARRAYS, _SHAPE = "known_rows.safetensors", "known_rows.json"


@dataclass(frozen=True)
class NearestKnown:
    """The rows learned from (n, n_columns) and what is said of each (n, n_described).

    A row gets what its nearest known row has; with more ``neighbours``, their mean, the nearer the
    weightier. Beyond ``reach``, where there is one, the first number is -1: it belongs to nothing.
    """

    rows: npt.NDArray[Any]
    said: Floats
    columns: tuple[str, ...]
    neighbours: int = 1
    reach: float | None = None
    places_new: bool = False

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give what the nearest known rows have (n_rows, n_described)."""
        import numpy as np

        require_sound(features.shape[1] == self.rows.shape[1], "they are for another table")
        if not len(self.rows):
            return np.full((len(features), len(self.columns)), -1.0)
        distances, places = self._search.kneighbors(features)
        if self.neighbours == 1:
            said: Floats = self.said[places[:, 0]].copy()
        else:
            weights = 1.0 / np.maximum(distances, 1e-12)
            weights /= weights.sum(axis=1, keepdims=True)
            said = (self.said[places] * weights[:, :, None]).sum(axis=1)
        if self.reach is not None:
            said[distances[:, 0] > self.reach, 0] = -1.0
        return said

    def importance(self) -> None:
        """Neighbours weigh all columns alike."""

    def to_state(self) -> State:
        """Give the rows and what is said of them."""
        shape = {
            "columns": self.columns,
            "neighbours": self.neighbours,
            "reach": self.reach,
            "places_new": self.places_new,
        }
        arrays = {"rows": self.rows, "said": self.said}
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> NearestKnown:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, shape = unpack_arrays(state, _ARRAYS), unpack_json(state, _SHAPE)
            rows, said = arrays["rows"], arrays["said"]
            columns = tuple(shape.pop("columns"))
            is_sound = rows.ndim == 2 and said.shape == (len(rows), len(columns))
            require_sound(is_sound, "its tables do not fit together")
            return NearestKnown(rows, said, columns, **shape)

    @cached_property
    def _search(self) -> Any:
        from sklearn.neighbors import NearestNeighbors

        count = min(self.neighbours, len(self.rows))
        return NearestNeighbors(n_neighbors=count).fit(self.rows)
