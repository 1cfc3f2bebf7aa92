"""Local outlier factor: rows around which it is emptier than around their neighbours.

**Source:** M. Breunig, H.-P. Kriegel, R. Ng and J. Sander, "LOF: identifying density-based local
outliers", SIGMOD 2000; neighbours found by scikit-learn, and scored as it does.

Example:
    >>> from sklearn.datasets import load_breast_cancer
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_breast_cancer(as_frame=True).frame
    >>> task = Task("anomaly_detection", "target")
    >>> *_, last = fit(table, task, "local_outlier_factor", {}, seed=0)
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
from armillary.learning.parameters import Params
from armillary.learning.unsupervised.flags import FLAG_COLUMNS, find_threshold, with_flags
from armillary.learning.unsupervised.learning import draw_rows, in_one_step, measure_flags
from armillary.learning.unsupervised.params import CONTAMINATION, DISTANCE, NEIGHBOURS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SHAPE = "densities.safetensors", "densities.json"
_MOST_ROWS = 20_000
_LEAST = 1e-10


@dataclass(frozen=True)
class Densities:
    """Known rows (n, n_columns), how dense it is at each, and how far its neighbours reach (n,)."""

    rows: npt.NDArray[Any]
    density: Floats
    reach: Floats
    neighbours: int
    metric: str
    threshold: float

    columns = FLAG_COLUMNS
    places_new = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give how much denser it is around the neighbours, and whether that is unusual."""
        import numpy as np
        from sklearn.neighbors import NearestNeighbors

        require_sound(features.shape[1] == self.rows.shape[1], "they are for another table")
        search = NearestNeighbors(n_neighbors=self.neighbours, metric=self.metric).fit(self.rows)
        distances, places = search.kneighbors(features)
        reached = np.maximum(distances, self.reach[places])
        density = 1.0 / (reached.mean(axis=1) + _LEAST)
        scores = (self.density[places] / density[:, None]).mean(axis=1)
        return with_flags(scores, self.threshold)

    def importance(self) -> None:
        """Neighbours weigh all columns alike."""

    def to_state(self) -> State:
        """Give the rows as safetensors and the settings as JSON."""
        arrays = {"rows": self.rows, "density": self.density, "reach": self.reach}
        shape = {
            "neighbours": self.neighbours,
            "metric": self.metric,
            "threshold": self.threshold,
        }
        return State({_ARRAYS: pack_arrays(arrays), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Densities:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, shape = unpack_arrays(state, _ARRAYS), unpack_json(state, _SHAPE)
            found = Densities(
                arrays["rows"],
                arrays["density"],
                arrays["reach"],
                shape["neighbours"],
                shape["metric"],
                shape["threshold"],
            )
        count = (len(found.rows),)
        is_sound = found.density.shape == found.reach.shape == count
        is_sound = is_sound and 1 <= found.neighbours <= count[0]
        require_sound(is_sound, "its tables do not fit together")
        return found


class LocalOutlierFactor:
    """Compares how dense it is around a row and around its neighbours; one step."""

    id = "local_outlier_factor"
    about = About(
        name="Local Outlier Factor",
        aliases=("lof",),
        category="Traditional ML",
        description="Finds rows that lie in emptier places than their neighbours do.",
        when_to_use="Groups of different density, where far off means something else in each.",
        complexity="medium",
        training_time="medium",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/outlier_detection.html#local-outlier-factor"
        ),
        presets=(
            Preset("fast", "Near", "Looks close by.", {"n_neighbors": 10}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Far", "Looks around widely.", {"n_neighbors": 50}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("anomaly_detection",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params([CONTAMINATION, NEIGHBOURS, DISTANCE])

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Measure how dense it is at each known row."""
        import numpy as np
        from sklearn.neighbors import NearestNeighbors

        why = "each is compared with its neighbours"
        rows, told = draw_rows(data.features, _MOST_ROWS, rng, why)
        count = min(params["n_neighbors"], len(rows) - 1)
        metric = params["metric"]
        search = NearestNeighbors(n_neighbors=count, metric=metric).fit(rows)
        distances, places = search.kneighbors()  # of each row, without itself
        reach = distances[:, -1]
        reached = np.maximum(distances, reach[places])
        density = 1.0 / (reached.mean(axis=1) + _LEAST)
        scores = (density[places] / density[:, None]).mean(axis=1)
        threshold = find_threshold(scores, params["contamination"])
        found = Densities(rows, density, reach, count, metric, threshold)
        yield in_one_step(found, measure_flags(found, data), told)

    def load(self, state: State) -> Densities:
        """Give the stored rows."""
        return Densities.from_state(state)


algorithm = LocalOutlierFactor()
