"""Whether calibrating helped: probabilities before and after, on rows that neither has seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from armillary.learning.calibration.calibration import ENOUGH, Calibration
from armillary.learning.scores.block import to_wire
from armillary.learning.scores.calibrated import bins_of, curve
from armillary.learning.scores.contract import Judged
from armillary.learning.scores.families import all_families
from armillary.learning.scores.paired import compare

_PROBABILITIES = "probabilities"
_DECIDING = ("log_loss", "brier")
_SAID = {
    "better": "On the test rows the probabilities are better for it, beyond chance.",
    "worse": "On the test rows it made the probabilities worse, beyond chance. Leave it out, or "
    "take another method.",
    "tie": "The test rows do not tell the probabilities before and after apart.",
}


def judge_calibration(calibration: Calibration, before: Judged, after: Judged) -> dict[str, Any]:
    """Give ``{method, is_applied, rows, before, after, lines, verdict, notes}``.

    ``before`` and ``after`` have log loss, Brier score and calibration error, each with its
    interval, and the ``bins`` of the reliability curve; ``lines`` compare row by row, as `compare`
    does. ``verdict`` is better, worse or tie: what log loss and Brier score tell beyond chance.
    """
    lines = [line for line in compare(before, after)["lines"] if line["id"] in _DECIDING]
    verdict = _verdict(lines)
    return {
        "method": calibration.method,
        "is_applied": True,
        "why_not": None,
        "rows": calibration.rows,
        "before": _side(before),
        "after": _side(after),
        "lines": lines,
        "verdict": verdict,
        "notes": list(_notes(calibration, verdict)),
    }


def not_calibrated(method: str, why_not: str) -> dict[str, Any]:
    """Say of a model that it was to be calibrated, and why it is not."""
    return {"method": method, "is_applied": False, "why_not": why_not}


def _side(judged: Judged) -> dict[str, Any]:
    family = all_families()[_PROBABILITIES]
    known = {score.id: score for score in family.scores}
    lines = {name: to_wire(known[name], found, {}) for name, found in family.judge(judged)}
    return {**lines, "bins": curve(bins_of(judged), judged.groups)}


def _verdict(lines: list[dict[str, Any]]) -> str:
    found = {line["better"] for line in lines}
    if "one" in found:
        return "worse"
    return "better" if "other" in found else "tie"


def _notes(calibration: Calibration, verdict: str) -> Iterator[str]:
    method, rows = calibration.method, calibration.rows
    yield _SAID[verdict]
    if rows < (enough := ENOUGH[method]):
        others = " Sigmoid and temperature need fewer." if method == "isotonic" else ""
        yield (
            f"It was fitted on {rows:,} rows; below {enough:,} {method} follows chance as much as "
            f"the model.{others}"
        )
    if None in calibration.curves:
        yield "Classes that these rows hardly hold kept the probabilities they had."
