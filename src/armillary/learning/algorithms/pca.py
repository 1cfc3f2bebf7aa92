"""PCA: the few sums of columns in which rows differ most.

**Source:** K. Pearson, "On lines and planes of closest fit to systems of points in space",
Philosophical Magazine 2, 1901; computed by scikit-learn's singular value decomposition.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "pca", {}, seed=0)
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
from armillary.learning.parameters import BoolParam, FloatParam, Params
from armillary.learning.unsupervised.directions import Directions, name_components
from armillary.learning.unsupervised.learning import in_one_step, measure_restoring
from armillary.learning.unsupervised.params import COMPONENTS

if TYPE_CHECKING:
    import numpy as np


class Pca:
    """The directions of the greatest spread; one step."""

    id = "pca"
    about = About(
        name="PCA",
        aliases=("principal_component_analysis",),
        category="Dimensionality Reduction",
        description="Turns many columns into the few directions in which rows differ most.",
        when_to_use="Many columns that say alike, to look at them in a plane, or before a learner.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/decomposition.html#pca",
        presets=(
            Preset("fast", "A plane", "Two dimensions to look at.", {"n_components": 2}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Nearly all", "As many as keep 95 % of the spread.",
                   {"variance_share": 0.95}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            COMPONENTS,
            FloatParam(
                name="variance_share",
                title="Share of the spread kept",
                effect="Takes as many dimensions as keep this share, instead of a fixed number.",
                default=None,
                minimum=0.0,
                maximum=1.0,
                above_minimum=True,
                nullable=True,
                null_means="a fixed number of dimensions",
            ),
            BoolParam(
                name="whiten",
                title="Whiten",
                effect="Gives every dimension the same spread, so that small ones count as much.",
                default=False,
                advanced=True,
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
        import numpy as np
        from sklearn.decomposition import PCA

        rows = data.features
        model = PCA(svd_solver="full").fit(rows)
        most = len(model.components_)
        count = min(params["n_components"], most)
        if params["variance_share"] is not None:
            reached = np.cumsum(model.explained_variance_ratio_) >= params["variance_share"] - 1e-9
            count = int(reached.argmax()) + 1 if reached.any() else most
        there = model.components_[:count]
        spread = np.sqrt(np.maximum(model.explained_variance_[:count], 1e-12))
        scale = spread if params["whiten"] else np.ones(count)
        reduced = Directions(
            name_components("pc", count),
            model.mean_,
            there / scale[:, None],
            (there * scale[:, None]).T,
            model.explained_variance_ratio_[:count],
        )
        few = f"The columns and rows have {most} directions only, so {count} were made."
        is_fewer = params["variance_share"] is None and count < params["n_components"]
        yield in_one_step(reduced, measure_restoring(reduced, data), (few,) if is_fewer else ())

    def load(self, state: State) -> Directions:
        """Give the stored directions."""
        return Directions.from_state(state)


algorithm = Pca()
