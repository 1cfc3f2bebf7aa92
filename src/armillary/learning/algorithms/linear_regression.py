"""Linear (ridge) regression: a weighted sum of the columns predicts a number.

**Source:** A. E. Hoerl and R. W. Kennard, "Ridge regression", Technometrics 12, 1970; solved in
closed form by scikit-learn.

Example:
    >>> from sklearn.datasets import load_diabetes
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_diabetes(as_frame=True).frame
    >>> task = Task("regression", "target")
    >>> *_, last = fit(table, task, "linear_regression", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["r2"] > 0.3
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
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.parameters import FloatParam, Params
from armillary.learning.shared_parameters import MANY_CATEGORIES
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np


class LinearRegression:
    """Least squares with weights kept small; one step."""

    id = "linear_regression"
    about = About(
        name="Linear Regression",
        aliases=("ridge",),
        category="Traditional ML",
        description="Weighs every column and adds up; the sum is the predicted number.",
        when_to_use="A first, quick and readable answer; strong when effects simply add up.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/linear_model.html"
            "#ridge-regression-and-classification"
        ),
        presets=(
            Preset("fast", "Fast", "No shrinking at all.", {"alpha": 0.0}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Strong shrinking, for many columns.", {"alpha": 100.0}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("regression",)
    encoding = Encoding(scale=True)
    resumable = False
    weighs = True
    params = Params(
        [
            FloatParam(
                name="alpha",
                title="Shrinking (alpha)",
                effect="Higher keeps weights small and the model calm; 0 is plain least squares.",
                default=1.0,
                minimum=0.0,
                maximum=1e6,
            ),
            MANY_CATEGORIES,
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
        """Solve once."""
        import numpy as np
        from sklearn.linear_model import Ridge

        solver = "auto" if params["alpha"] > 0 else "svd"  # others need a full rank without alpha
        model = Ridge(alpha=params["alpha"], solver=solver)
        model.fit(data.features, data.target, sample_weight=fitting_weights(data))
        linear = LinearPredictor(
            "regression", np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)
        )
        metrics = Curve(data).measure(linear.predict)
        yield Snapshot(1, 1, "fit", metrics, linear.to_state, lambda: linear)

    def load(self, state: State) -> LinearPredictor:
        """Give the predictor of stored coefficients."""
        return LinearPredictor.from_state("regression", state)


algorithm = LinearRegression()
