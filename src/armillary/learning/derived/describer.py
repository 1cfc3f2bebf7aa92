"""An estimator of scikit-learn in use that predicts nothing, but says several things of a row."""

from __future__ import annotations

import warnings
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Describer, State, TaskKind
from armillary.learning.derived.packing import OBJECTS, pack
from armillary.learning.derived.unpacking import unpack
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)
from armillary.learning.unsupervised.chosen import Chosen
from armillary.learning.unsupervised.flags import with_flags
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE, _RANGES = "meaning.json", "ranges.safetensors"


@dataclass(frozen=True)
class Meaning:
    """What is said of a row of so many columns; ``threshold`` is where it becomes unusual."""

    kind: TaskKind
    n_columns: int
    columns: tuple[str, ...]
    threshold: float = 0.0


@dataclass(frozen=True)
class Unit:
    """Where columns begin and how wide they are, both (n_columns,), to bring them to 0 to 1."""

    low: Floats
    width: Floats

    def __call__(self, features: npt.NDArray[Any]) -> Floats:
        """Give rows between 0 and 1; what lies beyond is taken for the end."""
        import numpy as np

        return np.clip((features - self.low) / self.width, 0.0, 1.0)


@dataclass(frozen=True)
class DerivedDescriber:
    """A fitted estimator and what its answers mean; ``unit`` is there if it wants 0 to 1."""

    estimator: Any
    meaning: Meaning
    unit: Unit | None = None

    places_new = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Name what is said of a row."""
        return self.meaning.columns

    @property
    def threshold(self) -> float:
        """Give the score beyond which a row is unusual."""
        return self.meaning.threshold

    @property
    def explained(self) -> Floats | None:
        """Give the shares of the spread that the components show, where it is known."""
        shares: Floats | None = getattr(self.estimator, "explained_variance_ratio_", None)
        return shares

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give what the columns name (n_rows, n_described)."""
        import numpy as np

        require_sound(features.shape[1] == self.meaning.n_columns, "they are for another table")
        with reading_weights(), np.errstate(over="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what was said of the fit was told then
            rows = np.ascontiguousarray(features, dtype=np.float64)
            said = self._say(rows if self.unit is None else self.unit(rows))
            is_whole = said.shape == (len(rows), len(self.columns)) and np.isfinite(said).all()
            require_sound(bool(is_whole), "they lead to no number")
            return said

    def importance(self) -> Floats | None:
        """Give each column's mean weight in the components (n_columns,), where there are such."""
        import numpy as np

        weights = getattr(self.estimator, "components_", None)
        if self.meaning.kind != "dimensionality_reduction" or not isinstance(weights, np.ndarray):
            return None
        if weights.shape[1:] != (self.meaning.n_columns,):
            return None
        mean: Floats = np.abs(weights).mean(axis=0)
        return mean

    def to_state(self) -> State:
        """Give the estimator, the meaning of its answers, and the ranges of its columns."""
        files = {**pack(self.estimator).files, _FILE: pack_json(asdict(self.meaning))}
        if self.unit is not None:
            files[_RANGES] = pack_arrays(vars(self.unit))
        return State(files)

    def _say(self, rows: Floats) -> Floats:
        import numpy as np

        if self.meaning.kind == "clustering":
            said = [self.estimator.predict(rows)]
            if len(self.columns) > 1:
                said.append(self.estimator.predict_proba(rows).max(axis=1))
            return np.column_stack(said).astype(np.float64)
        if self.meaning.kind == "anomaly_detection":
            return with_flags(-self.estimator.score_samples(rows), self.threshold)
        return as_table(self.estimator.transform(rows), len(rows))


class DerivedRestorer(DerivedDescriber):
    """An estimator from whose coordinates the rows can be had back."""

    def restore(self, described: npt.NDArray[Any]) -> Floats:
        """Give rows (n_rows, n_columns) back from their coordinates."""
        rows = as_table(self.estimator.inverse_transform(described), len(described))
        return rows if self.unit is None else rows * self.unit.width + self.unit.low


def as_table(said: Any, n_rows: int) -> Floats:
    """Give numbers as a plain table, also where they came as a sparse one, or of one row as one."""
    import numpy as np
    from scipy import sparse

    plain = np.asarray(said.toarray() if sparse.issparse(said) else said, dtype=np.float64)
    return plain.reshape(n_rows, -1)


def make_describer(estimator: Any, meaning: Meaning, unit: Unit | None) -> DerivedDescriber:
    """Give the describer, one that can restore rows where the estimator can."""
    can_restore = meaning.kind == "dimensionality_reduction" and hasattr(
        estimator, "inverse_transform"
    )
    return (DerivedRestorer if can_restore else DerivedDescriber)(estimator, meaning, unit)


def load_describer(state: State, kind: type, task: TaskKind) -> Describer:
    """Rebuild what was stored, and ask it once; raises `AppError` where it is another one."""
    import numpy as np
    from sklearn.feature_selection import SelectorMixin

    if issubclass(kind, SelectorMixin):
        return Chosen.from_state(state)
    if OBJECTS not in state.files:
        return NearestKnown.from_state(state)
    with reading_weights():
        described = unpack_json(state, _FILE)
        meaning = Meaning(**(described | {"columns": tuple(described["columns"])}))
        found = make_describer(unpack(state), meaning, _unit(state, meaning))
        is_own = type(found.estimator) is kind and meaning.kind == task
        is_own = is_own and 0 < meaning.n_columns == found.estimator.n_features_in_
        require_sound(is_own, "they are of another kind")
    found.predict(np.zeros((1, meaning.n_columns)))
    return found


def _unit(state: State, meaning: Meaning) -> Unit | None:
    if _RANGES not in state.files:
        return None
    unit = Unit(**unpack_arrays(state, _RANGES))
    shape = (meaning.n_columns,)
    is_sound = unit.low.shape == unit.width.shape == shape and bool((unit.width > 0).all())
    require_sound(is_sound, "its ranges are for another table")
    return unit
