"""Kernel PCA: principal components after the space is bent.

**Source:** B. Schölkopf, A. Smola and K.-R. Müller, "Nonlinear component analysis as a kernel
eigenvalue problem", Neural Computation 10, 1998; solved by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "kernel_pca", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["trustworthiness"] > 0.8
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
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.unsupervised.directions import name_components
from armillary.learning.unsupervised.learning import draw_rows, in_one_step
from armillary.learning.unsupervised.params import COMPONENTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SHAPE = "bent.safetensors", "bent.json"
_MOST_ROWS = 3_000
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Bent:
    """Known rows (n, n_columns) and how much each says of each component (n, n_components).

    ``means`` (n,) are the mean similarities of the known rows, ``mean`` that of all of them.
    """

    columns: tuple[str, ...]
    rows: Floats
    weights: Floats
    means: Floats
    mean: float
    kernel: str
    settings: Mapping[str, Any]
    explained: Floats
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the coordinates (n_rows, n_components)."""
        import numpy as np

        require_sound(features.shape[1] == self.rows.shape[1], "they are for another table")
        parts = []
        for start in range(0, len(features), _AT_ONCE):
            alike = similarities(
                features[start : start + _AT_ONCE], self.rows, self.kernel, self.settings
            )
            centred = alike - alike.mean(axis=1, keepdims=True) - self.means + self.mean
            parts.append(centred @ self.weights)
        return np.concatenate(parts)

    def importance(self) -> None:
        """Columns have no weights of their own where a kernel bends the space."""

    def to_state(self) -> State:
        """Give the rows and weights as safetensors, and how rows are compared as JSON."""
        arrays = {name: getattr(self, name) for name in ("rows", "weights", "means", "explained")}
        shape = {
            "columns": self.columns,
            "mean": self.mean,
            "kernel": self.kernel,
            "settings": dict(self.settings),
        }
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Bent:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, shape = unpack_arrays(state, _ARRAYS), unpack_json(state, _SHAPE)
            columns, rows = tuple(shape["columns"]), arrays["rows"]
            is_sound = arrays["weights"].shape == (len(rows), len(columns))
            is_sound = is_sound and arrays["means"].shape == (len(rows),)
            require_sound(is_sound, "its tables do not fit together")
            return Bent(
                columns, rows, arrays["weights"], arrays["means"], float(shape["mean"]),
                shape["kernel"], shape["settings"], arrays["explained"],
            )  # fmt: skip


def similarities(
    rows: npt.NDArray[Any], known: Floats, kernel: str, settings: Mapping[str, Any]
) -> Floats:
    """Compare rows with known rows (n_rows, n_known)."""
    import numpy as np
    from sklearn.metrics.pairwise import pairwise_kernels

    found = pairwise_kernels(rows, known, metric=kernel, filter_params=True, **settings)
    return np.asarray(found, dtype=np.float64)


class KernelPca:
    """The directions of the greatest spread in a bent space; one step."""

    id = "kernel_pca"
    about = About(
        name="Kernel PCA",
        category="Dimensionality Reduction",
        description="PCA that follows curves: rings and spirals come apart.",
        when_to_use="Structure that no straight view shows, in up to some thousand rows.",
        complexity="medium",
        training_time="medium",
        documentation_url="https://scikit-learn.org/stable/modules/decomposition.html#kernel-pca",
        presets=(
            Preset("fast", "A plane", "Two dimensions to look at.", {"n_components": 2}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "More", "Ten dimensions.", {"n_components": 10}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            COMPONENTS,
            ChoiceParam(
                name="kernel",
                title="Kernel",
                effect="Rbf compares by distance, poly by products, cosine by direction.",
                default="rbf",
                options=("rbf", "poly", "cosine", "sigmoid"),
            ),
            FloatParam(
                name="gamma",
                title="Reach",
                effect="Higher lets rows see only near ones; empty takes one by the columns.",
                default=None,
                minimum=0.0,
                maximum=1000.0,
                above_minimum=True,
                nullable=True,
                null_means="1 by the number of columns",
                log=True,
            ),
            IntParam(
                name="degree",
                title="Degree",
                effect="How many columns are multiplied.",
                default=3,
                minimum=2,
                maximum=6,
                when=("kernel", ("poly",)),
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
        """Solve once for all known rows."""
        import numpy as np
        from scipy.linalg import eigh

        why = "all of them are compared with all, which takes memory"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        gamma = params["gamma"] or 1.0 / rows.shape[1]
        settings = {"gamma": gamma, "degree": params["degree"], "coef0": 1.0}
        alike = similarities(rows, rows, params["kernel"], settings)
        means = alike.mean(axis=0)
        centred = alike - means - means[:, None] + means.mean()
        count = min(params["n_components"], len(rows))
        # The driver that finds a few of them finds none where all are alike: rows like no other.
        few = (len(rows) - count, len(rows) - 1)
        values, vectors = eigh(centred, subset_by_index=few)
        if len(values) < count:
            values, vectors = (found[..., -count:] for found in eigh(centred))
        values, vectors = values[::-1], vectors[:, ::-1]
        # Which of two opposite directions is found depends on the machine; the larger side is up.
        largest = np.abs(vectors).argmax(axis=0)
        vectors = vectors * np.sign(vectors[largest, np.arange(len(largest))])
        total = float(np.trace(centred)) or 1.0
        kept = np.maximum(values[:count], 1e-12)
        reduced = Bent(
            name_components("kpc", count),
            rows,
            np.ascontiguousarray(vectors[:, :count] / np.sqrt(kept)),
            means,
            float(means.mean()),
            params["kernel"],
            settings,
            np.maximum(values[:count], 0.0) / total,
        )
        yield in_one_step(reduced, {}, told)

    def load(self, state: State) -> Bent:
        """Give the stored rows and their weights."""
        return Bent.from_state(state)


algorithm = KernelPca()
