"""Linear discriminant analysis: classes as clouds of one shape, told apart by straight borders.

**Source:** R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of
Eugenics 7, 1936; the shape shrunk as in O. Ledoit and M. Wolf, 2004; solved by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "linear_discriminant", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

import warnings
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
from armillary.learning.parameters import ChoiceParam, FloatParam, Params
from armillary.learning.shared_parameters import PRIOR

if TYPE_CHECKING:
    import numpy as np


class LinearDiscriminant:
    """Linear classification from means and one shared covariance; one step."""

    id = "linear_discriminant"
    about = About(
        name="Linear Discriminant Analysis",
        aliases=("lda",),
        category="Traditional ML",
        description="Takes every class as a cloud of the same shape, and draws straight borders.",
        when_to_use="Few rows, many classes, columns of numbers; no knob needs turning.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/lda_qda.html",
        presets=(
            Preset(
                "fast", "Plain", "No shrinking.", {"shrinkage": "fixed", "shrinkage_share": 0.0}
            ),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Cautious",
                "Strong shrinking, for few rows and many columns.",
                {"shrinkage": "fixed", "shrinkage_share": 0.5},
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("classification",)
    params = Params(
        [
            ChoiceParam(
                name="shrinkage",
                title="Shrinking",
                effect="Auto finds from the rows how far to trust how columns move together.",
                default="auto",
                options=("auto", "fixed"),
            ),
            FloatParam(
                name="shrinkage_share",
                title="Share of shrinking",
                effect="0 trusts how columns move together wholly, 1 not at all.",
                default=0.1,
                minimum=0.0,
                maximum=1.0,
                when=("shrinkage", ("fixed",)),
            ),
            PRIOR,
        ]
    )
    encoding = Encoding(scale=True)
    resumable = False

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
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

        is_auto = params["shrinkage"] == "auto"
        even = np.full(data.n_classes, 1 / data.n_classes)
        model = LinearDiscriminantAnalysis(
            solver="lsqr",  # needs no full rank, which gaps and categories seldom leave
            shrinkage="auto" if is_auto else params["shrinkage_share"],
            priors=even if params["prior"] == "equal" else None,
        )
        with warnings.catch_warnings():
            # A class of one row has no shape of its own, and takes that of the others.
            warnings.filterwarnings("ignore", message="Only one sample available")
            model.fit(data.features, data.target)
        linear = LinearPredictor("classification", model.coef_, model.intercept_)
        metrics = Curve(data).measure(linear.predict)
        yield Snapshot(1, 1, "fit", metrics, linear.to_state, lambda: linear)

    def load(self, state: State) -> LinearPredictor:
        """Give the predictor of stored coefficients."""
        return LinearPredictor.from_state("classification", state)


algorithm = LinearDiscriminant()
