"""Two models on the same rows: whether they differ, or are tied as far as these rows tell.

Rows that both get right, or wrong alike, say nothing of the difference; so what is looked at is the
difference row by row, which a comparison of two separate intervals would miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import LEVEL, Judged
from armillary.learning.scores.families.probabilities import brier_losses, log_losses
from armillary.learning.scores.families.ranking import roc_area
from armillary.learning.scores.intervals import mean_of, on_scale, variance_of_mean, weighed

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

FEWEST_ROWS = 10


def compare(one: Judged, other: Judged) -> dict[str, Any]:
    """Compare two models by what they said of the same rows, in the same order.

    Gives ``lines`` {id, name, one, other, difference (other less one), low, high, p_value,
    adjusted_p_value, better, method}; ``better`` is one, other or tie. Of several p-values some are
    small by chance, so they are adjusted by S. Holm's (1979) method. ``is_tie`` says that no line
    tells the two apart.
    """
    lines = list(_lines(one, other))
    _adjust(lines)
    for line in lines:
        line["better"] = _better(line)
    return {
        "rows": len(one),
        "lines": lines,
        "is_tie": all(line["better"] == "tie" for line in lines),
    }


def _lines(one: Judged, other: Judged) -> Iterator[dict[str, Any]]:
    groups = one.groups
    if one.kind == "regression":
        for name, label, power in (("mse", "MSE", 2), ("mae", "MAE", 1)):
            costs = [abs(each.output - each.truth) ** power for each in (one, other)]
            yield _means(name, label, "lower", costs[0], costs[1], one)
        return
    yield _hits(one, other)
    for name, label, losses in (
        ("log_loss", "Log loss", log_losses),
        ("brier", "Brier score", brier_losses),
    ):
        yield _means(name, label, "lower", losses(one), losses(other), one)
    if len(one.classes) == 2 and 0 < (one.truth == 1).sum() < len(one):
        areas = [
            roc_area(each.truth == 1, each.output[:, 1], groups, one.weights)
            for each in (one, other)
        ]
        alike = replace(one, weights=None)  # what rows add has their weight in it
        line = _means("auc", "ROC AUC", "higher", areas[0].influence, areas[1].influence, alike)
        difference = areas[1].value - areas[0].value
        moved = difference - line["difference"]
        ends = {end: line[end] + moved for end in ("low", "high") if line[end] is not None}
        values = {"one": areas[0].value, "other": areas[1].value, "difference": difference}
        p_value = _p_value(difference, line.pop("error"), line.pop("freedom"))
        yield {**line, **ends, **values, "p_value": p_value, "method": _by(groups, "DeLong")}


def _hits(one: Judged, other: Judged) -> dict[str, Any]:
    """Compare shares of right rows: of rows that only one gets right, half should be each one's."""
    from scipy import stats

    right = [(each.truth == each.predicted).astype(float) for each in (one, other)]
    line = _means("accuracy", "Accuracy", "higher", right[0], right[1], one)
    if one.groups is None and one.weights is None:
        only = [int(((right[place] > 0) & (right[1 - place] == 0)).sum()) for place in (0, 1)]
        differing = sum(only)
        line["p_value"] = float(stats.binomtest(only[0], differing).pvalue) if differing else 1.0
        line["method"] = "McNemar, exact"
    return line


def _means(
    name: str, label: str, better: str, one: Array, other: Array, rows: Judged
) -> dict[str, Any]:
    difference, groups, weights = other - one, rows.groups, rows.weights
    value = mean_of(difference, weights)
    added = weighed(difference - value, weights)
    variance, parts = variance_of_mean(added, groups)
    interval = on_scale(value, variance**0.5, parts - 1, "plain", "")
    return {
        "id": name,
        "name": label,
        "better_is": better,
        "one": mean_of(one, weights),
        "other": mean_of(other, weights),
        "difference": value,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "p_value": _p_value(value, variance**0.5, parts - 1),
        "method": _by(groups, "paired t"),
        "error": variance**0.5,
        "freedom": parts - 1,
    }


def _p_value(value: float, error: float, freedom: int) -> float | None:
    from scipy import stats

    if freedom < 1 or not error >= 0:
        return None
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return float(2 * stats.t.sf(abs(value) / error, freedom))


def _adjust(lines: list[dict[str, Any]]) -> None:
    """Hold the chance of any false difference at one in twenty: S. Holm, 1979."""
    known = sorted((line for line in lines if line["p_value"] is not None), key=_p_of)
    least = 0.0
    for place, line in enumerate(known):
        least = max(least, min(1.0, line["p_value"] * (len(known) - place)))
        line["adjusted_p_value"] = least
    for line in lines:
        line.setdefault("adjusted_p_value", None)
        line.pop("error", None)
        line.pop("freedom", None)


def _p_of(line: dict[str, Any]) -> float:
    return float(line["p_value"])


def _better(line: dict[str, Any]) -> str:
    found = line["adjusted_p_value"]
    if found is None or found >= 1 - LEVEL or line["difference"] == 0:
        return "tie"
    is_other = (line["difference"] > 0) == (line["better_is"] == "higher")
    return "other" if is_other else "one"


def _by(groups: Array | None, method: str) -> str:
    return method if groups is None else f"{method}, by groups"
