"""Scores of the test rows part by part: for each value of a column of the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.capabilities.training.scores.stored import read_rows, rows_at
from armillary.jobs.calls import CallContext, HostName, SingleCall

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.scores import Judged

    Array = npt.NDArray[Any]

_MOST_VALUES = 12
_FEWEST_ROWS = 5
_PARTS = 4
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
        if not stored.about["is_whole"]:
            raise BadRequest(
                "The rows were prepared by a recipe, so they cannot be told apart by a column of "
                "the dataset.",
                code="rows_of_a_recipe",
            )
        values = _values(stored.places, payload, context)
        judged = stored.judged()
        parts = [_judge(judged, stored.judged, *part) for part in _parts(values)]
        return {"column": payload["column"], "scores": _SHOWN[judged.kind], "parts": parts}


call = ScoresBy()


def _values(places: Array, payload: Any, context: CallContext) -> Any:
    path = context.storage.local_path(payload["table"]["key"])
    picked = rows_at(path, [payload["column"]], places)
    if picked is None:
        raise BadRequest("The dataset has changed since the training; train again.")
    return picked.column(0).combine_chunks()


def _parts(values: Any) -> Iterator[tuple[str, Array]]:
    """Give each value's rows, the most frequent first; numbers of many values in four parts."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    counts = sorted(values.value_counts().to_pylist(), key=lambda each: -int(each["counts"]))
    is_number = pa.types.is_integer(values.type) or pa.types.is_floating(values.type)
    if is_number and len(counts) > _MOST_VALUES:
        numbers = pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)
        yield from _ranges(numbers)
        return
    texts = np.array([str(value) for value in values.to_pylist()], dtype=object)
    named = [str(each["values"]) for each in counts[:_MOST_VALUES]]
    for name in named:
        yield ("missing" if name == "None" else name), np.flatnonzero(texts == name)
    if (rest := np.flatnonzero(~np.isin(texts.astype(str), named))).size:
        yield f"{len(counts) - _MOST_VALUES} others", rest


def _ranges(numbers: Array) -> Iterator[tuple[str, Array]]:
    import numpy as np

    known = numbers[np.isfinite(numbers)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _PARTS + 1)))
    for place, (low, high) in enumerate(pairwise(edges)):
        is_last = place == len(edges) - 2
        inside = (numbers >= low) & ((numbers <= high) if is_last else (numbers < high))
        yield f"{low:.4g} to {high:.4g}", np.flatnonzero(inside)
    if (rest := np.flatnonzero(~np.isfinite(numbers))).size:
        yield "missing", rest


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
