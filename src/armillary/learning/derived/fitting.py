"""Fitting an estimator of scikit-learn: what its table must be like, and what is said of it."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError, Invalid
from armillary.learning.contract import Machine, Snapshot, Table, Training
from armillary.learning.derived import facts
from armillary.learning.derived.adjusting import (
    NEEDS_INDEPENDENT,
    fit_to_table,
    independent_columns,
    rows_to_a_draw,
    widen,
)
from armillary.learning.derived.predictor import (
    DerivedPredictor,
    Outcome,
    say_what_shares_are,
)
from armillary.learning.derived.trusted import load_class
from armillary.learning.metrics import Curve
from armillary.learning.pace import Pace
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy.typing as npt

_LOOKS = 25
_LONGEST = 240
_MOST_REMARKS = 3
_SAME = 80  # remarks that begin alike, but for their numbers, are told once
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Fitting:
    """One estimator, unfitted, and the table that it is to learn from."""

    name: str
    path: str
    data: Table
    estimator: Any
    outcome: Outcome
    target: npt.NDArray[Any]
    adjusted: tuple[str, ...]

    def follow(self, params: Mapping[str, Any], machine: Machine) -> Training:
        """Fit: member by member where that gives the same numbers, else in one piece."""
        total = params.get("n_estimators")
        is_growing = hasattr(self.estimator, "warm_start")
        curve = Curve(self.data)
        # Patience is counted anew with each warm start, so that it would not be the same.
        if total is not None and is_growing and params.get("n_iter_no_change") is None:
            yield from self._grow(total, curve, machine)
            return
        remarks = self._fit()
        predictor = self._predictor()
        yield self._snapshot(1, 1, "fit", curve.measure(predictor.predict), remarks)

    def _grow(self, total: int, curve: Curve, machine: Machine) -> Training:
        pace = Pace(machine.clock, unit=1, most=-(-total // _LOOKS))
        done = 0
        while done < total:
            done = min(total, done + pace.next_size())
            self.estimator.set_params(warm_start=True, n_estimators=done)
            remarks = self._fit()
            points = curve.measure(DerivedPredictor(self.estimator, self.outcome).predict)
            pace.done()
            yield self._snapshot(done, total, "member", points, remarks)

    def _fit(self) -> tuple[str, ...]:
        """Fit, and give what scikit-learn said; raises `Invalid` where it could not."""
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                self._learn(self.data.features)
            except AppError:
                raise
            except (ValueError, ArithmeticError, RuntimeError, MemoryError) as problem:
                raise not_fitted(self.name, self.data.features, problem) from problem
        return remarks(said)

    def _learn(self, features: npt.NDArray[Any]) -> None:
        if facts.class_name(self.path) not in NEEDS_INDEPENDENT:
            self.estimator.fit(features, self.target, **self._weights())
            return
        places = independent_columns(features)
        self.estimator.set_params(n_subsamples=rows_to_a_draw(features[:, places]))
        self.estimator.fit(features[:, places], self.target, **self._weights())
        widen(self.estimator, places, features.shape[1])

    def _weights(self) -> dict[str, Any]:
        weights = fitting_weights(self.data)
        return {} if weights is None else {"sample_weight": weights}

    def _predictor(self) -> DerivedPredictor:
        """Give what was learned as one that is loaded gives it: no later step changes it."""
        return DerivedPredictor.from_state(
            DerivedPredictor(self.estimator, self.outcome).to_state()
        )

    def _snapshot(
        self, step: int, total: int, unit: str, points: dict[str, float], remarks: tuple[str, ...]
    ) -> Snapshot:
        is_classes = self.outcome.kind == "classification"
        shares = say_what_shares_are(self.estimator) if is_classes else ()
        return Snapshot(
            step=step,
            total=total,
            unit=unit,
            metrics=points,
            state=lambda: self._predictor().to_state(),
            predictor=self._predictor,
            warnings=(*self.adjusted, *remarks, *shares),
        )


def prepare_fitting(
    name: str, path: str, data: Table, settings: dict[str, Any], seed: int, machine: Machine
) -> Fitting:
    """Make the estimator and bring the target to its scale; raises `Invalid` where it cannot."""
    _require_few_rows(name, path, data)
    _require_target(name, path, data)
    kind = load_class(path)
    fitted, adjusted = fit_to_table(kind.__name__, settings, data)
    working = {"random_state": seed, "n_jobs": machine.threads}
    known = inspect.signature(kind).parameters
    estimator = kind(**fitted, **{key: working[key] for key in working if key in known})
    outcome = _outcome(path, data)
    scaled = data.kind == "regression"
    target = (data.target - outcome.centre) / outcome.spread if scaled else data.target
    return Fitting(name, path, data, estimator, outcome, target, adjusted)


def _outcome(path: str, data: Table) -> Outcome:
    n_columns = data.features.shape[1]
    if data.kind == "classification":
        return Outcome("classification", n_columns, n_classes=data.n_classes)
    if not facts.scales_target(path):
        return Outcome("regression", n_columns)
    centre, spread = float(data.target.mean()), float(data.target.std()) or 1.0
    return Outcome("regression", n_columns, centre=centre, spread=spread)


def _require_few_rows(name: str, path: str, data: Table) -> None:
    """Refuse more rows than an estimator can bear, before it takes the memory for them."""
    most, rows = facts.max_rows(path), len(data.target)
    if most is not None and rows > most:
        raise Invalid(
            f"{name} takes at most {most} training rows, since its cost grows much faster than "
            f"they do; here are {rows}. Draw a sample of the table, or choose another algorithm.",
            code="too_many_rows",
        )


def _require_target(name: str, path: str, data: Table) -> None:
    """Refuse numbers below those that an estimator can predict."""
    least = facts.least_target(path)
    if least is None:
        return
    lowest = min(float(data.target.min()), float(data.validation_target.min(initial=1.0)))
    if lowest < 0 or (least == "above_zero" and lowest == 0):
        wanted = "above 0" if least == "above_zero" else "0 or above"
        raise Invalid(
            f"{name} predicts numbers that are {wanted}; the target goes down to {lowest:g}. "
            "Choose another algorithm or target.",
            code="target_out_of_range",
        )


def not_fitted(name: str, features: npt.NDArray[Any], problem: Exception) -> Invalid:
    """Give the error of an estimator that found no solution for this table."""
    import numpy as np

    rows, columns = features.shape
    is_numeric = isinstance(problem, ArithmeticError | np.linalg.LinAlgError)
    why = "its numbers do not lead to a solution" if is_numeric else _sentence(str(problem))
    return Invalid(
        f"{name} cannot be fitted to these {rows} rows and {columns} encoded columns: "
        f"{why}. Change its parameters, leave out columns, or choose another algorithm.",
        code="not_fitted",
    )


def remarks(said: list[warnings.WarningMessage]) -> tuple[str, ...]:
    """Give what scikit-learn warned of, each thing once."""
    told = {_NUMBER.sub("#", remark)[:_SAME]: remark for remark in _of_interest(said)}
    return tuple(list(told.values())[:_MOST_REMARKS])


def _of_interest(said: list[warnings.WarningMessage]) -> Iterator[str]:
    from sklearn.exceptions import ConvergenceWarning

    for one in said:
        if issubclass(one.category, ConvergenceWarning):
            yield f"The solution was not reached. scikit-learn says: {_sentence(str(one.message))}."
        elif one.category is UserWarning:
            yield f"scikit-learn says: {_sentence(str(one.message))}."


def _sentence(text: str) -> str:
    """Give the first sentence in one line, without its point."""
    return " ".join(text.split()).split(". ")[0].rstrip(".:")[:_LONGEST]
