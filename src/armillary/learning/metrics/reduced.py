"""Judging fewer dimensions: how much of the rows is left, and whether neighbours stay so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Restorer
from armillary.learning.metrics.described_scores import block_of
from armillary.learning.metrics.halves import intervals_by_halves
from armillary.learning.metrics.measured import Measured, count_bins
from armillary.learning.metrics.neighbourhoods import same_label_of_rows, trust_of_rows
from armillary.learning.metrics.picture import SHOWN_ROWS, draw
from armillary.learning.scores.intervals import Scale, positive_mean
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.metrics.described import Looked, Part

    Array = npt.NDArray[Any]
    _Errors = tuple[Array, Array]

_COMPARED_ROWS = 1_000
_HALVED_ROWS = 600
_SCALES: Mapping[str, Scale] = {
    "trustworthiness": "logit",
    "same_label": "logit",
    "explained_variance": "plain",
}


def judge(looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
    """Give variance explained and error of restoring, trustworthiness, and a picture.

    ``same_label`` is how often a row's nearest neighbours have its label.
    """
    part = looked.judged
    few = spread(len(part.features), _COMPARED_ROWS)
    errors = _errors(looked)
    found = _measure(looked, errors, few)
    overall: dict[str, float | None] = {
        "n_components": float(part.described.shape[1]),
        **_restoring(errors),
        "trustworthiness": _mean_of(found["trustworthiness"]),
        **({} if looked.classes is None else {"same_label": _mean_of(found["same_label"])}),
    }
    shown: dict[str, Any] = {
        "measured": {name: count_bins(values) for name, values in found.items()},
        "rows": Measured(found),
    }
    if looked.describer.places_new:
        shown["scores_of_rows"] = _scores(looked, overall, errors, few)
    explained = getattr(looked.describer, "explained", None)
    return overall, {
        "map": _map(looked, part),
        "explained": None if explained is None else [float(share) for share in explained],
        "columns": list(looked.columns),
        **shown,
    }


def _measure(looked: Looked, errors: _Errors | None, few: Array) -> dict[str, Array]:
    """Give what is found of each judged row (n,), NaN of rows that were not compared."""
    import numpy as np

    part = looked.judged
    found: dict[str, Array] = {} if errors is None else {"reconstruction_error": errors[0]}
    rows, places = part.features[few], part.described[few]
    found["trustworthiness"] = np.full(len(part.features), np.nan)
    if (trust := trust_of_rows(rows, places)) is not None:
        found["trustworthiness"][few] = trust
    if looked.classes is not None:
        found["same_label"] = np.full(len(part.features), np.nan)
        found["same_label"][few] = same_label_of_rows(places, part.labels[few])
    return found


def _mean_of(values: Array | None) -> float | None:
    import numpy as np

    known = values[np.isfinite(values)] if values is not None else ()
    return float(np.mean(known)) if len(known) else None


def _scores(
    looked: Looked, overall: dict[str, float | None], errors: _Errors | None, few: Array
) -> dict[str, Any]:
    """Give the numbers with their intervals, beside as many mixtures of the columns at random."""
    import numpy as np

    part = looked.judged
    few = few[spread(len(few), _HALVED_ROWS)]
    rows, places, labels = part.features[few], part.described[few], part.labels[few]
    is_known = looked.classes is not None

    def measure(at: Array, laid: Array = places) -> dict[str, float | None]:
        return {
            "trustworthiness": _mean_of(trust_of_rows(rows[at], laid[at])),
            **({"same_label": _same_label(laid[at], labels[at])} if is_known else {}),
            **({} if errors is None else {"explained_variance": _explained(*errors, few[at])}),
        }

    groups = None if part.groups is None else part.groups[few]
    found = intervals_by_halves(measure, overall, _SCALES, groups, len(few), len(part.features))
    rng = np.random.default_rng(0)
    mixed = rows @ rng.normal(size=(rows.shape[1], places.shape[1]))
    chance = measure(np.arange(len(few)), mixed)
    if errors is not None:
        _, found["reconstruction_error"] = positive_mean(errors[0], part.groups)
        chance |= {"explained_variance": 0.0, "reconstruction_error": float(errors[1].mean())}
    what = "as many mixtures of the columns at random; to restore rows, the middle of each column"
    size = len(part.features)
    return block_of("dimensionality_reduction", overall, found, chance, what, size, part.groups)


def _errors(looked: Looked) -> _Errors | None:
    """Give how far each row is from what can be had back of it (n,), and from the middle (n,)."""
    import numpy as np

    part = looked.judged
    if not isinstance(looked.describer, Restorer):
        return None
    centre = looked.training.features.mean(axis=0, dtype=np.float64)
    restored = looked.describer.restore(part.described)
    off = np.square(restored - part.features, dtype=np.float64).mean(axis=1)
    return off, np.square(part.features - centre).mean(axis=1)


def _explained(off: Array, whole: Array, at: Array) -> float | None:
    return 1.0 - float(off[at].mean()) / float(whole[at].mean()) if whole[at].any() else None


def restoring_error(restorer: Restorer, features: Array, described: Array) -> float:
    """Give the mean squared difference between rows and what can be had back of them."""
    import numpy as np

    restored = restorer.restore(described)
    return float(np.square(restored - features, dtype=np.float64).mean())


def _restoring(errors: _Errors | None) -> dict[str, float | None]:
    import numpy as np

    if errors is None:
        return {}
    explained = _explained(*errors, np.arange(len(errors[0])))
    return {"explained_variance": explained, "reconstruction_error": float(errors[0].mean())}


def _same_label(places: Array, labels: Array) -> float | None:
    return _mean_of(same_label_of_rows(places, labels))


def _map(looked: Looked, part: Part) -> dict[str, Any]:
    import numpy as np

    few = spread(len(part.described), SHOWN_ROWS)
    places = part.described[few, :2]
    names = list(looked.columns[:2])
    if places.shape[1] == 1:
        places, names = np.column_stack([places, np.zeros(len(places))]), [*names, ""]
    return draw(places, part.labels[few], looked.classes, names, few)
