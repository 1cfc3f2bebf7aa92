"""Logistic regression: a weighted sum of the columns, turned into probabilities.

**Source:** D. R. Cox, "The regression analysis of binary sequences", 1958; fitted by scikit-learn
with L-BFGS, or SAGA where weights are to become exactly zero.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "logistic_regression", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
from armillary.learning.pack import pack_json, unpack_json
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.shared_parameters import CLASS_WEIGHT
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np

_FIRST_STRETCH = 5
_PROGRESS_FILE = "progress.json"
_NOT_CONVERGED = (
    "The weights still moved after {most} iterations. Allow more iterations, or a lower C."
)
_L1_RATIOS = {"none": 0.0, "l2": 0.0, "l1": 1.0, "elastic_net": 0.5}


@dataclass(frozen=True)
class _Progress:
    """How far the solver is: iterations, in stretches that double from 5."""

    iterations: int = 0
    stretches: int = 0
    has_converged: bool = False

    def is_over(self, most: int) -> bool:
        return self.has_converged or self.iterations >= most

    def next_stretch(self, most: int) -> int:
        return min(_FIRST_STRETCH << self.stretches, most - self.iterations)


class LogisticRegression:
    """Linear classification of two or many classes.

    The solver runs in stretches of 5, 10, 20, … iterations, each going on from the last, so that
    the curve is live and a long fit can be stopped.
    """

    id = "logistic_regression"
    about = About(
        name="Logistic Regression",
        aliases=("logit",),
        category="Traditional ML",
        description="Weighs every column and adds up; the sum becomes a probability.",
        when_to_use="A first, quick and readable answer; strong when effects simply add up.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/linear_model.html#logistic-regression"
        ),
        presets=(
            Preset("fast", "Fast", "A rough answer at once.", {"max_iter": 50, "tolerance": 1e-3}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Runs to the optimum.",
                {
                    "max_iter": 5000,
                    "tolerance": 1e-7,
                },
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("classification",)
    encoding = Encoding(scale=True)
    resumable = True
    weighs = True
    params = Params(
        [
            ChoiceParam(
                name="regularization",
                title="Regularization",
                effect=(
                    "How weights are kept small: l2 shrinks all, l1 sets many to zero, "
                    "elastic_net does half of each, none leaves them free."
                ),
                default="l2",
                options=("none", "l1", "l2", "elastic_net"),
            ),
            FloatParam(
                name="c",
                title="Freedom (C)",
                effect="Higher lets weights grow to fit the data; lower keeps them small.",
                default=1.0,
                minimum=1e-6,
                maximum=1e6,
                log=True,
            ),
            replace(CLASS_WEIGHT, tasks=()),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops there even if the weights still move.",
                default=1000,
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
        """Run the solver in stretches until it converges or ``max_iter`` is reached."""
        curve, most = Curve(data), params["max_iter"]
        seed = int(rng.integers(2**31))
        model, progress = _estimator(params), _Progress()
        if resume is not None:
            progress = _Progress(**unpack_json(resume, _PROGRESS_FILE))
            linear = self.load(resume)
            model.coef_, model.intercept_ = linear.coefficients, linear.intercepts
            yield _snapshot(model, curve, progress, most)
        while not progress.is_over(most):
            stretch = progress.next_stretch(most)
            number = progress.stretches
            model.set_params(max_iter=stretch, random_state=(seed + number) % 2**31)
            _fit_quietly(model, data)
            used = max(1, int(model.n_iter_.max()))
            progress = _Progress(progress.iterations + used, number + 1, used < stretch)
            yield _snapshot(model, curve, progress, most)

    def load(self, state: State) -> LinearPredictor:
        """Give the predictor of stored coefficients."""
        return LinearPredictor.from_state("classification", state)


def _estimator(params: Mapping[str, Any]) -> Any:
    from sklearn import linear_model

    kind = params["regularization"]
    return linear_model.LogisticRegression(
        C=float("inf") if kind == "none" else params["c"],
        l1_ratio=_L1_RATIOS[kind],
        solver="saga" if _L1_RATIOS[kind] else "lbfgs",
        class_weight=None if params["class_weight"] == "none" else params["class_weight"],
        tol=params["tolerance"],
        warm_start=True,
    )


def _fit_quietly(model: Any, data: Table) -> None:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        # Each stretch but the last is meant to end before convergence.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(data.features, data.target, sample_weight=fitting_weights(data))


def _snapshot(model: Any, curve: Curve, progress: _Progress, most: int) -> Snapshot:
    linear = LinearPredictor("classification", model.coef_.copy(), model.intercept_.copy())

    def state() -> State:
        files = {**linear.to_state().files, _PROGRESS_FILE: pack_json(asdict(progress))}
        return State(files, frozenset({_PROGRESS_FILE}))

    is_unfinished = progress.is_over(most) and not progress.has_converged
    return Snapshot(
        step=progress.iterations,
        total=progress.iterations if progress.has_converged else most,
        unit="iteration",
        metrics=curve.measure(linear.predict),
        state=state,
        predictor=lambda: linear,
        warnings=(_NOT_CONVERGED.format(most=most),) if is_unfinished else (),
    )


algorithm = LogisticRegression()
