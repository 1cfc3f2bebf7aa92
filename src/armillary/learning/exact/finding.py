"""Finding in a predictor what knows exactly what columns add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.brought.engines.estimator import Estimator
from armillary.learning.brought.predictor import BroughtPredictor
from armillary.learning.calibration.predictor import CalibratedPredictor
from armillary.learning.chain import Chained
from armillary.learning.contract import Contributor, Predictor, TaskKind
from armillary.learning.derived.predictor import DerivedPredictor, Outcome
from armillary.learning.exact.by_column import by_column_of
from armillary.learning.exact.calibrated import after_calibrating
from armillary.learning.exact.chained import through_links
from armillary.learning.exact.lines import line_of
from armillary.learning.exact.members import of_members
from armillary.learning.exact.sums import Exact, settled
from armillary.learning.stacked import StackedPredictor
from armillary.learning.tree_shap import tree_sum_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

_TRIED_ROWS = 10  # more would take seconds where forests are large


def exactly(predictor: Predictor, usual: Matrix, rows: Matrix) -> Exact | None:
    """Give what knows exactly what columns add; None where nothing does.

    ``usual`` (n_usual, n_encoded) are rows that others are told apart from where a model does not
    remember those that it learned from. Of ``rows`` some are asked about, to see that the sums are
    what is said.
    """
    return _found(predictor, usual, rows[:_TRIED_ROWS])


def _found(predictor: Predictor, usual: Matrix, rows: Matrix) -> Exact | None:
    if isinstance(predictor, CalibratedPredictor):
        inner = _found(predictor.base, usual, rows)
        return None if inner is None else after_calibrating(predictor, inner, rows)
    if isinstance(predictor, StackedPredictor):
        return of_members(predictor, usual, rows, _found)
    if isinstance(predictor, Chained):
        return through_links(predictor, usual, rows, _found)
    if isinstance(predictor, BroughtPredictor):
        inside = _inside(predictor)
        return None if inside is None else _found(inside, usual, rows)
    return _itself(predictor, usual, rows)


def _itself(predictor: Predictor, usual: Matrix, rows: Matrix) -> Exact | None:
    """Ask the predictor, its trees, its weights, or its columns one by one."""
    said = predictor.predict(rows)
    if isinstance(predictor, Contributor):
        return settled(predictor.contributions, "trees", rows, said)
    trees = tree_sum_of(predictor)
    if trees is not None:
        return settled(trees.contributions, "trees", rows, said)
    line = line_of(predictor)
    if line is not None:
        return settled(line.against(usual), "linear", rows, said)
    alone = by_column_of(predictor, usual)
    return None if alone is None else settled(alone, "by_column", rows, said)


def _inside(predictor: BroughtPredictor) -> DerivedPredictor | None:
    """Give an estimator that was brought in as one that was trained here."""
    engine = predictor.engine
    if not isinstance(engine, Estimator):
        return None
    kind: TaskKind = "classification" if engine.is_classifier else "regression"
    return DerivedPredictor(
        engine.estimator, Outcome(kind, predictor.n_columns, predictor.n_classes)
    )
