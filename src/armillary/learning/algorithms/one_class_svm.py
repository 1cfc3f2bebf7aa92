"""One-class SVM: a border drawn tightly around most of the rows.

**Source:** B. Schölkopf, J. Platt, J. Shawe-Taylor, A. Smola and R. Williamson, "Estimating the
support of a high-dimensional distribution", Neural Computation 13, 2001; solved by libsvm.

Example:
    >>> from sklearn.datasets import load_breast_cancer
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_breast_cancer(as_frame=True).frame
    >>> task = Task("anomaly_detection", "target")
    >>> *_, last = fit(table, task, "one_class_svm", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["auc"] > 0.5
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
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)
from armillary.learning.parameters import FloatParam, Params
from armillary.learning.unsupervised.flags import FLAG_COLUMNS, find_threshold, with_flags
from armillary.learning.unsupervised.learning import draw_rows, in_one_step, measure_flags
from armillary.learning.unsupervised.params import CONTAMINATION

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SHAPE = "border.safetensors", "border.json"
_MOST_ROWS = 10_000
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Border:
    """Rows that hold the border (n, n_columns) with their weights (n,)."""

    rows: Floats
    weights: Floats
    offset: float
    gamma: float
    threshold: float

    columns = FLAG_COLUMNS
    places_new = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give how far rows lie beyond the border, and whether that is unusual."""
        return with_flags(self.scores(features), self.threshold)

    def scores(self, features: npt.NDArray[Any]) -> Floats:
        """Give how far rows lie beyond the border (n_rows,); inside it is less than zero."""
        import numpy as np
        from sklearn.metrics.pairwise import rbf_kernel

        require_sound(features.shape[1] == self.rows.shape[1], "they are for another table")
        parts = [
            rbf_kernel(features[start : start + _AT_ONCE], self.rows, self.gamma) @ self.weights
            for start in range(0, len(features), _AT_ONCE)
        ]
        return np.asarray(self.offset - np.concatenate(parts))

    def importance(self) -> None:
        """Columns have no weights of their own where a kernel bends the space."""

    def to_state(self) -> State:
        """Give the rows as safetensors and the settings as JSON."""
        arrays = {"rows": self.rows, "weights": self.weights}
        shape = {"offset": self.offset, "gamma": self.gamma, "threshold": self.threshold}
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Border:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, shape = unpack_arrays(state, _ARRAYS), unpack_json(state, _SHAPE)
            found = Border(
                arrays["rows"],
                arrays["weights"],
                shape["offset"],
                shape["gamma"],
                shape["threshold"],
            )
        is_sound = found.weights.shape == (len(found.rows),)
        require_sound(is_sound, "its tables do not fit together")
        return found


class OneClassSvm:
    """A border around what is usual; one step."""

    id = "one_class_svm"
    about = About(
        name="One-Class SVM",
        category="Traditional ML",
        description="Learns the border around what is usual, and finds what lies beyond.",
        when_to_use="Up to some thousand rows that are nearly all usual.",
        complexity="medium",
        training_time="medium",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/outlier_detection.html"
            "#novelty-and-outlier-detection"
        ),
        presets=(
            Preset("fast", "Loose", "A wide border.", {"nu": 0.02}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Tight", "A border close to the rows.", {"nu": 0.2}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("anomaly_detection",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            CONTAMINATION,
            FloatParam(
                name="nu",
                title="Rows let out",
                effect="The share of rows that may lie beyond the border while it is drawn.",
                default=0.1,
                minimum=0.0,
                maximum=0.95,
                above_minimum=True,
            ),
            FloatParam(
                name="gamma",
                title="Reach",
                effect="Higher bends the border around single rows; empty takes one by the data.",
                default=None,
                minimum=0.0,
                maximum=1000.0,
                above_minimum=True,
                nullable=True,
                null_means="by the data",
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
        """Solve once."""
        from sklearn import svm

        why = "the work grows with the square of their number"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        gamma = params["gamma"] or 1.0 / (rows.shape[1] * (rows.var() or 1.0))
        model = svm.OneClassSVM(nu=params["nu"], gamma=gamma).fit(rows)
        offset = -float(model.intercept_[0])
        border = Border(model.support_vectors_, model.dual_coef_[0], offset, float(gamma), 0.0)
        threshold = find_threshold(border.scores(rows), params["contamination"])
        found = Border(border.rows, border.weights, offset, float(gamma), threshold)
        yield in_one_step(found, measure_flags(found, data), told)

    def load(self, state: State) -> Border:
        """Give the stored border."""
        return Border.from_state(state)


algorithm = OneClassSvm()
