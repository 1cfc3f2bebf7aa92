"""NMF: parts that add up to the rows, none of them ever taken away.

**Source:** D. Lee and H. Seung, "Learning the parts of objects by non-negative matrix
factorization", Nature 401, 1999; see `armillary.learning.unsupervised.factors`.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "nmf", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["explained_variance"] > 0.8
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.pace import Pulse
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.unsupervised.affine import never_zero
from armillary.learning.unsupervised.directions import name_components
from armillary.learning.unsupervised.factors import Factors, begin
from armillary.learning.unsupervised.learning import measure_restoring
from armillary.learning.unsupervised.params import COMPONENTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _NAMES = "parts.safetensors", "parts.json"
_SHARES, _PROGRESS = "shares.safetensors", "progress.json"
# Beside these, the first iterations, ever fewer of them.
_MEASURED_EVERY = 100
_MEASURED_ON_THE_WAY, _MEASURED_ROWS = 200, 2_000
_PROGRESSED = ("iteration", "first", "moved")


@dataclass(frozen=True)
class Parts:
    """Parts (n_components, n_columns) of rows that lie between ``low`` and ``low + width``."""

    columns: tuple[str, ...]
    parts: Floats
    low: Floats
    width: Floats
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give how much of each part is in each row (n_rows, n_components)."""
        import numpy as np
        from scipy.optimize import nnls

        require_sound(features.shape[1] == len(self.low), "they are for another table")
        # Row by row, so that what is said of one does not depend on the others.
        turned = np.ascontiguousarray(self.parts.T)
        shares = [nnls(turned, row)[0] for row in self.positive(features).astype(np.float64)]
        return np.array(shares).reshape(len(features), len(self.parts))

    def restore(self, described: npt.NDArray[Any]) -> Floats:
        """Give the rows that so much of each part makes (n_rows, n_columns)."""
        import numpy as np

        return np.asarray(described @ self.parts * self.width + self.low)

    def positive(self, features: npt.NDArray[Any]) -> Floats:
        """Measure each column from its least value, in widths of its range."""
        import numpy as np

        return np.maximum((features - self.low) / self.width, 0.0)

    def importance(self) -> Floats:
        """Give how much each column weighs in the parts (n_columns,)."""
        weights: Floats = self.parts.sum(axis=0)
        return weights

    def to_state(self) -> State:
        """Give the parts as safetensors and the names as JSON."""
        arrays = {"parts": self.parts, "low": self.low, "width": self.width}
        return State({_ARRAYS: pack_arrays(arrays), _NAMES: pack_json({"columns": self.columns})})

    @staticmethod
    def from_state(state: State) -> Parts:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, names = unpack_arrays(state, _ARRAYS), unpack_json(state, _NAMES)
            columns, parts = tuple(names["columns"]), arrays["parts"]
            is_sound = parts.shape == (len(columns), len(arrays["low"]))
            is_sound = is_sound and bool((parts >= 0).all())
            require_sound(is_sound, "its tables do not fit together")
            return Parts(columns, parts, arrays["low"], arrays["width"])


class _Search:
    """Factors of one table, and how far they are."""

    def __init__(self, data: Table, params: Mapping[str, Any], seed: int) -> None:
        rows = data.features
        self._low = rows.min(axis=0)
        self._width = never_zero(rows.max(axis=0) - self._low)
        self._rows = (rows - self._low) / self._width
        self._params = params
        self._count = min(params["n_components"], *rows.shape)
        self._factors = begin(self._rows, self._count, seed)

    @property
    def is_over(self) -> bool:
        """Whether the parts stay, or no more iterations are wanted."""
        return self._is_still or self._factors.iteration >= self._params["max_iter"]

    @property
    def _is_still(self) -> bool:
        tolerance: float = self._params["tolerance"]
        return self._factors.moved <= tolerance

    @property
    def is_to_be_measured(self) -> bool:
        """Whether this is a point of the curve: measuring takes longer than an iteration."""
        step = self._factors.iteration
        return self.is_over or step % _MEASURED_EVERY == 0 or step & (step - 1) == 0

    @property
    def measured_rows(self) -> int:
        """How many rows are measured at most: on the way fewer than at the end."""
        return _MEASURED_ROWS if self.is_over else _MEASURED_ON_THE_WAY

    def improve(self) -> None:
        """Improve the parts once."""
        self._factors.improve(self._rows, self._params["sparseness"] / 100)

    def parts(self) -> Parts:
        """Give the parts as they are now."""
        import numpy as np

        names = name_components("part", self._count)
        return Parts(names, np.array(self._factors.parts.T, order="C"), self._low, self._width)

    def look(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look that keeps how the parts are now."""
        parts, step = self.parts(), self._factors.iteration
        shares = self._factors.shares.copy()
        progress = {name: getattr(self._factors, name) for name in _PROGRESSED}

        def state() -> State:
            resumable = {
                _SHARES: pack_arrays({"shares": shares}),
                _PROGRESS: pack_json(progress),
            }
            return State({**parts.to_state().files, **resumable}, frozenset(resumable))

        return Snapshot(
            step=step,
            total=step if self.is_over else self._params["max_iter"],
            unit="iteration",
            metrics=metrics,
            state=state,
            predictor=lambda: parts,
            warnings=self._told(),
        )

    def restore(self, state: State) -> None:
        """Go back to where a state was taken."""
        import numpy as np

        with reading_weights():
            parts, shares = unpack_arrays(state, _ARRAYS)["parts"], unpack_arrays(state, _SHARES)
            turned = np.ascontiguousarray(parts.T)
            self._factors = Factors(shares["shares"], turned, **unpack_json(state, _PROGRESS))

    def _told(self) -> tuple[str, ...]:
        told, most = [], self._params["max_iter"]
        if self.is_over and not self._is_still:
            told.append(f"The parts still changed after {most} iterations. Allow more.")
        if (count := self._count) < self._params["n_components"]:
            told.append(f"The table is {count} columns or rows wide only, so {count} were made.")
        return tuple(told)


class Nmf:
    """Positive parts and positive shares of them, iteration by iteration."""

    id = "nmf"
    about = About(
        name="NMF",
        aliases=("non_negative_matrix_factorization",),
        category="Dimensionality Reduction",
        description="Describes each row as so much of this part and so much of that.",
        when_to_use="Counts, intensities, spectra: where things add up and parts have a meaning.",
        complexity="medium",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/decomposition.html#nmf",
        presets=(
            Preset("fast", "A plane", "Two parts.", {"n_components": 2}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Until nothing moves.",
                   {"max_iter": 5000, "tolerance": 1e-7}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding()
    resumable = True
    params = Params(
        [
            COMPONENTS,
            FloatParam(
                name="sparseness",
                title="Sparseness",
                effect="Higher makes parts of fewer columns.",
                default=0.0,
                minimum=0.0,
                maximum=1.0,
            ),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops there even if the parts still change.",
                default=1000,
                minimum=1,
                maximum=100_000,
                unit="iterations",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="tolerance",
                title="Tolerance",
                effect="Lower goes on until the parts hardly change.",
                default=1e-4,
                minimum=1e-10,
                maximum=0.1,
                advanced=True,
                log=True,
            ),
        ]
    )

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Improve the parts until they stay, each column measured from its least value."""
        seed = int(rng.integers(2**31))
        search = _Search(data, params, seed)
        if resume is not None:
            search.restore(resume)
            yield search.look({})
        pulse = Pulse(machine.clock)
        while not search.is_over:
            search.improve()
            if search.is_to_be_measured:
                yield search.look(measure_restoring(search.parts(), data, search.measured_rows))
            elif pulse.is_due():
                yield search.look({})
            else:
                continue
            pulse.beat()

    def load(self, state: State) -> Parts:
        """Give the stored parts."""
        return Parts.from_state(state)


algorithm = Nmf()
