"""FastICA: the independent sources whose mixtures the columns are.

**Source:** A. Hyvärinen and E. Oja, "Independent component analysis: algorithms and applications",
Neural Networks 13, 2000; computed by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "fast_ica", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["explained_variance"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Mapping
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
from armillary.learning.converging import is_cut_short
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.unsupervised.directions import Directions, name_components
from armillary.learning.unsupervised.learning import in_one_step, measure_restoring
from armillary.learning.unsupervised.params import COMPONENTS

if TYPE_CHECKING:
    import numpy as np


class FastIca:
    """Directions along which rows are as unlike a bell as can be; one step."""

    id = "fast_ica"
    about = About(
        name="FastICA",
        aliases=("ica", "independent_component_analysis"),
        category="Dimensionality Reduction",
        description="Takes mixtures apart into the independent sources that they are made of.",
        when_to_use="Signals that were mixed: sensors, voices, spectra.",
        complexity="medium",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/decomposition.html#ica",
        presets=(
            Preset("fast", "A plane", "Two sources.", {"n_components": 2}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Until nothing moves.",
                   {"max_iter": 5000, "tolerance": 1e-6}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            COMPONENTS,
            ChoiceParam(
                name="contrast",
                title="Unlike a bell by",
                effect="Logcosh suits most; cube heeds rare, large values; exp is robust.",
                default="logcosh",
                options=("logcosh", "exp", "cube"),
                advanced=True,
            ),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops there even if the directions still turn.",
                default=500,
                minimum=1,
                maximum=100_000,
                unit="iterations",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="tolerance",
                title="Tolerance",
                effect="Lower goes on until the directions hardly turn.",
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
        """Turn the directions until they are independent."""
        import numpy as np
        from sklearn.decomposition import FastICA

        rows = data.features
        rank = int(np.linalg.matrix_rank(rows - rows.mean(axis=0)))
        count = min(params["n_components"], max(1, rank))
        model = FastICA(
            n_components=count,
            fun=params["contrast"],
            max_iter=params["max_iter"],
            tol=params["tolerance"],
            whiten="unit-variance",
            random_state=int(rng.integers(2**31)),
        )
        told = []
        if is_cut_short(model, rows, None):
            told.append(
                f"The directions still turned after {params['max_iter']} iterations. Allow more "
                "iterations, or fewer dimensions."
            )
        if count < params["n_components"]:
            told.append(f"The columns have {count} directions only, so {count} were made.")
        reduced = Directions(
            name_components("source", count), model.mean_, model.components_, model.mixing_
        )
        yield in_one_step(reduced, measure_restoring(reduced, data), told)

    def load(self, state: State) -> Directions:
        """Give the stored directions."""
        return Directions.from_state(state)


algorithm = FastIca()
