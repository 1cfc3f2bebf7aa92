"""Fitting weights by L-BFGS, the loss and its slope being scikit-learn's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.logistic_regression.descent import Descent
from armillary.learning.algorithms.logistic_regression.looks import (
    Progress,
    look,
    read_progress,
    to_state,
)
from armillary.learning.contract import Machine, Snapshot, State, Table, Training
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.pace import Pulse
from armillary.learning.pack import pack_arrays, reading_weights, unpack_arrays
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SOLVER_FILE = "solver.safetensors"
# Looking costs as much as a few iterations do where rows are few thousand.
_LOOKS_APART = 1.25


def descend(
    data: Table, params: Mapping[str, Any], resume: State | None, machine: Machine
) -> Training:
    """Go down to the optimum, with looks ever further apart, but two a second at least.

    Where looks fall changes nothing of the weights.
    """
    fit = _Fit(data, params, resume)
    pulse, next_look = Pulse(machine.clock), fit.progress.iterations + 1
    if resume is not None:
        yield fit.snapshot()
    while not fit.is_over():
        fit.advance()
        done = fit.progress.iterations
        if done >= next_look or pulse.is_due() or fit.is_over():
            yield fit.snapshot()
            next_look = max(done + 1, round(done * _LOOKS_APART))
            pulse.beat()


class _Fit:
    """The descent of a table's weights: how far it is, and what they are."""

    def __init__(self, data: Table, params: Mapping[str, Any], resume: State | None) -> None:
        self._curve, self._most = Curve(data), params["max_iter"]
        self._n_outputs = 1 if data.n_classes == 2 else data.n_classes
        self.progress = Progress() if resume is None else read_progress(resume)
        start = _start(data.features.shape[1], self._n_outputs, resume)
        self._descent = Descent(_slope(data, params), start, params["tolerance"])
        if resume is not None and _SOLVER_FILE in resume.files:
            with reading_weights():
                self._descent.restore(unpack_arrays(resume, _SOLVER_FILE))

    def is_over(self) -> bool:
        return self.progress.is_over(self._most)

    def advance(self) -> None:
        self._descent.advance()
        done = self.progress.iterations + 1
        self.progress = replace(
            self.progress, iterations=done, has_converged=self._descent.is_over()
        )

    def snapshot(self) -> Snapshot:
        return look(
            self._linear(),
            self._curve,
            self.progress,
            self._most,
            state=self._state,
            vitals={"gradient_norm": self._descent.steepness},
        )

    def _linear(self) -> LinearPredictor:
        # Of several classes those of one column lie side by side.
        weights = self._descent.weights.reshape((self._n_outputs, -1), order="F")
        return LinearPredictor("classification", weights[:, :-1].copy(), weights[:, -1].copy())

    def _state(self) -> State:
        solver = {_SOLVER_FILE: pack_arrays(self._descent.to_arrays())}
        return to_state(self._linear(), self.progress, solver)


def _start(n_columns: int, n_outputs: int, resume: State | None) -> Floats:
    """Give the weights to begin with (n_outputs * (n_columns + 1),)."""
    import numpy as np

    if resume is None:
        return np.zeros(n_outputs * (n_columns + 1))
    before = LinearPredictor.from_state("classification", resume)
    return np.column_stack([before.coefficients, before.intercepts]).ravel(order="F")


def _slope(data: Table, params: Mapping[str, Any]) -> Any:
    """Give the function that says loss and slope at weights, as scikit-learn sums them up."""
    import numpy as np
    from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss
    from sklearn.linear_model._linear_loss import LinearModelLoss

    rows = np.ascontiguousarray(data.features)
    is_binary = data.n_classes == 2
    own = HalfBinomialLoss() if is_binary else HalfMultinomialLoss(n_classes=data.n_classes)
    loss = LinearModelLoss(own, fit_intercept=True)
    target, weights = data.target.astype(rows.dtype), _weights(data, params)
    counted = float(len(target) if weights is None else weights.sum())
    strength = 0.0 if params["regularization"] == "none" else 1.0 / (params["c"] * counted)
    return lambda at: loss.loss_gradient(at, rows, target, weights, strength)


def _weights(data: Table, params: Mapping[str, Any]) -> Floats | None:
    """Give what each row (n_rows,) counts; None where all count alike."""
    import numpy as np
    from sklearn.utils import compute_class_weight

    own = fitting_weights(data)
    if params["class_weight"] == "none":
        return own
    present = np.unique(data.target)
    of_classes = np.ones(data.n_classes)
    of_classes[present] = compute_class_weight(
        params["class_weight"], classes=present, y=data.target, sample_weight=own
    )
    balanced: Floats = of_classes[data.target]
    return balanced if own is None else own * balanced
