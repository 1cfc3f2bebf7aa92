"""UMAP: a map of neighbours that keeps something of how groups lie to each other.

**Source:** L. McInnes, J. Healy and J. Melville, "UMAP: Uniform Manifold Approximation and
Projection for Dimension Reduction", arXiv:1802.03426, 2018; computed by umap-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "umap", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["trustworthiness"] > 0.9
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
from armillary.learning.map_parameters import DISTANCE, LEAST_DISTANCE, NEIGHBOURS
from armillary.learning.parameters import Params
from armillary.learning.unsupervised.laying_out import lay_out
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np

_MOST_ROWS = 20_000


class Umap:
    """A graph of neighbours in a plane; one step."""

    id = "umap"
    about = About(
        name="UMAP",
        aliases=(),
        category="Dimensionality Reduction",
        description="Lays rows out in a plane by a graph of neighbours.",
        when_to_use="To see groups and how they lie to each other, in more rows than t-SNE takes.",
        complexity="medium",
        training_time="slow",
        documentation_url="https://umap-learn.readthedocs.io/en/latest/",
        needs_extra="maps",
        presets=(
            Preset("fast", "Details", "Few neighbours.", {"n_neighbors": 8}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "The whole", "Many neighbours.", {"n_neighbors": 50}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = False
    places_new = False
    params = Params([NEIGHBOURS, LEAST_DISTANCE, DISTANCE])

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Lay the rows out; others are placed among their nearest neighbours."""
        yield lay_out("umap", data, params, rng, most_rows=_MOST_ROWS)

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows with their places."""
        return NearestKnown.from_state(state)


algorithm = Umap()
