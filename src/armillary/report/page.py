"""The page of a report: its sections, in order, each left out where there is nothing to say."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import pairwise
from typing import Any

from armillary.report import svg
from armillary.report.contents import Fact, Report, Series
from armillary.report.markup import Markup, element, join
from armillary.report.scale import number

_MOST_CLASSES = 30
_MOST_CURVES = 8
_MOST_FEATURES = 25
_METRIC_NAMES = {
    "loss": "Loss",
    "accuracy": "Accuracy",
    "precision": "Precision (weighted)",
    "recall": "Recall (weighted)",
    "f1_score": "F1 score (weighted)",
    "auc": "Area under ROC",
    "mse": "Mean squared error",
    "rmse": "Root mean squared error",
    "mae": "Mean absolute error",
    "r2": "R²",
    "n_clusters": "Clusters",
    "n_components": "Dimensions",
    "noise_share": "Share in no group",
    "davies_bouldin": "Davies–Bouldin",
    "calinski_harabasz": "Calinski–Harabasz",
    "adjusted_rand": "Adjusted Rand index",
    "mutual_information": "Mutual information (normalised)",
    "same_label": "Neighbours with the same label",
}


def render(report: Report) -> str:
    """Write the report as one HTML document."""
    style = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        element("title", report.title),
        element("style", Markup(style)),
    )
    body = element("body", element("main", _header(report), *_sections(report)))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def metric_name(name: str) -> str:
    """Give the name of a metric as people read it."""
    return _METRIC_NAMES.get(name, name.replace("_", " "))


def _header(report: Report) -> Markup:
    warnings = [element("p", text, class_="warning") for text in report.warnings]
    return element(
        "header",
        element("h1", report.title),
        element("p", report.ended, class_="ended"),
        _facts(report.summary),
        *warnings,
    )


def _sections(report: Report) -> Iterator[Markup]:
    evaluation = report.evaluation
    yield from _section("Metrics", _metrics(evaluation.get("overall_metrics") or {}))
    yield from _section("Training curves", *_curves(report.curves, report.step_unit))
    yield from _section("What it gets right and wrong", *_judgement(evaluation))
    yield from _section("What was found", *_found(evaluation.get("described") or {}))
    yield from _section("What matters to it", _importance(evaluation.get("feature_importance")))
    yield from _section("Parameters", _facts(report.parameters))
    yield from _section("Data", _facts(report.data), _columns(report.columns))
    yield from _section("Where it comes from", _facts(report.provenance))


def _section(title: str, *parts: Markup | None) -> Iterator[Markup]:
    shown = [part for part in parts if part]
    if shown:
        yield element("section", element("h2", title), *shown)


def _facts(facts: Sequence[Fact]) -> Markup | None:
    if not facts:
        return None
    rows = []
    for fact in facts:
        note = element("small", fact.note) if fact.note else None
        rows.append(join(element("dt", fact.name), element("dd", number(fact.value), note)))
    return element("dl", *rows)


def _metrics(overall: Mapping[str, Any]) -> Markup | None:
    known = {name: value for name, value in overall.items() if value is not None}
    if not known:
        return None
    tiles = [
        element("li", element("strong", number(value)), element("span", metric_name(name)))
        for name, value in known.items()
    ]
    return element("ul", *tiles, class_="tiles")


def _curves(curves: Sequence[Series], unit: str) -> Iterator[Markup]:
    """Draw the curves of one quantity together: ``train_loss`` with ``val_loss``."""
    groups: dict[str, list[Series]] = {}
    for curve in curves:
        quantity = curve.name.removeprefix("train_").removeprefix("val_")
        groups.setdefault(quantity, []).append(curve)
    for quantity, group in groups.items():
        name = metric_name(quantity)
        yield svg.line_chart(name, [_named(one) for one in group], x_label=unit, y_label=name)


def _named(curve: Series) -> Series:
    for prefix, name in (("train_", "training"), ("val_", "validation")):
        if curve.name.startswith(prefix):
            return Series(name, curve.steps, curve.values)
    return curve


def _judgement(evaluation: Mapping[str, Any]) -> Iterator[Markup]:
    labels, counts = evaluation.get("class_labels"), evaluation.get("confusion_matrix")
    if labels and counts:
        if len(labels) <= _MOST_CLASSES:
            yield svg.matrix("Confusion matrix", labels, counts)
        else:
            yield element("p", f"The confusion matrix of {len(labels)} classes is too large here.")
    if roc := evaluation.get("roc_data"):
        yield from _roc(roc)
    if pairs := evaluation.get("predictions"):
        points = list(zip(pairs["actual"], pairs["predicted"], strict=True))
        yield svg.scatter("Predicted against actual", points, x_label="actual", y_label="predicted")


def _found(described: Mapping[str, Any]) -> Iterator[Markup]:
    """Draw what a training without a target found."""
    if sizes := described.get("clusters"):
        names = ["in none" if one["cluster"] < 0 else f"cluster {one['cluster']}" for one in sizes]
        counts = [one["train"] for one in sizes]
        yield svg.bars("Rows of each group", names[:_MOST_FEATURES], counts[:_MOST_FEATURES])
    if scores := described.get("scores"):
        middles = [(low + high) / 2 for low, high in pairwise(scores["edges"])]
        parts = [Series(part, middles, scores[part]) for part in ("train", "judged")]
        title = f"Scores, unusual from {number(described['threshold'])} on"
        yield svg.line_chart(title, parts, x_label="score", y_label="rows")
    if shares := described.get("explained"):
        names = described["columns"][:_MOST_FEATURES]
        yield svg.bars("Share of the spread", names, shares[:_MOST_FEATURES])


def _roc(roc: Mapping[str, Any]) -> Iterator[Markup]:
    known = [
        (Series(f"{name} (area {number(area)})", fpr, tpr))
        for name, fpr, tpr, area in zip(
            roc["classes"], roc["fpr"], roc["tpr"], roc["auc"], strict=True
        )
        if area is not None
    ]
    if known:
        yield svg.line_chart(
            "ROC, each class against the rest", known[:_MOST_CURVES], limits=(0.0, 1.0),
            x_label="false positive rate", y_label="true positive rate", diagonal=True,
        )  # fmt: skip
    if len(known) > _MOST_CURVES:
        yield element("p", f"The first {_MOST_CURVES} of {len(known)} classes are drawn.")


def _importance(importance: Mapping[str, Any] | None) -> Markup | None:
    if not importance or not importance["features"]:
        return None
    names, values = importance["features"], importance["importances"]
    shown = svg.bars("Importance of columns", names[:_MOST_FEATURES], values[:_MOST_FEATURES])
    if len(names) <= _MOST_FEATURES:
        return shown
    return join(shown, element("p", f"The first {_MOST_FEATURES} of {len(names)} columns."))


def _columns(columns: Sequence[Mapping[str, Any]]) -> Markup | None:
    if not columns:
        return None
    keys = list(dict.fromkeys(key for column in columns for key in column))
    head = element("tr", *(element("th", key, scope="col") for key in keys))
    rows = [
        element("tr", *(element("td", number(column.get(key))) for key in keys))
        for column in columns
    ]
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("details", element("summary", f"Columns: {len(columns)}"), table)
