"""What matters to a model: the newest explanation with how far it can be believed, else its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from armillary.capabilities.training.sheet.material import Material
from armillary.report import Bars, Block, Grid, Told
from armillary.report.scale import Figure, share
from armillary.report.scores import score_text

_MOST = 20
# What a column is worth, by the name that each way of explaining gives it.
_MEASURES = {
    "mean": "growth of the loss",
    "share": "share",
    "size": "mean size of what it adds",
}
_READS_OWN = (
    "What the model itself counts, with no number for how stable that is; explain the model to "
    "have one. It tells what this model uses, not what causes what."
)


def tell(material: Material) -> Iterator[Block]:
    """Tell what matters, and how stable that is."""
    if material.explained is not None:
        yield from _explained(material.explained)
        return
    importance = material.evaluation.get("feature_importance")
    if importance and importance["features"]:
        names, values = importance["features"], importance["importances"]
        yield Bars(
            _title("Importance of columns", names), names[:_MOST], values[:_MOST], "importance",
            _READS_OWN,
        )  # fmt: skip


def _explained(explained: Mapping[str, Any]) -> Iterator[Block]:
    asked = explained["explanation"]
    methods = [one for one in explained["methods"] if "why_not" not in one["found"]]
    told = [f"Explained with {asked['rows']:,} rows and seed {asked['seed']}.", *asked["notes"]]
    yield Told(told)
    yield Grid(
        "How far each way of explaining can be believed",
        ("way", "stability", "looked at"),
        [_line(one) for one in methods],
        reads="Stability is 100 % where other rows and another seed would have told the same, 0 % "
        "where they would have told something else.",
    )
    for one in methods:
        yield from _drawn(one["name"], one["found"], one["reading"])


def _line(one: Mapping[str, Any]) -> Sequence[object]:
    found = one["found"]
    stability = found.get("stability")
    told = found.get("why_no_stability") or None
    shown = told if stability is None else Figure(share(round(stability, 2)))
    rows = found.get("rows")
    return (one["name"], shown, f"{rows:,} rows" if rows else "the model itself")


def _drawn(name: str, found: Mapping[str, Any], reading: str) -> Iterator[Block]:
    columns: Sequence[Mapping[str, Any]] = found.get("columns") or ()
    measure = next((each for each in _MEASURES if columns and each in columns[0]), None)
    if measure is not None and isinstance(columns[0][measure], int | float):
        names = [one["name"] for one in columns]
        values = [one[measure] or 0.0 for one in columns]
        ends = [(one["low"], one["high"]) for one in columns if one.get("low") is not None]
        reaches = ends[:_MOST] if len(ends) == len(columns) else ()
        title, of = _title(name, names), _MEASURES[measure]
        yield Bars(title, names[:_MOST], values[:_MOST], of, reading, reaches)
    groups = found.get("groups") or ()
    if groups:
        shared = [", ".join(group["columns"]) for group in groups]
        yield Told([f"These say nearly the same and share the credit: {one}." for one in shared])
    if found.get("fidelity") is not None:
        yield Told([
            f"A tree that people can read answers as the model does: {_fidelity(found)} "
            f"({found['fidelity_measure']}), on {found['judged_rows']:,} rows."
        ])  # fmt: skip
    if skipped := found.get("skipped"):
        more = f" and {len(skipped) - _MOST} more" if len(skipped) > _MOST else ""
        yield Told([f"{name} did not look at {', '.join(skipped[:_MOST])}{more}."])


def _fidelity(found: Mapping[str, Any]) -> str:
    kind = "r2" if found["fidelity_measure"] == "R²" else "accuracy"
    return score_text(kind, found["fidelity"])


def _title(name: str, names: Sequence[str]) -> str:
    return name if len(names) <= _MOST else f"{name}, the first {_MOST} of {len(names)} columns"
