"""The curves behind the scores, thin enough to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.scores.calibrated import bins_of, curve
from armillary.learning.scores.contract import Judged
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_POINTS = 101
_MOST_CLASSES = 12
_THRESHOLDS = 201
_PRECISIONS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
_SHOWN = 1_000


def draw(judged: Judged) -> dict[str, Any]:
    """Give what can be drawn: of classes by their names, of numbers the pairs of each row.

    Points tell what is behind them: those of curves the ``threshold`` from which on rows count,
    those of pairs the ``place`` of the row among all.
    """
    if judged.kind == "regression":
        return {"predictions": _pairs(judged)}
    shown = [
        (place, str(label))
        for place, label in list(enumerate(judged.classes))[:_MOST_CLASSES]
        if 0 < (judged.truth == place).sum() < len(judged)
    ]
    is_binary = len(judged.classes) == 2
    return {
        "precision_recall": [
            {"of": label, **_precision_recall(judged, place)} for place, label in shown
        ],
        "gain": [{"of": label, **_gain(judged, place)} for place, label in shown],
        "calibration": [
            {"of": None, "bins": curve(bins_of(judged), judged.groups)},
            *(
                {"of": label, "bins": curve(bins_of(judged, place), judged.groups)}
                for place, label in shown
            ),
        ],
        "recall_at_precision": [
            {"of": label, "points": _recall_at(judged, place)} for place, label in shown
        ],
        "thresholds": _thresholds(judged) if is_binary else None,
    }


def _ordered(judged: Judged, place: int) -> tuple[Array, Array, Array]:
    """Give, from the most probable row on, where scores end: rows, hits (both by weight), score."""
    import numpy as np

    score = judged.output[:, place]
    order = np.argsort(-score, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    counted = np.ones(len(score)) if judged.weights is None else judged.weights[order]
    hits = np.cumsum(counted * (judged.truth[order] == place))
    return np.cumsum(counted)[ends], hits[ends], score[order][ends]


def _precision_recall(judged: Judged, place: int) -> dict[str, Any]:
    rows, hits, score = _ordered(judged, place)
    kept = spread(len(rows), _POINTS)
    return {
        "recall": (hits / hits[-1])[kept].tolist(),
        "precision": (hits / rows)[kept].tolist(),
        "threshold": score[kept].tolist(),
        "share": float(hits[-1] / rows[-1]),
    }


def _gain(judged: Judged, place: int) -> dict[str, Any]:
    """Give which share of the class the most probable rows hold, and how often they beat chance."""
    rows, hits, score = _ordered(judged, place)
    kept = spread(len(rows), _POINTS)
    looked, found = rows / rows[-1], hits / hits[-1]
    return {
        "looked_at": [0.0, *looked[kept].tolist()],
        "found": [0.0, *found[kept].tolist()],
        "lift": (found / looked)[kept].tolist(),
        "threshold": [None, *score[kept].tolist()],
    }


def _recall_at(judged: Judged, place: int) -> list[dict[str, float | None]]:
    """Give the most that is found while the precision is at least so much; None if it never is."""
    import numpy as np

    rows, hits, scores = _ordered(judged, place)
    points: list[dict[str, float | None]] = []
    for wanted in _PRECISIONS:
        able = np.flatnonzero(hits / rows >= wanted)
        at = int(able[-1]) if len(able) else None
        found = {"precision": wanted, "recall": None, "threshold": None}
        if at is not None and hits[at] > 0:
            found |= {"recall": float(hits[at] / hits[-1]), "threshold": float(scores[at])}
        points.append(found)
    return points


def _thresholds(judged: Judged) -> dict[str, Any]:
    """Give the confusion of two classes by weight at each threshold on the second's probability."""
    import numpy as np

    truth, values = judged.truth == 1, np.linspace(0, 1, _THRESHOLDS)
    hits, alarms = (_at_least(values, judged, side) for side in (truth, ~truth))
    return {
        "of": str(judged.classes[1]),
        "other": str(judged.classes[0]),
        "threshold": values.tolist(),
        "true_positives": hits.tolist(),
        "false_positives": alarms.tolist(),
        "positives": hits[0].item(),
        "negatives": alarms[0].item(),
    }


def _at_least(values: Array, judged: Judged, side: Array) -> Array:
    """Give how much the rows of a side weigh whose probability is at least each value."""
    import numpy as np

    score = judged.output[side, 1]
    order = np.argsort(score, kind="stable")
    below = np.searchsorted(score[order], values, side="left")
    if judged.weights is None:
        return len(score) - below
    counted = judged.weights[side][order]
    from_here = np.append(np.cumsum(counted[::-1])[::-1], 0.0)
    summed: Array = from_here[below]
    return summed


def _pairs(judged: Judged) -> dict[str, Any]:
    kept = spread(len(judged), _SHOWN)
    return {
        "actual": judged.truth[kept].tolist(),
        "predicted": judged.output[kept].tolist(),
        "place": kept.tolist(),
    }
