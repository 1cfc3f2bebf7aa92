"""Quantile transformer: every column by its ranks, spread evenly or as a bell.

**Source:** scikit-learn's QuantileTransformer, whose quantiles are kept and interpolated here.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "quantile_transformer", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["columns_out"]
    4.0

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
from armillary.learning.parameters import ChoiceParam, IntParam, Params
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SHAPE = "quantiles.safetensors", "quantiles.json"
_NEARLY = 1e-7


@dataclass(frozen=True)
class Quantiles:
    """Values below which a growing share of each column lies (n_quantiles, n_columns)."""

    columns: tuple[str, ...]
    values: Floats
    is_normal: bool
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give each value's share, from 0 to 1, or the point of the bell that has it."""
        import numpy as np

        require_sound(features.shape[1] == len(self.columns), "they are for another table")
        shares = np.linspace(0.0, 1.0, len(self.values))
        ranks = np.empty(features.shape)
        for place in range(features.shape[1]):
            known, given = self.values[:, place], features[:, place]
            # From both sides: of a value that is often there, the middle of its shares counts.
            up = np.interp(given, known, shares)
            down = np.interp(-given, -known[::-1], -shares[::-1])
            ranks[:, place] = 0.5 * (up - down)
        if not self.is_normal:
            return ranks
        from scipy.special import ndtri

        return np.asarray(ndtri(np.clip(ranks, _NEARLY, 1.0 - _NEARLY)))

    def importance(self) -> None:
        """All columns are treated alike."""

    def to_state(self) -> State:
        """Give the values as safetensors and the names as JSON."""
        shape = {"columns": self.columns, "is_normal": self.is_normal}
        return State({_ARRAYS: pack_arrays({"values": self.values}), _SHAPE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Quantiles:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            values, shape = unpack_arrays(state, _ARRAYS)["values"], unpack_json(state, _SHAPE)
            columns = tuple(shape["columns"])
            require_sound(values.shape[1:] == (len(columns),), "its tables do not fit together")
            return Quantiles(columns, values, bool(shape["is_normal"]))


class QuantileTransformer:
    """Replaces values by their ranks."""

    id = "quantile_transformer"
    about = About(
        name="Quantile Transformer",
        category="Preprocessing",
        description="Replaces each value by its rank: any column becomes even, or a bell.",
        when_to_use="Columns of wild shapes, before methods that like them well behaved.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html#non-linear-transformation"
        ),
        presets=(
            Preset("balanced", "Even", "From 0 to 1."),
            Preset("bell", "Bell", "Normally distributed.", {"output_distribution": "normal"}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("preprocessing",)
    encoding = Encoding()
    resumable = False
    scales = True
    params = Params(
        [
            IntParam(
                name="n_quantiles",
                title="Quantiles",
                effect="More follow the column more closely.",
                default=1000,
                minimum=2,
                maximum=10_000,
                unit="quantiles",
                log=True,
            ),
            ChoiceParam(
                name="output_distribution",
                title="Shape",
                effect="Uniform spreads values evenly from 0 to 1; normal makes a bell around 0.",
                default="uniform",
                options=("uniform", "normal"),
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
        """Find the quantiles."""
        import numpy as np

        count = min(params["n_quantiles"], len(data.features))
        shares = np.linspace(0.0, 1.0, max(2, count))
        values = np.quantile(data.features, shares, axis=0)
        is_normal = params["output_distribution"] == "normal"
        yield in_one_step(Quantiles(data.columns, values, is_normal))

    def load(self, state: State) -> Quantiles:
        """Give the stored quantiles."""
        return Quantiles.from_state(state)


algorithm = QuantileTransformer()
