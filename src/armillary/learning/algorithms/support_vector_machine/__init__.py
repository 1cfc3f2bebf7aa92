"""Support vector machine: the widest margin between classes, in a space that a kernel bends.

**Source:** C. Cortes and V. Vapnik, "Support-vector networks", Machine Learning 20, 1995; solved by
scikit-learn's libsvm. Its margins become probabilities as in J. Platt, 1999.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "support_vector_machine", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.support_vector_machine.machine import (
    ClassMachine,
    Kernel,
    Margins,
    NumberMachine,
    read_machine,
)
from armillary.learning.algorithms.support_vector_machine.params import ABOUT, PARAMS
from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.converging import is_cut_short
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_CURVE_ROWS = 1000  # each is compared with every support vector
_CACHE_MIB = 200


class SupportVectorMachine:
    """Classification and regression by support vectors; one step."""

    id = "support_vector_machine"
    about = ABOUT
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = PARAMS
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
        """Solve once, on a draw of the rows where there are more than are wanted."""
        rows = _draw(data, params["max_rows"], rng)
        of_kind = _classes if data.kind == "classification" else _numbers
        learned, is_unfinished = of_kind(data, rows, params)
        warned = _say_what_was_cut(len(data.target), len(rows), is_unfinished, params)
        yield Snapshot(
            step=1,
            total=1,
            unit="fit",
            metrics=Curve(data, limit=_CURVE_ROWS).measure(learned.predict),
            state=learned.to_state,
            predictor=lambda: learned,
            warnings=warned,
        )

    def load(self, state: State) -> ClassMachine | NumberMachine:
        """Give the machine that is stored."""
        return read_machine(state)


def _draw(data: Table, most: int, rng: np.random.Generator) -> npt.NDArray[Any]:
    """Choose the rows to learn from, in their order; of each class at least one."""
    import numpy as np

    n_rows = len(data.target)
    if n_rows <= most:
        return np.arange(n_rows)
    drawn = rng.permutation(n_rows)[:most]
    if data.kind == "classification":
        _, firsts = np.unique(data.target, return_index=True)
        drawn = np.union1d(drawn, firsts)
    return np.sort(drawn)


def _classes(
    data: Table, rows: npt.NDArray[Any], params: Mapping[str, Any]
) -> tuple[ClassMachine, bool]:
    """Learn the margins, and what they mean in probabilities from rows they were not drawn by."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC

    weight = params["class_weight"]
    estimator = SVC(
        C=params["c"],
        class_weight=None if weight == "none" else weight,
        **_settings(data.features[rows], params),
    )
    weights = fitting_weights(data)
    drawn = None if weights is None else weights[rows]
    is_unfinished = is_cut_short(estimator, data.features[rows], data.target[rows], drawn)
    margins = Margins(
        kernel=_kernel(estimator),
        vectors=np.asarray(estimator.support_vectors_),
        weights=np.asarray(estimator._dual_coef_),
        intercepts=np.asarray(estimator._intercept_),
        counts=np.asarray(estimator.n_support_, dtype=np.int64),
    )
    features, target, held = data.validation_features, data.validation_target, _held_weights(data)
    if len(np.unique(target)) < data.n_classes:
        features, target, held = data.features[rows], data.target[rows], drawn
    meaning = LogisticRegression(max_iter=1000)
    meaning.fit(margins.of_classes(features), target, sample_weight=held)
    scores = LinearPredictor("classification", meaning.coef_, meaning.intercept_)
    return ClassMachine(margins, scores), is_unfinished


def _held_weights(data: Table) -> npt.NDArray[Any] | None:
    """Weigh the rows of the validation part; their mean is 1."""
    held = data.validation_weights
    return None if held is None else held / held.mean()


def _numbers(
    data: Table, rows: npt.NDArray[Any], params: Mapping[str, Any]
) -> tuple[NumberMachine, bool]:
    """Learn the target in units of its own spread, so that C and the tube mean the same always."""
    import numpy as np
    from sklearn.svm import SVR

    target = data.target[rows]
    centre, spread = float(target.mean()), float(target.std()) or 1.0
    estimator = SVR(
        C=params["c"], epsilon=params["epsilon"], **_settings(data.features[rows], params)
    )
    weights = fitting_weights(data)
    drawn = None if weights is None else weights[rows]
    is_unfinished = is_cut_short(estimator, data.features[rows], (target - centre) / spread, drawn)
    return NumberMachine(
        kernel=_kernel(estimator),
        vectors=np.asarray(estimator.support_vectors_),
        weights=np.asarray(estimator._dual_coef_) * spread,
        intercept=float(estimator._intercept_[0]) * spread + centre,
    ), is_unfinished


def _settings(features: npt.NDArray[Any], params: Mapping[str, Any]) -> dict[str, Any]:
    spread = float(features.var()) or 1.0
    width = params["gamma"]
    return {
        "kernel": params["kernel"],
        "gamma": 1.0 / (features.shape[1] * spread) if width is None else width,
        "degree": params["degree"],
        "coef0": params["coef0"],
        "tol": params["tolerance"],
        "max_iter": params["max_iter"],
        "cache_size": _CACHE_MIB,
    }


def _kernel(estimator: Any) -> Kernel:
    return Kernel(
        name=estimator.kernel,
        gamma=float(estimator._gamma),
        degree=int(estimator.degree),
        coef0=float(estimator.coef0),
    )


def _say_what_was_cut(
    n_rows: int, n_used: int, is_unfinished: bool, params: Mapping[str, Any]
) -> tuple[str, ...]:
    said = []
    if n_used < n_rows:
        said.append(
            f"It learned from {n_used} of {n_rows} training rows, drawn by lot, since its work "
            "grows with their square. Raise max_rows to use more, or choose another algorithm."
        )
    if is_unfinished:
        said.append(
            f"The margins still moved after {params['max_iter']} iterations. Allow more, or a "
            "lower C."
        )
    return tuple(said)


algorithm = SupportVectorMachine()
