"""Min-max scaler: every column between 0 and 1.

**Source:** min-max normalisation, as scikit-learn's MinMaxScaler has it.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "min_max_scaler", {}, seed=0)
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
from armillary.learning.parameters import BoolParam, FloatParam, Params
from armillary.learning.unsupervised.affine import Scales, never_zero
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np


class MinMaxScaler:
    """Stretches each column to a range."""

    id = "min_max_scaler"
    about = About(
        name="Min-Max Scaler",
        category="Preprocessing",
        description="Stretches every column to the same range, 0 to 1 unless another is chosen.",
        when_to_use="Where numbers must lie within bounds, as for NMF or some networks.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html#scaling-features-to-a-range"
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
                name="low",
                title="Least",
                effect="What the smallest value of each column becomes.",
                default=0.0,
                minimum=-1000.0,
                maximum=1000.0,
            ),
            FloatParam(
                name="width",
                title="Width",
                effect="How far the largest value lies above the smallest.",
                default=1.0,
                minimum=0.0,
                maximum=1000.0,
                above_minimum=True,
            ),
            BoolParam(
                name="clip",
                title="Keep within",
                effect="Brings values that training did not see into the range.",
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
        """Find the least and the greatest value."""
        rows = data.features
        low, width = params["low"], params["width"]
        least, most = rows.min(axis=0), rows.max(axis=0)
        scale = never_zero(most - least) / width
        clip = (low, low + width) if params["clip"] else None
        yield in_one_step(Scales(data.columns, least - low * scale, scale, clip))

    def load(self, state: State) -> Scales:
        """Give the stored scales."""
        return Scales.from_state(state)


algorithm = MinMaxScaler()
