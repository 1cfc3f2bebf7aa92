"""Models compared on the test rows that they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.capabilities.training.scores.stored import StoredRows, read_rows
from armillary.jobs.calls import CallContext, HostName, SingleCall

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.scores import Judged

    Array = npt.NDArray[Any]

_FEWEST = 10


class CompareScores(SingleCall):
    """Payload ``{runs: [{id, rows_key}, …]}``: runs of one table, target and preparation."""

    id = "training.compare_scores"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Compare each with the one that is best on the rows that all have in common."""
        from armillary.learning.scores.paired import compare

        names = [run["id"] for run in payload["runs"]]
        kept = [read_rows(context.storage, run["rows_key"]) for run in payload["runs"]]
        common = _common(kept)
        judged = dict(zip(names, (_at(rows, common) for rows in kept), strict=True))
        best = _best(judged)
        beside = [name for name in names if name != best]
        return {
            "rows": len(common),
            "test_rows": {name: len(rows.table) for name, rows in zip(names, kept, strict=True)},
            "best": best,
            "against": [{"run": name, **compare(judged[best], judged[name])} for name in beside],
        }


call = CompareScores()


def _common(kept: list[StoredRows]) -> Array:
    import numpy as np

    first = kept[0]
    for rows in kept[1:]:
        same = ("kind", "classes")
        if any(rows.about[name] != first.about[name] for name in same):
            raise BadRequest(
                "These runs predict different things, so their rows cannot be compared.",
                code="not_comparable",
            )
    common = first.places
    for rows in kept[1:]:
        common = np.intersect1d(common, rows.places)
    if len(common) < _FEWEST:
        raise BadRequest(
            f"Only {len(common)} rows are in the test part of all of these runs; at least "
            f"{_FEWEST} are needed. Train them with the same seed, group and table.",
            code="no_common_rows",
        )
    return common


def _at(rows: StoredRows, common: Array) -> Judged:
    """Give the common rows in one order for all."""
    import numpy as np

    order = np.argsort(rows.places, kind="stable")
    return rows.judged(order[np.searchsorted(rows.places[order], common)])


def _best(judged: dict[str, Judged]) -> str:
    """Name the run with the most rows right, of these the least surprised, or the least error."""
    from armillary.learning.scores.families.probabilities import log_losses

    def rank(name: str) -> tuple[float, float]:
        rows = judged[name]
        if rows.kind == "regression":
            return float(((rows.output - rows.truth) ** 2).mean()), 0.0
        return -float((rows.predicted == rows.truth).mean()), float(log_losses(rows).mean())

    return min(judged, key=rank)
