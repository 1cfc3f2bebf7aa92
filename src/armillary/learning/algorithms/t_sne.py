"""t-SNE: a map in which rows that are alike lie together.

**Source:** L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008; the same
map as of a table in the browser, computed by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("dimensionality_reduction", "target")
    >>> *_, last = fit(table, task, "t_sne", {}, seed=0)
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
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.unsupervised.laying_out import lay_out
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np

_MOST_ROWS = 3_000


class Tsne:
    """Neighbourhoods in a plane; one step."""

    id = "t_sne"
    about = About(
        name="t-SNE",
        aliases=("tsne",),
        category="Dimensionality Reduction",
        description="Lays rows out in a plane so that neighbours stay together.",
        when_to_use="To see groups in many columns; distances between groups mean little.",
        complexity="medium",
        training_time="slow",
        documentation_url="https://scikit-learn.org/stable/modules/manifold.html#t-sne",
        presets=(
            Preset("fast", "Fast", "Few iterations.", {"iterations": 500}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Many iterations.", {"iterations": 3000}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("dimensionality_reduction",)
    encoding = Encoding(scale=True)
    resumable = False
    places_new = False
    params = Params(
        [
            FloatParam(
                name="perplexity",
                title="Perplexity",
                effect="How many neighbours count; more shows coarser groups.",
                default=30.0,
                minimum=2.0,
                maximum=200.0,
            ),
            IntParam(
                name="iterations",
                title="Iterations",
                effect="How long places are improved.",
                default=1000,
                minimum=300,
                maximum=5000,
                unit="iterations",
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
        """Lay the rows out; others are placed among their nearest neighbours."""
        yield lay_out("tsne", data, params, rng, most_rows=_MOST_ROWS)

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows with their places."""
        return NearestKnown.from_state(state)


algorithm = Tsne()
