"""What a run gets right and wrong, how far its probabilities hold, and what it found by itself."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from armillary.capabilities.training.sheet.material import Material
from armillary.report import Bars, Block, Fact, Facts, Lines, Matrix, Points, Ranges, Series, Told
from armillary.report.contents import Range
from armillary.report.scale import number, share
from armillary.report.scores import score_text

_MOST_CLASSES = 20
_MOST_CURVES = 8
_MOST_BARS = 25
_READS_MATRIX = (
    "Each row is what was true, each column what was said; on the diagonal both agree. The darker "
    "a cell, the greater its share of the row."
)
_READS_ROC = (
    "Towards the upper left is better: more of a class is found at the cost of fewer false alarms. "
    "On the diagonal it is no better than chance."
)
_READS_CALIBRATION = (
    "A dot is how often the predicted class was right where it was said to be about so probable, "
    "the line its 95% interval; where the stroke, which is what was said, lies on the line, the "
    "probability can be taken at its word."
)


def tell(material: Material) -> Iterator[Block]:
    """Draw right and wrong: of classes a matrix and curves, of numbers pairs and residuals."""
    for name, each in material.judged.items():
        yield from _judged(each, f" of {name}" if name else "")


def tell_calibration(material: Material) -> Iterator[Block]:
    """Tell how far stated probabilities, sets and intervals hold."""
    for name, each in material.judged.items():
        yield from _held(each, f" of {name}" if name else "")


def _held(evaluation: Mapping[str, Any], of: str) -> Iterator[Block]:
    scores = evaluation.get("scores") or {}
    curves = (scores.get("curves") or {}).get("calibration") or ()
    if curves and curves[0]["bins"]:
        yield Ranges(
            f"How often what was said{of} came true",
            [_bin(one) for one in curves[0]["bins"]],
            (0.0, 1.0),
            "said",
            _READS_CALIBRATION,
        )
    if held := evaluation.get("conformal"):
        yield Told([_coverage(held, str(scores.get("kind")), of)])


def tell_described(material: Material) -> Iterator[Block]:
    """Draw what a training without a target found."""
    described = material.evaluation.get("described") or {}
    if sizes := described.get("clusters"):
        names = ["in none" if one["cluster"] < 0 else f"cluster {one['cluster']}" for one in sizes]
        counts = [one["train"] for one in sizes]
        yield Bars("Rows of each group", names[:_MOST_BARS], counts[:_MOST_BARS], "rows")
    if scores := described.get("scores"):
        middles = [(low + high) / 2 for low, high in pairwise(scores["edges"])]
        parts = [Series(part, middles, scores[part]) for part in ("train", "judged")]
        title = f"Scores, unusual from {number(described['threshold'])} on"
        yield Lines(title, parts, "score", "rows")
    if shares := described.get("explained"):
        names = described["columns"][:_MOST_BARS]
        yield Bars("Share of the spread", names, shares[: len(names)], "share")


def _judged(evaluation: Mapping[str, Any], of: str = "") -> Iterator[Block]:
    labels, counts = evaluation.get("class_labels"), evaluation.get("confusion_matrix")
    if labels and counts:
        if len(labels) <= _MOST_CLASSES:
            yield Matrix(f"Confusion matrix{of}", labels, counts, _READS_MATRIX)
        else:
            yield Told([f"The confusion matrix of {len(labels)} classes is too large for a sheet."])
            yield from _confused(labels, counts)
    if roc := evaluation.get("roc_data"):
        yield from _roc(roc, of)
    if pairs := evaluation.get("predictions"):
        points = list(zip(pairs["actual"], pairs["predicted"], strict=True))
        reads = "On the diagonal the prediction is right; above it is too high, below too low."
        yield Points(f"Predicted against actual{of}", points, "actual", "predicted", reads)
    if residuals := evaluation.get("residuals"):
        yield from _residuals(residuals, of)


def _roc(roc: Mapping[str, Any], of: str) -> Iterator[Block]:
    each = zip(roc["classes"], roc["fpr"], roc["tpr"], roc["auc"], strict=True)
    known = [
        Series(f"{name} (area {score_text('auc', area)})", fpr, tpr)
        for name, fpr, tpr, area in each
        if area is not None
    ]
    if known:
        yield Lines(
            f"ROC, each class against the rest{of}", known[:_MOST_CURVES], "false positive rate",
            "true positive rate", (0.0, 1.0), diagonal=True, reads=_READS_ROC,
        )  # fmt: skip
    if len(known) > _MOST_CURVES:
        yield Told([f"The first {_MOST_CURVES} of {len(known)} classes are drawn."])


def _confused(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Iterator[Block]:
    """Give the mistakes that are made most often."""
    wrong = [
        (counts[row][column], f"{labels[row]} taken for {labels[column]}")
        for row in range(len(labels))
        for column in range(len(labels))
        if row != column and counts[row][column]
    ]
    wrong.sort(key=lambda one: (-one[0], one[1]))
    if wrong:
        most = wrong[:_MOST_BARS]
        names, values = [name for _, name in most], [count for count, _ in most]
        yield Bars("What is mistaken most often", names, values, "rows")


def _residuals(found: Mapping[str, Any], of: str) -> Iterator[Block]:
    shape = [
        Fact(name, found[key])
        for key, name in (("mean", "Mean residual"), ("std", "Spread of residuals"),
                          ("skewness", "Skewness"), ("excess_kurtosis", "Excess kurtosis"))
        if found.get(key) is not None
    ]  # fmt: skip
    if shape:
        yield Facts(shape)
    tests = [found[key]["says"] for key in ("normality", "even_spread") if found.get(key)]
    if tests:
        yield Told(tests)
    if quantiles := found.get("quantiles"):
        points = list(zip(quantiles["normal"], quantiles["residual"], strict=True))
        reads = "On the diagonal residuals are spread as the normal distribution would have it."
        title = f"Residuals{of} against a normal distribution"
        yield Points(title, points, "normal", "residual", reads)


def _bin(one: Mapping[str, float]) -> Range:
    name = f"said {share(one['stated'])} of {one['rows']:,.0f} rows"
    return Range(name, one["came_true"], one["low"], one["high"], one["stated"])


def _coverage(held: Mapping[str, Any], kind: str, of: str) -> str:
    width = number(held["width"])
    classes = "one class" if held["width"] == 1 else f"{width} classes"
    what = f"intervals {width} wide" if kind == "regression" else f"sets of {classes}"
    by_weight = " by their weights" if held.get("is_weighted") else ""
    told = (
        f"Predictions{of} come with {what} on average, which are to hold the truth "
        f"{share(held['level'])} of the time: they held {share(held['coverage'])} of the test "
        f"rows{by_weight} ({share(held['low'])} to {share(held['high'])})"
    )
    return f"{told}." if held["holds"] else f"{told}, which is too few."
