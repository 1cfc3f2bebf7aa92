"""Scores of the test rows part by part: for each value of a column of the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.capabilities.training.scores.parts import parts_by
from armillary.capabilities.training.scores.stored import read_rows
from armillary.jobs.calls import CallContext, HostName, SingleCall

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.scores import Judged

    Array = npt.NDArray[Any]

_FEWEST_ROWS = 5
_SHOWN = {
    "classification": ("accuracy", "balanced_accuracy", "f1_macro", "log_loss", "auc"),
    "regression": ("rmse", "mae", "mean_error", "r2"),
}


class ScoresBy(SingleCall):
    """Payload ``{rows_key, table, column}``."""

    id = "training.scores_by"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give the scores of each part, and of all rows that are in none."""
        stored = read_rows(context.storage, payload["rows_key"])
        judged = stored.judged()
        found = parts_by(stored, payload["table"], payload["column"], context)
        parts = [_judge(judged, stored.judged, *part) for part in found]
        return {"column": payload["column"], "scores": _SHOWN[judged.kind], "parts": parts}


call = ScoresBy()


def _judge(judged: Judged, part_of: Any, name: str, rows: Array) -> dict[str, Any]:
    from armillary.learning.scores.block import estimates, to_wire

    if len(rows) < _FEWEST_ROWS:
        return {"value": name, "rows": len(rows), "scores": None}
    part = part_of(rows)
    lines = {
        score.id: to_wire(score, estimate, {})
        for score, estimate in estimates(part)
        if estimate.of is None and score.id in _SHOWN[judged.kind]
    }
    return {"value": name, "rows": len(rows), "scores": lines}
