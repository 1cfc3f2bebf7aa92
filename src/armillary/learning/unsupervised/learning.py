"""What every algorithm without a target does alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Describer, Restorer, Snapshot, Table
from armillary.learning.metrics import points
from armillary.learning.metrics.clusters import separation
from armillary.learning.metrics.reduced import restoring_error
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_MEASURED_ROWS = 2_000


def in_one_step(
    model: Describer, metrics: Mapping[str, float] | None = None, warnings: Sequence[str] = ()
) -> Snapshot:
    """Give the one look at a training of one step."""
    return Snapshot(
        step=1,
        total=1,
        unit="fit",
        metrics=metrics or {},
        state=model.to_state,
        predictor=lambda: model,
        warnings=tuple(warnings),
    )


def draw_rows(
    rows: Array, limit: int, rng: np.random.Generator, why: str
) -> tuple[Array, tuple[str, ...]]:
    """Give all rows, or ``limit`` of them drawn at random, with a sentence that says so."""
    if len(rows) <= limit:
        return rows, ()
    kept = rng.choice(len(rows), limit, replace=False)
    kept.sort()
    return rows[kept], (f"Learned from {limit:,} of {len(rows):,} training rows: {why}.",)


def measure_separation(model: Describer, data: Table) -> dict[str, float]:
    """Measure how well separated clusters are, as a point of a curve; empty with fewer than two."""
    return _measured(data, lambda rows: separation(rows, _clusters(model, rows))["silhouette"],
                     "silhouette")  # fmt: skip


def measure_restoring(
    described: Describer, data: Table, most_rows: int = _MEASURED_ROWS
) -> dict[str, float]:
    """Measure how well so many rows are had back, as a point of a curve."""
    assert isinstance(described, Restorer)
    restorer: Restorer = described

    def error(rows: Array) -> float:
        return restoring_error(restorer, rows, described.predict(rows))

    return _measured(data, error, "loss", most_rows)


def measure_flags(model: Describer, data: Table) -> dict[str, float]:
    """Measure which share of the rows is unusual, as a point of a curve."""
    return _measured(data, lambda rows: float(model.predict(rows)[:, 1].mean()), "share_unusual")


def _clusters(model: Describer, rows: Array) -> Array:
    clusters: Array = model.predict(rows)[:, 0].astype("int64")
    return clusters


def _measured(
    data: Table, measure: Any, name: str, most_rows: int = _MEASURED_ROWS
) -> dict[str, float]:
    parts = (data.features, data.validation_features)
    values = [measure(rows[spread(len(rows), most_rows)]) for rows in parts]
    named = [{} if value is None else {name: value} for value in values]
    return points(named[0], named[1])
