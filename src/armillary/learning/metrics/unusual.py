"""Judging what was found unusual: scores, the threshold, and known labels where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from armillary.learning.metrics.described_scores import block_of
from armillary.learning.metrics.evaluate import roc_curves
from armillary.learning.metrics.measured import Measured
from armillary.learning.metrics.picture import SHOWN_ROWS, axis_names, draw, flatten
from armillary.learning.scores.contract import Interval
from armillary.learning.scores.families.ranking import precision_area, roc_area
from armillary.learning.scores.intervals import wilson
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.metrics.described import Looked

    Array = npt.NDArray[Any]

NAMES = ("usual", "unusual")
_BINS = 40
_CHANCE = "every row held as unusual as any other"


def judge(looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
    """Give the share found unusual, where the threshold lies, and the scores as a histogram.

    With labels, those of the rarest class count as what should have been found.
    """
    import numpy as np

    scores, flags = looked.judged.described[:, 0], looked.judged.described[:, 1]
    threshold = float(cast(Any, looked.describer).threshold)
    overall: dict[str, float | None] = {
        "share_unusual": float(flags.mean()),
        "threshold": threshold,
    }
    shown: dict[str, Any] = {
        "scores": _histogram(looked.training.described[:, 0], scores),
        "threshold": threshold,
        "map": _map(looked),
        "rows": Measured({"score": scores}, (flags > 0).astype("int64"), NAMES),
    }
    found: dict[str, Interval | None] = {}
    chance: dict[str, float | None] = {}
    if looked.classes is not None:
        truth, label = _rare(looked.judged.labels, looked.training.labels)
        numbers, roc = _against(truth, scores, str(looked.classes[label]))
        overall |= numbers
        shown |= {"unusual_label": str(looked.classes[label]), "roc_data": roc}
        found, chance = _ranked(truth, scores, looked.judged.groups)
    if looked.describer.places_new:
        groups = looked.judged.groups
        found["share_unusual"] = wilson(flags.astype(np.float64), None, groups)[1]
        shown["scores_of_rows"] = block_of(
            "anomaly_detection", overall, found, chance, _CHANCE, len(scores), groups
        )
    return overall, shown


def _ranked(
    truth: Array, scores: Array, groups: Array | None
) -> tuple[dict[str, Interval | None], dict[str, float | None]]:
    """Give the intervals of how well the rarest label is ranked, and what chance gives."""
    known = truth >= 0
    is_rare, said = truth[known] == 1, scores[known]
    if not 0 < is_rare.sum() < len(is_rare):
        return {}, {}
    own = None if groups is None else groups[known]
    areas = {
        "auc": roc_area(is_rare, said, own).interval(),
        "average_precision": precision_area(is_rare, said, own).interval(),
    }
    return areas, {"auc": 0.5, "average_precision": float(is_rare.mean())}


def _rare(labels: Array, training: Array) -> tuple[Array, int]:
    """Tell which rows (n,) are of the class that is rarest in training; -1 is not known."""
    import numpy as np

    counts = np.bincount(training[training >= 0])
    counts = np.where(counts == 0, counts.max() + 1, counts)
    label = int(counts.argmin())
    return np.where(labels < 0, -1, labels == label), label


def _against(
    truth: Array, scores: Array, label: str
) -> tuple[dict[str, float | None], dict[str, Any] | None]:
    import numpy as np
    from sklearn.metrics import average_precision_score

    known = truth >= 0
    is_rare, said = truth[known] == 1, scores[known]
    if not 0 < is_rare.sum() < len(is_rare):
        return {"auc": None, "average_precision": None}, None
    roc = roc_curves(np.where(is_rare, 0, 1), said[:, None], [label])
    precision = float(average_precision_score(is_rare, said))
    return {"auc": roc["auc"][0], "average_precision": precision}, roc


def _histogram(training: Array, judged: Array) -> dict[str, Any]:
    """Count scores in bins of one width; what lies beyond the training's highest ends up last."""
    import numpy as np

    low, high = float(training.min()), float(training.max())
    edges = np.linspace(low, high if high > low else low + 1.0, _BINS + 1)
    counts = {
        name: np.histogram(np.clip(part, edges[0], edges[-1]), edges)[0].tolist()
        for name, part in (("train", training), ("judged", judged))
    }
    return {"edges": edges.tolist(), **counts}


def _map(looked: Looked) -> dict[str, Any]:
    few = spread(len(looked.judged.features), SHOWN_ROWS)
    places, shares = flatten(looked.judged.features[few], looked.training.features)
    picture = draw(places, looked.judged.labels[few], looked.classes, axis_names(shares), few)
    described = looked.judged.described[few]
    return {**picture, "scores": described[:, 0].tolist(), "flags": (described[:, 1] > 0).tolist()}
