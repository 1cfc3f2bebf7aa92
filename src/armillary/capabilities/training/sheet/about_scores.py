"""Scores with their intervals, beside what they would be without a model."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from armillary.capabilities.training.sheet.material import Material
from armillary.report import Block, Grid, Ranges, Told
from armillary.report.contents import Range
from armillary.report.names import metric_name
from armillary.report.scores import interval_text, score_text

_READS = (
    "Were such rows drawn again and again, 95 of 100 such intervals would hold the true value. "
    "A score whose interval reaches what a baseline gives is not surely better than that."
)
_READS_RANGES = (
    "A dot is the score on the test rows, the line its interval, the stroke what the baseline "
    "without a model gives."
)
_FOLDS_TELL = ("value", "low", "high", "spread")
_CLASS_NAMES = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "auc": "ROC AUC",
    "average_precision": "Average precision",
}


def tell(material: Material) -> Iterator[Block]:
    """Tell every score of a run."""
    for name, each in material.judged.items():
        title = f"Scores of {name}" if name else "Every score"
        if each.get("scores"):
            yield from _of(each["scores"], title)
        elif found := _overall(each, title if name else ""):
            yield found
    if folds := material.evaluation.get("cross_validation"):
        yield from _folds(folds)


def reach_text(line: Mapping[str, Any]) -> str:
    """Say between which values a score lies, or why that is not known."""
    return interval_text(line["id"], line["low"], line["high"]) or line["note"] or ""


def _of(scores: Mapping[str, Any], title: str) -> Iterator[Block]:
    beside = scores["baselines"]
    if beside:
        names = {"baseline": "No model", "one_column": "One column"}
        yield Told([f"{names[which]}: {what}." for which, what in beside.items()])
    shares = [_range(line) for line in scores["table"] if _is_share(line)]
    if shares:
        yield Ranges("Scores between 0 and 1", shares, (0.0, 1.0), "no model", _READS_RANGES)
    heads = [{"baseline": "no model", "one_column": "one column"}[which] for which in beside]
    head = ("score", "value", "from", "to", *heads, "interval by")
    yield Grid(
        title,
        head,
        [_line(line, line["name"], beside) for line in scores["table"]],
        reads=_READS,
    )
    if scores["classes"]:
        rows = [_line(line, _of_class(line), beside) for line in scores["classes"]]
        yield Grid("Scores of each class", head, rows, folded=True)
    if scores["warnings"]:
        yield Told(scores["warnings"], "warning")


def _line(line: Mapping[str, Any], name: str, beside: Mapping[str, str]) -> Sequence[object]:
    values = [line[end] for end in ("value", "low", "high")]
    values += [line.get(which) for which in beside]
    method = line["method"] or line["note"] or ""
    return (name, *(score_text(line["id"], value) for value in values), method)


def _of_class(line: Mapping[str, Any]) -> str:
    return f"{_CLASS_NAMES.get(line['id'], line['id'])} of {line['of']}"


def _is_share(line: Mapping[str, Any]) -> bool:
    inside = (line["minimum"], line["maximum"]) in ((0, 1), (0.0, 1.0))
    return inside and line["better"] == "higher" and line["low"] is not None


def _range(line: Mapping[str, Any]) -> Range:
    ends = line["low"], line["high"], line.get("baseline")
    return Range(line["name"], line["value"], *ends, score=line["id"])


def _overall(evaluation: Mapping[str, Any], title: str) -> Grid | None:
    overall = evaluation.get("overall_metrics") or {}
    rows = [
        (metric_name(name), score_text(name, value))
        for name, value in overall.items()
        if value is not None
    ]
    return Grid(title, ("score", "value"), rows) if rows else None


def _folds(folds: Mapping[str, Any]) -> Iterator[Block]:
    rows = [
        (
            line["name"],
            *(score_text(line["id"], line[of]) for of in _FOLDS_TELL),
            line["note"] or "",
        )
        for line in folds["table"]
    ]
    times = f", {folds['repeats']} times over" if folds["repeats"] > 1 else ""
    yield Grid(
        f"Over {folds['folds']} folds ({folds['kind'].replace('_', ' ')}){times}",
        ("score", "mean", "from", "to", "spread", ""),
        rows,
        reads="How good the algorithm is on such tables, each fold learning anew; the test part "
        f"says how good this model is. Intervals by the {folds['method']} test.",
    )
