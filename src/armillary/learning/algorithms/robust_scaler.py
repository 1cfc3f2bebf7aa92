"""Robust scaler: every column by its median and quartiles, whatever its outliers do.

**Source:** J. Tukey, "Exploratory data analysis", 1977, as scikit-learn's RobustScaler has it.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "robust_scaler", {}, seed=0)
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
from armillary.learning.parameters import FloatParam, Params
from armillary.learning.unsupervised.affine import Scales, never_zero
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np


class RobustScaler:
    """Takes the median from each column, and divides it by the middle half's width."""

    id = "robust_scaler"
    about = About(
        name="Robust Scaler",
        category="Preprocessing",
        description="Scales by median and quartiles, so that a few wild values change nothing.",
        when_to_use="Columns with outliers.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html#scaling-data-with-outliers"
        ),
        presets=(Preset("balanced", "Balanced", "The usual choice."),),
    )
    tasks: tuple[TaskKind, ...] = ("preprocessing",)
    encoding = Encoding()
    resumable = False
    scales = True
    params = Params(
        [
            FloatParam(
                name="quantile",
                title="Quantile",
                effect="The scale is the width between this share of the rows from either end.",
                default=0.25,
                minimum=0.0,
                maximum=0.45,
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
        """Find the median and the width of the middle."""
        import numpy as np

        share = params["quantile"]
        low, middle, high = np.quantile(data.features, [share, 0.5, 1.0 - share], axis=0)
        # Mostly the same value: then the middle has no width, but the column may still vary.
        width = np.where(high > low, high - low, data.features.std(axis=0))
        yield in_one_step(Scales(data.columns, middle, never_zero(width)))

    def load(self, state: State) -> Scales:
        """Give the stored scales."""
        return Scales.from_state(state)


algorithm = RobustScaler()
