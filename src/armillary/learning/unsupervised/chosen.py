"""Columns that are kept, all others dropped."""

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

_ARRAYS, _NAMES = "chosen.safetensors", "chosen.json"


@dataclass(frozen=True)
class Chosen:
    """The places of the kept columns, and the scores of all (n_columns,)."""

    columns: tuple[str, ...]
    kept: npt.NDArray[np.int64]
    scores: Floats
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the kept columns (n_rows, n_kept)."""
        import numpy as np

        require_sound(features.shape[1] == len(self.scores), "they are for another table")
        return np.asarray(features[:, self.kept], dtype=np.float64)

    def importance(self) -> Floats:
        """Give what each column tells of the target (n_columns,)."""
        return self.scores

    def to_state(self) -> State:
        """Give the places and scores as safetensors and the names as JSON."""
        arrays = {"kept": self.kept, "scores": self.scores}
        return State({_ARRAYS: pack_arrays(arrays), _NAMES: pack_json({"columns": self.columns})})

    @staticmethod
    def from_state(state: State) -> Chosen:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, names = unpack_arrays(state, _ARRAYS), unpack_json(state, _NAMES)
            columns, kept = tuple(names["columns"]), arrays["kept"]
            known = bool(((kept >= 0) & (kept < len(arrays["scores"]))).all())
            require_sound(known and len(kept) == len(columns), "a column does not exist")
            return Chosen(columns, kept, arrays["scores"])
