"""Agglomerative clustering: begin with every row by itself, and join the two nearest groups.

**Source:** J. Ward, "Hierarchical grouping to optimize an objective function", Journal of the
American Statistical Association 58, 1963; computed by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("clustering", "target")
    >>> *_, last = fit(table, task, "agglomerative_clustering", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["adjusted_rand"] > 0.5
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
from armillary.learning.parameters import ChoiceParam, Params
from armillary.learning.unsupervised.learning import draw_rows, in_one_step, measure_separation
from armillary.learning.unsupervised.nearest import NearestKnown
from armillary.learning.unsupervised.params import CLUSTERS

if TYPE_CHECKING:
    import numpy as np

_MOST_ROWS = 8_000


class AgglomerativeClustering:
    """Groups that were joined step by step; one step to watch."""

    id = "agglomerative_clustering"
    about = About(
        name="Agglomerative Clustering",
        aliases=("hierarchical_clustering",),
        category="Traditional ML",
        description="Joins the nearest groups again and again until as many are left as asked for.",
        when_to_use="Small tables, and groups within groups.",
        complexity="medium",
        training_time="medium",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/clustering.html#hierarchical-clustering"
        ),
        presets=(
            Preset("fast", "Chains", "Joins whatever is near.", {"linkage": "single"}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Compact", "Joins by the farthest rows.", {"linkage": "complete"}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = False
    places_new = False
    params = Params(
        [
            CLUSTERS,
            ChoiceParam(
                name="linkage",
                title="Distance of groups",
                effect=(
                    "Ward keeps groups tight; average and complete look at all rows of both; "
                    "single follows chains."
                ),
                default="ward",
                options=("ward", "average", "complete", "single"),
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
        """Join groups; a row that was not there is taken for the nearest that was."""
        from sklearn import cluster

        why = "all of them are compared with all, which takes memory"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        found = cluster.AgglomerativeClustering(
            min(params["n_clusters"], len(rows)), linkage=params["linkage"]
        ).fit(rows)
        model = NearestKnown(rows, found.labels_[:, None].astype("float64"), ("cluster",))
        yield in_one_step(model, measure_separation(model, data), told)

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows with their clusters."""
        return NearestKnown.from_state(state)


algorithm = AgglomerativeClustering()
