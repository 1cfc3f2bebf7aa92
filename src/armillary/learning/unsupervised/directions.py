"""Rows seen from a few directions, and had back from there."""

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

_ARRAYS, _NAMES = "directions.safetensors", "directions.json"


@dataclass(frozen=True)
class Directions:
    """A linear map there (n_components, n_columns) and one back (n_columns, n_components).

    ``explained`` are the shares of the spread that the components show, where that is known.
    """

    columns: tuple[str, ...]
    centre: Floats
    there: Floats
    back: Floats
    explained: Floats | None = None
    places_new: bool = True

    def __post_init__(self) -> None:
        """Lay the maps out as they are once loaded: else sums end in other last bits there."""
        import numpy as np

        for name in ("there", "back"):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name)))

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the coordinates (n_rows, n_components)."""
        import numpy as np

        require_sound(features.shape[1] == len(self.centre), "they are for another table")
        return np.asarray((features - self.centre) @ self.there.T)

    def restore(self, described: npt.NDArray[Any]) -> Floats:
        """Give rows (n_rows, n_columns) back from their coordinates."""
        import numpy as np

        return np.asarray(described @ self.back.T + self.centre)

    def importance(self) -> Floats:
        """Give how much each column weighs in the components, by how much these explain."""
        import numpy as np

        shares = np.ones(len(self.there)) if self.explained is None else self.explained
        weights: Floats = (np.abs(self.there) * shares[:, None]).sum(axis=0)
        return weights

    def to_state(self) -> State:
        """Give the maps as safetensors and the names as JSON."""
        arrays = {"centre": self.centre, "there": self.there, "back": self.back}
        if self.explained is not None:
            arrays["explained"] = self.explained
        return State({_ARRAYS: pack_arrays(arrays), _NAMES: pack_json({"columns": self.columns})})

    @staticmethod
    def from_state(state: State) -> Directions:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, names = unpack_arrays(state, _ARRAYS), unpack_json(state, _NAMES)
            found = Directions(
                tuple(names["columns"]),
                arrays["centre"],
                arrays["there"],
                arrays["back"],
                arrays.get("explained"),
            )
        count, width = len(found.columns), len(found.centre)
        is_sound = found.there.shape == (count, width) and found.back.shape == (width, count)
        require_sound(is_sound, "its tables do not fit together")
        return found


def name_components(word: str, count: int) -> tuple[str, ...]:
    """Name coordinates: ``pc_1, pc_2``."""
    return tuple(f"{word}_{place + 1}" for place in range(count))
