"""Standard scaler: every column with mean 0 and spread 1.

**Source:** the z-score; C. Gauss and others, 19th century. Means and deviations by numpy, as
scikit-learn's StandardScaler has them.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "standard_scaler", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["columns_out"]
    4.0

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
from armillary.learning.parameters import BoolParam, Params
from armillary.learning.unsupervised.affine import Scales, never_zero
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np


class StandardScaler:
    """Takes the mean from each column, and divides it by its standard deviation."""

    id = "standard_scaler"
    about = About(
        name="Standard Scaler",
        aliases=("z_score",),
        category="Preprocessing",
        description="Gives every column mean 0 and spread 1, so that none outweighs the others.",
        when_to_use="Before anything that measures distances or weighs columns.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html#standardization"
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
                name="with_mean",
                title="Centre",
                effect="Moves the mean of each column to 0.",
                default=True,
            ),
            BoolParam(
                name="with_std",
                title="Scale",
                effect="Divides each column by its standard deviation.",
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
        """Measure mean and standard deviation."""
        import numpy as np

        rows = data.features
        centre = rows.mean(axis=0) if params["with_mean"] else np.zeros(rows.shape[1])
        scale = never_zero(rows.std(axis=0)) if params["with_std"] else np.ones(rows.shape[1])
        yield in_one_step(Scales(data.columns, centre, scale))

    def load(self, state: State) -> Scales:
        """Give the stored scales."""
        return Scales.from_state(state)


algorithm = StandardScaler()
