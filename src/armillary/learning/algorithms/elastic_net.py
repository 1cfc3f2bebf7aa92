"""Elastic net: linear regression that sets the weights of needless columns to zero.

**Source:** H. Zou and T. Hastie, "Regularization and variable selection via the elastic net",
Journal of the Royal Statistical Society B 67, 2005; the lasso (R. Tibshirani, 1996) where only the
absolute weights count. Solved by scikit-learn's coordinate descent.

Example:
    >>> from sklearn.datasets import load_diabetes
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_diabetes(as_frame=True).frame
    >>> task = Task("regression", "target")
    >>> *_, last = fit(table, task, "elastic_net", {}, seed=0)
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
from armillary.learning.converging import is_cut_short
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.shared_parameters import MANY_CATEGORIES
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np

_NOT_CONVERGED = (
    "The weights still moved after {most} iterations. Allow more iterations, or a higher alpha."
)


class ElasticNet:
    """Least squares with weights kept small and few; one step."""

    id = "elastic_net"
    about = About(
        name="Elastic Net",
        aliases=("lasso",),
        category="Traditional ML",
        description="Linear regression that drops columns by itself: lasso, ridge or between.",
        when_to_use="Many columns of which few matter, or columns that say nearly the same.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/linear_model.html#elastic-net",
        presets=(
            Preset("fast", "Lasso", "Keeps the fewest columns.", {"l1_ratio": 1.0}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Keeps more, and runs to the optimum.",
                {"share_of_spread": 0.001, "max_iter": 20_000, "tolerance": 1e-7},
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("regression",)
    params = Params(
        [
            FloatParam(
                name="share_of_spread",
                title="Shrinking",
                effect=(
                    "Higher keeps fewer and smaller weights. Told as a share of the target's "
                    "standard deviation, so that it means the same for every target."
                ),
                default=0.01,
                minimum=1e-6,
                maximum=10.0,
                log=True,
            ),
            FloatParam(
                name="l1_ratio",
                title="Share of l1",
                effect="1 sets needless weights to zero (lasso); lower rather shrinks all alike.",
                default=0.5,
                minimum=0.01,
                maximum=1.0,
            ),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops there even if the weights still move.",
                default=2000,
                minimum=1,
                maximum=100_000,
                unit="iterations",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="tolerance",
                title="Tolerance",
                effect="Lower goes closer to the optimum and takes longer.",
                default=1e-4,
                minimum=1e-10,
                maximum=0.1,
                advanced=True,
                log=True,
            ),
            MANY_CATEGORIES,
        ]
    )
    encoding = Encoding(scale=True)
    resumable = False
    weighs = True

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
        from sklearn import linear_model

        spread = float(data.target.std()) or 1.0
        model = linear_model.ElasticNet(
            alpha=params["share_of_spread"] * spread,
            l1_ratio=params["l1_ratio"],
            max_iter=params["max_iter"],
            tol=params["tolerance"],
        )
        is_unfinished = is_cut_short(model, data.features, data.target, fitting_weights(data))
        linear = LinearPredictor(
            "regression", np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)
        )
        yield Snapshot(
            step=1,
            total=1,
            unit="fit",
            metrics=Curve(data).measure(linear.predict),
            state=linear.to_state,
            predictor=lambda: linear,
            warnings=(_NOT_CONVERGED.format(most=params["max_iter"]),) if is_unfinished else (),
        )

    def load(self, state: State) -> LinearPredictor:
        """Give the predictor of stored coefficients."""
        return LinearPredictor.from_state("regression", state)


algorithm = ElasticNet()
