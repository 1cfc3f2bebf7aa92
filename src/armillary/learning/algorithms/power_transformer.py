"""Power transformer: bends each column until it is as near to a bell as it gets.

**Source:** I. Yeo and R. Johnson, "A new family of power transformations to improve normality or
symmetry", Biometrika 87, 2000; the power is found by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "power_transformer", {}, seed=0)
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
from armillary.learning.parameters import BoolParam, Params
from armillary.learning.unsupervised.affine import never_zero
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _NAMES = "powers.safetensors", "powers.json"
_LONGEST = 1e15


@dataclass(frozen=True)
class Powers:
    """The power that bends each column, and how it is scaled before and after, all (n_columns,)."""

    columns: tuple[str, ...]
    powers: Floats
    before: Floats
    centre: Floats
    scale: Floats
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the bent and scaled columns (n_rows, n_columns)."""
        import numpy as np

        require_sound(features.shape[1] == len(self.columns), "they are for another table")
        bent = np.empty(features.shape)
        for place, power in enumerate(self.powers.tolist()):
            bent[:, place] = bend(features[:, place] / self.before[place], power)
        return np.asarray(np.clip((bent - self.centre) / self.scale, -_LONGEST, _LONGEST))

    def importance(self) -> None:
        """All columns are treated alike."""

    def to_state(self) -> State:
        """Give the numbers as safetensors and the names as JSON."""
        names = ("powers", "before", "centre", "scale")
        arrays = {name: getattr(self, name) for name in names}
        return State({_ARRAYS: pack_arrays(arrays), _NAMES: pack_json({"columns": self.columns})})

    @staticmethod
    def from_state(state: State) -> Powers:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            arrays, names = unpack_arrays(state, _ARRAYS), unpack_json(state, _NAMES)
            columns = tuple(names["columns"])
            is_sound = all(array.shape == (len(columns),) for array in arrays.values())
            require_sound(is_sound, "its tables do not fit together")
            return Powers(
                columns, arrays["powers"], arrays["before"], arrays["centre"], arrays["scale"]
            )


class PowerTransformer:
    """Bends columns by the Yeo-Johnson power that makes them most like a bell."""

    id = "power_transformer"
    about = About(
        name="Power Transformer",
        aliases=("yeo_johnson",),
        category="Preprocessing",
        description="Straightens skewed columns: incomes, counts, durations become bells.",
        when_to_use="Skewed columns before linear models, networks or distances.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html"
            "#mapping-to-a-gaussian-distribution"
        ),
        presets=(Preset("balanced", "Balanced", "The usual choice."),),
    )
    tasks: tuple[TaskKind, ...] = ("preprocessing",)
    encoding = Encoding()
    resumable = False
    scales = True
    params = Params(
        [
            BoolParam(
                name="standardize",
                title="Scale",
                effect="Gives the bent columns mean 0 and spread 1.",
                default=True,
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
        """Find the power of each column by its likelihood."""
        import numpy as np
        from scipy.stats import yeojohnson_normmax

        rows = data.features
        # In units of its spread, so that no power of a large number leaves the range of numbers.
        before = never_zero(rows.std(axis=0))
        found = [float(yeojohnson_normmax(column)) for column in (rows / before).T]
        powers = np.clip(np.nan_to_num(found, nan=1.0), -10.0, 10.0)
        nothing, one = np.zeros(rows.shape[1]), np.ones(rows.shape[1])
        model = Powers(data.columns, powers, before, nothing, one)
        if params["standardize"]:
            bent = model.predict(rows)
            scale = never_zero(bent.std(axis=0))
            model = Powers(data.columns, powers, before, bent.mean(axis=0), scale)
        yield in_one_step(model)

    def load(self, state: State) -> Powers:
        """Give the stored powers."""
        return Powers.from_state(state)


def bend(values: Floats, power: float) -> Floats:
    """Give the Yeo-Johnson transform of values (n,)."""
    import numpy as np

    up, down = np.maximum(values, 0.0), np.maximum(-values, 0.0)
    high = np.log1p(up) if power == 0.0 else ((up + 1.0) ** power - 1.0) / power
    rest = 2.0 - power
    low = np.log1p(down) if rest == 0.0 else ((down + 1.0) ** rest - 1.0) / rest
    return np.where(values >= 0, high, -low)


algorithm = PowerTransformer()
