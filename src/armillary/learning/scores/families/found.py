"""How much of each class is found, and how much of what is found is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Interval, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import wilson
from armillary.learning.scores.shares import estimate, mean_over, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_READS = {
    "precision": "Of the rows said to be of a class, the share that are.",
    "recall": "Of the rows of a class, the share that were found.",
    "f1": "The harmonic mean of precision and recall.",
}
_MEANS = {
    "macro": "Mean over the classes, each counting alike.",
    "weighted": "Mean over the classes, each by its rows.",
    "micro": "Over all rows at once; with one class a row this is the accuracy.",
}
_NAMES = {"precision": "Precision", "recall": "Recall", "f1": "F1"}


class Found:
    """Precision, recall and F1 of each class, and their macro, micro and weighted means.

    Means are over the classes that occur among the true or the predicted ones, and what divides
    nothing by nothing is 0, both as scikit-learn has it. The interval of a class's F1 comes from
    its Jaccard index J, of which F1 = 2J / (1 + J), and which is a plain share.
    """

    id = "found"
    kind: ScoredKind = "classification"
    scores = tuple(
        Score(f"{name}_{mean}" if mean else name, f"{_NAMES[name]}{f' ({mean})' if mean else ''}",
              "higher", 0, 1, f"{_READS[name]} {_MEANS.get(mean, '')}".strip())
        for mean in ("macro", "weighted", "micro", "")
        for name in _NAMES
    )  # fmt: skip

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        hits = (judged.truth == judged.predicted).astype(float)
        right, interval = wilson(hits, None, judged.groups, judged.weights)
        for name, function in _FUNCTIONS.items():
            yield f"{name}_macro", estimate(_macro(function), judged, "logit")
            yield f"{name}_micro", Estimate(right, interval)
            if name == "recall":
                yield "recall_weighted", Estimate(right, interval)
            else:
                yield f"{name}_weighted", estimate(_weighted(function), judged, "logit")
        for place, label in enumerate(judged.classes):
            yield from _of_class(judged, place, str(label))


def _of_class(judged: Judged, place: int, label: str) -> Iterable[tuple[str, Estimate]]:
    is_true, is_said = judged.truth == place, judged.predicted == place
    both = (is_true & is_said).astype(float)
    for name, among in (("precision", is_said), ("recall", is_true), ("f1", is_true | is_said)):
        if not among.any():
            yield name, Estimate(None, of=label, note=_NOTHING[name])
            continue
        value, interval = wilson(both, among, judged.groups, judged.weights)
        if name == "f1":
            value, interval = _dice(value), _of_dice(interval)
        yield name, Estimate(value, interval, of=label)


def _dice(jaccard: float) -> float:
    return 2 * jaccard / (1 + jaccard)


def _of_dice(interval: Interval) -> Interval:
    method = interval.method.replace("Wilson score", "Wilson score of the Jaccard index")
    return Interval(_dice(interval.low), _dice(interval.high), method)


def _precision(diagonal: Array, rows: Array, columns: Array) -> Array:
    return ratio(diagonal, columns)


def _recall(diagonal: Array, rows: Array, columns: Array) -> Array:
    return ratio(diagonal, rows)


def _f1(diagonal: Array, rows: Array, columns: Array) -> Array:
    return ratio(2 * diagonal, rows + columns)


def _macro(function: Any) -> Any:
    return lambda d, r, c: mean_over(function(d, r, c), r + c > 0)


def _weighted(function: Any) -> Any:
    return lambda d, r, c: (function(d, r, c) * r).sum(axis=-1)


_FUNCTIONS = {"precision": _precision, "recall": _recall, "f1": _f1}
_NOTHING = {
    "precision": "No row was said to be of this class.",
    "recall": "The test part holds no row of this class.",
    "f1": "No row is of this class, and none was said to be.",
}

family = Found()
