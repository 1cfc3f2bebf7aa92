"""HDBSCAN: dense groups at whatever density each has; what lies alone belongs to none.

**Source:** R. Campello, D. Moulavi and J. Sander, "Density-based clustering based on hierarchical
density estimates", PAKDD 2013; computed by scikit-learn.

Example:
    >>> from sklearn.datasets import make_moons
    >>> import pandas as pd
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> places, moon = make_moons(400, noise=0.05, random_state=0)
    >>> table = pd.DataFrame(places, columns=["x", "y"]).assign(moon=moon)
    >>> *_, last = fit(table, Task("clustering", "moon"), "hdbscan", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["n_clusters"]
    2.0

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
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.unsupervised.learning import draw_rows, in_one_step, measure_separation
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np

_MOST_ROWS = 20_000


class Hdbscan:
    """Clusters that last while the density falls; one step."""

    id = "hdbscan"
    about = About(
        name="HDBSCAN",
        category="Traditional ML",
        description="Finds dense groups of any shape and density, with next to nothing to set.",
        when_to_use="When nobody knows how many groups there are, and some are denser than others.",
        complexity="medium",
        training_time="medium",
        documentation_url="https://scikit-learn.org/stable/modules/clustering.html#hdbscan",
        presets=(
            Preset("fast", "Fine", "Small groups count.", {"min_cluster_size": 5}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Coarse", "Only large groups count.", {"min_cluster_size": 50}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = False
    places_new = False
    params = Params(
        [
            IntParam(
                name="min_cluster_size",
                title="Smallest group",
                effect="Smaller groups count as noise; higher finds fewer, larger groups.",
                default=10,
                minimum=2,
                maximum=10_000,
                unit="rows",
                log=True,
            ),
            IntParam(
                name="min_samples",
                title="Rows that make it dense",
                effect="More leaves more rows out; empty takes the size of the smallest group.",
                default=None,
                minimum=1,
                maximum=1000,
                unit="rows",
                nullable=True,
                null_means="as the smallest group",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="cluster_selection_epsilon",
                title="Joining distance",
                effect="Groups nearer than this are one, in standard deviations.",
                default=0.0,
                minimum=0.0,
                maximum=1000.0,
                advanced=True,
            ),
            ChoiceParam(
                name="cluster_selection_method",
                title="Which groups",
                effect="Those that last longest (eom), or the smallest ones (leaf).",
                default="eom",
                options=("eom", "leaf"),
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
        """Find the groups; a row that was not there is taken for the nearest that was."""
        import numpy as np
        from sklearn import cluster

        why = "its work grows with the square of their number"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        most = len(rows) - 1
        least = params["min_samples"]
        found = cluster.HDBSCAN(
            min_cluster_size=max(2, min(params["min_cluster_size"], most)),
            min_samples=None if least is None else min(least, most),
            cluster_selection_epsilon=params["cluster_selection_epsilon"],
            cluster_selection_method=params["cluster_selection_method"],
            copy=True,
        ).fit(rows)
        said = np.column_stack([found.labels_, found.probabilities_]).astype(np.float64)
        model = NearestKnown(rows, said, ("cluster", "probability"))
        yield in_one_step(model, measure_separation(model, data), told)

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows with their clusters."""
        return NearestKnown.from_state(state)


algorithm = Hdbscan()
