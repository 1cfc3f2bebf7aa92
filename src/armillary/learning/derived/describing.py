"""Fitting what predicts nothing: groups, what is unusual, fewer dimensions, other columns."""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import Describer, Machine, Restorer, Snapshot, Table
from armillary.learning.derived import facts, words
from armillary.learning.derived.adjusting import begin_selecting, fit_to_rows
from armillary.learning.derived.describer import (
    DerivedDescriber,
    Meaning,
    Unit,
    as_table,
    load_describer,
    make_describer,
)
from armillary.learning.derived.fitting import not_fitted, remarks
from armillary.learning.derived.trusted import load_class
from armillary.learning.unsupervised.chosen import Chosen
from armillary.learning.unsupervised.learning import (
    draw_rows,
    in_one_step,
    measure_flags,
    measure_restoring,
    measure_separation,
)
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_NEIGHBOURS = 5
_MOST_COLUMNS = 5_000


def describe(
    name: str, path: str, data: Table, settings: dict[str, Any], seed: int, machine: Machine
) -> Snapshot:
    """Fit an estimator to the rows, in one step; raises `Invalid` where it cannot."""
    import numpy as np

    kind = load_class(path)
    _require_target(name, kind, data)
    rows, target, told = _drawn(kind, data, np.random.default_rng(seed))
    unit = _unit(rows) if kind.__name__ in facts.TO_UNIT else None
    rows = rows if unit is None else unit(rows)
    fitted, adjusted = fit_to_rows(kind.__name__, settings, rows)
    fitted |= begin_selecting(kind.__name__, data, seed)
    working = {"random_state": seed, "n_jobs": machine.threads}
    known = inspect.signature(kind).parameters
    estimator = kind(**fitted, **{key: working[key] for key in working if key in known})
    said = _fit(name, estimator, rows, target)
    model, more = _describer(name, estimator, data, rows, unit)
    return in_one_step(model, _measure(model, data), (*told, *adjusted, *said, *more))


def _require_target(name: str, kind: type, data: Table) -> None:
    if kind.__name__ not in facts.NEEDS_TARGET:
        return
    if data.n_classes == 0 and data.target.dtype.kind == "i":
        raise Invalid(f"{name} needs a target.", code="target_missing")
    if kind.__name__ == "NeighborhoodComponentsAnalysis" and data.n_classes == 0:
        raise Invalid(
            f"{name} brings rows of one class together, and the target is a number. "
            "Name a target of classes.",
            code="task_not_supported",
        )


def _drawn(kind: type, data: Table, rng: np.random.Generator) -> tuple[Array, Array, Any]:
    """Give the rows to learn from and their target, and what is told of them."""
    import numpy as np

    most = facts.MOST_DRAWN.get(kind.__name__, len(data.features))
    why = "all of them are compared with all, which takes time and memory"
    places, told = draw_rows(np.arange(len(data.features)), most, rng, why)
    rows = data.features[places].astype(np.float64, copy=False)
    return rows, data.target[places], told


def _unit(rows: Array) -> Unit:
    import numpy as np

    low, high = rows.min(axis=0), rows.max(axis=0)
    return Unit(low, np.where(high > low, high - low, 1.0))


def _fit(name: str, estimator: Any, rows: Array, target: Array) -> tuple[str, ...]:
    """Fit, and give what scikit-learn said."""
    needs_target = type(estimator).__name__ in facts.NEEDS_TARGET
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            estimator.fit(rows, target if needs_target else None)
        except (ValueError, ArithmeticError, RuntimeError, MemoryError, TypeError) as problem:
            raise not_fitted(name, rows, problem) from problem
    return remarks(said)


def _describer(
    name: str, estimator: Any, data: Table, rows: Array, unit: Unit | None
) -> tuple[Describer, tuple[str, ...]]:
    """Give what says of rows what the estimator has found, and what is told of it."""
    from sklearn.feature_selection import SelectorMixin

    if isinstance(estimator, SelectorMixin):
        return _chosen(estimator, data)
    if hasattr(estimator, "transform") or hasattr(estimator, "predict"):
        meaning = _meaning(name, estimator, data, rows)
        made = make_describer(estimator, meaning, unit)
        # As one that is loaded: what only learning needs is left behind, and nothing is later new.
        return load_describer(made.to_state(), type(estimator), data.kind), ()
    return _known(estimator, data, rows), ()


def _chosen(estimator: Any, data: Table) -> tuple[Chosen, tuple[str, ...]]:
    """Give the columns that were selected; the best one where none was good enough."""
    import numpy as np

    scores = np.minimum(np.nan_to_num(_scores(estimator, data)), 1e12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that nothing was selected, which is told below
        kept = np.flatnonzero(estimator.get_support())
    told: tuple[str, ...] = ()
    if not len(kept):
        kept = np.array([int(scores.argmax())])
        told = ("No column was good enough, so the best one was kept.",)
    names = tuple(data.columns[place] for place in kept)
    return Chosen(names, kept.astype(np.int64), scores), told


def _scores(estimator: Any, data: Table) -> Array:
    import numpy as np

    for part in (estimator, getattr(estimator, "estimator_", None)):
        for name in ("scores_", "variances_", "feature_importances_"):
            scores = getattr(part, name, None)
            if scores is not None and scores.shape == (data.features.shape[1],):
                return np.asarray(scores, dtype=np.float64)
    ranks = getattr(estimator, "ranking_", np.ones(data.features.shape[1]))
    return 1.0 / np.asarray(ranks, dtype=np.float64)


def _known(estimator: Any, data: Table, rows: Array) -> NearestKnown:
    """Give the rows learned from with what was found of each: it knows no others."""
    import numpy as np

    if data.kind == "clustering":
        return NearestKnown(rows, estimator.labels_[:, None].astype(np.float64), ("cluster",))
    places = np.asarray(estimator.embedding_, dtype=np.float64)
    names = words.components(type(estimator).__name__, places.shape[1])
    return NearestKnown(rows, places, names, neighbours=min(_NEIGHBOURS, len(rows)))


def _meaning(name: str, estimator: Any, data: Table, rows: Array) -> Meaning:
    count = rows.shape[1]
    if data.kind == "clustering":
        is_sure = hasattr(estimator, "predict_proba")
        return Meaning(data.kind, count, ("cluster", "probability") if is_sure else ("cluster",))
    if data.kind == "anomaly_detection":
        return Meaning(data.kind, count, ("score", "is_unusual"), -float(estimator.offset_))
    width = as_table(estimator.transform(rows[:1]), 1).shape[1]
    if width > _MOST_COLUMNS:
        raise Invalid(
            f"{name} would make {width:,} columns of {count}; at most {_MOST_COLUMNS:,} are made. "
            "Lower its parameters, or leave out columns.",
            code="too_many_columns",
        )
    if data.kind == "preprocessing" and (names := _own_names(estimator, data, width)):
        return Meaning(data.kind, count, names)
    return Meaning(data.kind, count, words.components(type(estimator).__name__, width))


def _own_names(estimator: Any, data: Table, width: int) -> tuple[str, ...] | None:
    """Give the names that scikit-learn makes of the columns' own, where it makes such."""
    import numpy as np

    if type(estimator).__name__ not in words.NAMED_BY_COLUMN:
        return None
    made = estimator.get_feature_names_out(np.array(data.columns, dtype=object))
    names = tuple(str(name) for name in made)
    return names if len(set(names)) == width else None


def _measure(model: Describer, data: Table) -> dict[str, float]:
    """Give the point of the curve."""
    if data.kind == "clustering":
        return measure_separation(model, data)
    if data.kind == "anomaly_detection":
        return measure_flags(model, data)
    is_restoring = isinstance(model, DerivedDescriber) and isinstance(model, Restorer)
    return measure_restoring(model, data) if is_restoring else {}
