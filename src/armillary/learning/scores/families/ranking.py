"""How well the rows of a class are ranked before the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Estimate, Interval, Judged, Score, ScoredKind
from armillary.learning.scores.intervals import (
    quantile_of,
    score_bounds,
    variance_of_mean,
    witnesses_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_MOST_CLASSES = 50
_ONE_SIDED = "The test part holds {} row of this class, so nothing can be ranked."


class Ranking:
    """The areas under the ROC curve and under the curve of precision against recall.

    The variance of the first is that of E. R. DeLong and others (1988), for groups that of N. A.
    Obuchowski (1997); of the second it is taken to first order. Both are turned into bounds as
    E. B. Wilson (1927) does for shares.
    """

    id = "ranking"
    kind: ScoredKind = "classification"
    scores = (
        Score(
            "auc",
            "ROC AUC",
            "higher",
            0,
            1,
            "How often a row of the class is ranked before one that is not; 0.5 is guessing. "
            "Of several classes the mean, each against the rest.",
        ),
        Score(
            "average_precision",
            "Average precision",
            "higher",
            0,
            1,
            "Precision along the ranking, averaged over the rows found; guessing gives the share "
            "of the class. Of several classes the mean.",
        ),
    )

    def judge(self, judged: Judged) -> Iterable[tuple[str, Estimate]]:
        """Judge."""
        areas, precisions = [], []
        for place, label in list(enumerate(judged.classes))[:_MOST_CLASSES]:
            truth = judged.truth == place
            if truth.all() or not truth.any():
                note = _ONE_SIDED.format("no" if not truth.any() else "no other than a")
                yield "auc", Estimate(None, of=str(label), note=note)
                continue
            area = roc_area(truth, judged.output[:, place], judged.groups, judged.weights)
            precision = precision_area(
                truth, judged.output[:, place], judged.groups, judged.weights
            )
            areas.append((area, str(label)))
            precisions.append((precision, str(label)))
        for score, found in (("auc", areas), ("average_precision", precisions)):
            for area, named in found:
                yield score, Estimate(area.value, area.interval(), of=named)
            yield score, _overall(found, judged)


@dataclass(frozen=True)
class _Area:
    """An area with what each row adds to it (n,), and its own interval where it is ranked whole."""

    value: float
    influence: Array
    groups: Array | None
    positives: int
    """The rows of the smaller side."""
    method: str

    def interval(self) -> Interval | None:
        """Give Wilson's interval of a share among as many witnesses as would vary as much.

        They are never more than six times the rows of the smaller side: areas near 1 hang on so few
        rows that these seem to vary less than they do.
        """
        variance, parts = variance_of_mean(self.influence, self.groups)
        if parts < 2:
            return None
        most = 6.0 * self.positives
        odds = self.value * (1 - self.value)
        witnesses = min(odds / variance, most) if variance > 0 and odds > 0 else most / 2
        freedom = max(1, (parts if self.groups is not None else self.positives) - 1)
        low, high = score_bounds(self.value, witnesses, quantile_of(freedom))
        method = self.method if self.groups is None else f"{self.method}, by groups"
        return Interval(low, high, method)


_DELONG, _PRECISION = "DeLong, score form", "linearised, score form"


def _overall(found: list[tuple[_Area, str]], judged: Judged) -> Estimate:
    """Give the mean area; of two classes, the second one's."""
    import numpy as np

    if not found:
        return Estimate(None, note="The test part holds one class only; nothing can be ranked.")
    if len(judged.classes) == 2:
        area = found[-1][0]
        return Estimate(area.value, area.interval())
    value = sum(area.value for area, _ in found) / len(found)
    influence = np.mean([area.influence for area, _ in found], axis=0)
    sides = sum(area.positives for area, _ in found)
    whole = _Area(value, influence, judged.groups, sides, found[0][0].method)
    return Estimate(value, whole.interval())


def roc_area(
    truth: Array, score: Array, groups: Array | None, weights: Array | None = None
) -> _Area:
    """Give the area and each row's part in it: the share of the other side that it stands before.

    Ties count half (midranks), in O(n log n): X. Sun and W. Xu, 2014.
    """
    import numpy as np

    counted = np.ones(len(truth)) if weights is None else weights
    placed = np.empty(len(truth))
    placed[truth] = _share_before(score[truth], score[~truth], counted[~truth])
    placed[~truth] = 1 - _share_before(score[~truth], score[truth], counted[truth])
    value = float(np.average(placed[truth], weights=counted[truth]))
    sides = np.where(truth, counted[truth].sum(), counted[~truth].sum())
    rows = int(truth.sum()), int((~truth).sum())
    share = np.where(truth, *rows)
    # A mean of two means: the rows of a small side add more each, and vary by one row less.
    unbiased = np.sqrt(share / np.maximum(share - 1, 1))
    influence = (placed - value) * counted * len(truth) / sides * unbiased
    kept = witnesses_of(weights, len(truth)) / len(truth)
    return _Area(value, influence, groups, max(1, int(min(rows) * kept)), _DELONG)


def _share_before(score: Array, others: Array, weights: Array) -> Array:
    """Give by weight the share of others (m,) that each score (n,) stands before; ties are half."""
    import numpy as np

    order = np.argsort(others, kind="stable")
    ordered, below = others[order], np.concatenate([[0.0], np.cumsum(weights[order])])
    strictly = below[np.searchsorted(ordered, score, side="left")]
    at_most = below[np.searchsorted(ordered, score, side="right")]
    share: Array = (strictly + at_most) / 2 / below[-1]
    return share


def precision_area(
    truth: Array, score: Array, groups: Array | None, weights: Array | None = None
) -> _Area:
    """Give the average precision, and what each row adds to it to first order.

    A positive row adds the precision where it stands; and every row bends the precision of the
    positives that stand behind it.
    """
    import numpy as np

    order = np.argsort(-score, kind="stable")
    counted = np.ones(len(truth)) if weights is None else weights[order]
    hit, ordered = truth[order].astype(float), score[order]
    ends = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    place = np.searchsorted(ends, np.arange(len(ordered)))  # rows of one score stand together
    found, seen = np.cumsum(counted * hit)[ends], np.cumsum(counted)[ends]
    precision = found / seen
    gained = np.diff(np.append(0.0, found))
    positives = float((counted * hit).sum())
    value = float((precision * gained).sum() / positives)
    share = positives / float(counted.sum())
    behind = np.cumsum((gained / seen)[::-1])[::-1] / share
    bent = np.cumsum((gained * precision / seen)[::-1])[::-1] / share
    added = hit * (precision[place] - value) / share + hit * behind[place] - bent[place]
    influence = np.empty(len(truth))
    influence[order] = added if weights is None else added * counted / counted.mean()
    rows = int(min(truth.sum(), (~truth).sum()))
    kept = witnesses_of(weights, len(truth)) / len(truth)
    return _Area(value, influence, groups, max(1, int(rows * kept)), _PRECISION)


family = Ranking()
