"""DBSCAN: groups of any shape, wherever rows lie densely; what lies alone belongs to none.

**Source:** M. Ester, H.-P. Kriegel, J. Sander and X. Xu, "A density-based algorithm for discovering
clusters in large spatial databases with noise", KDD 1996; computed by scikit-learn. Where no
radius is given, it lies at the knee of the sorted distances to the k-th neighbour, as they advise.

Example:
    >>> from sklearn.datasets import make_moons
    >>> import pandas as pd
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> places, moon = make_moons(400, noise=0.05, random_state=0)
    >>> table = pd.DataFrame(places, columns=["x", "y"]).assign(moon=moon)
    >>> *_, last = fit(table, Task("clustering", "moon"), "dbscan", {"eps": 0.3}, seed=0)
    >>> last.evaluation["overall_metrics"]["adjusted_rand"] > 0.9
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
from armillary.learning.spreading import spread
from armillary.learning.unsupervised.learning import draw_rows, in_one_step, measure_separation
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_MOST_ROWS = 20_000
_ASKED_ROWS = 2_000


class Dbscan:
    """Clusters of dense places; one step."""

    id = "dbscan"
    about = About(
        name="DBSCAN",
        category="Traditional ML",
        description="Finds groups of any shape where rows lie densely, and says what is noise.",
        when_to_use="Winding groups of unknown number, with stray rows between them.",
        complexity="medium",
        training_time="medium",
        documentation_url="https://scikit-learn.org/stable/modules/clustering.html#dbscan",
        presets=(
            Preset("fast", "Fine", "Small groups count.", {"min_samples": 3}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Coarse", "Only dense groups count.", {"min_samples": 15}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            FloatParam(
                name="eps",
                title="Radius",
                effect=(
                    "How near is near, in standard deviations; larger joins groups. Empty takes it "
                    "from how far neighbours lie apart."
                ),
                default=None,
                minimum=0.0,
                maximum=1000.0,
                above_minimum=True,
                nullable=True,
                null_means="from the data",
                log=True,
            ),
            IntParam(
                name="min_samples",
                title="Rows that make it dense",
                effect="More asks for denser groups and leaves more rows out.",
                default=5,
                minimum=1,
                maximum=1000,
                unit="rows",
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
        """Find the dense places, and keep their rows: a new row belongs where one is near."""
        from sklearn.cluster import DBSCAN

        why = f"every row is compared with its neighbours, and {_MOST_ROWS:,} are many"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        least = min(params["min_samples"], len(rows))
        radius = params["eps"]
        if radius is None:
            radius = find_radius(rows, least)
            told = (*told, f"The radius {radius:.4g} was taken from how far neighbours lie apart.")
        found = DBSCAN(eps=radius, min_samples=least).fit(rows)
        core = found.core_sample_indices_
        model = NearestKnown(
            rows[core],
            found.labels_[core, None].astype("float64"),
            ("cluster",),
            reach=float(radius),
            places_new=True,
        )
        yield in_one_step(model, measure_separation(model, data), told)

    def load(self, state: State) -> NearestKnown:
        """Give the stored rows of dense places."""
        return NearestKnown.from_state(state)


def find_radius(rows: npt.NDArray[Any], neighbours: int) -> float:
    """Give the distance at the knee of the sorted distances to each row's k-th neighbour.

    The knee is where the curve lies farthest below the line from its first to its last point.
    """
    import numpy as np
    from sklearn.neighbors import NearestNeighbors

    count = min(neighbours + 1, len(rows))
    asked = rows[spread(len(rows), _ASKED_ROWS)]
    distances = NearestNeighbors(n_neighbors=count).fit(rows).kneighbors(asked)[0][:, -1]
    curve = np.sort(distances)
    line = np.linspace(curve[0], curve[-1], len(curve))
    knee = float(curve[int((line - curve).argmax())])
    return knee if knee > 0 else max(float(curve[-1]), 1e-6)


algorithm = Dbscan()
