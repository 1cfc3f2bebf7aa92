"""Accumulated local effects: what small steps of one column do to the rows that are near.

**Source:** D. Apley and J. Zhu, "Visualizing the effects of predictor variables in black box
supervised learning models", JRSS B 82, 2020, equations 15 and 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.explain._axes import Axis, axis_of, numbers_of
from armillary.learning.explain._columns import most_moving
from armillary.learning.explain._curves import curve_agreement, mean_of_known
from armillary.learning.explaining import (
    Block,
    Explaining,
    Subject,
    named_outputs,
    rounded,
    swapped,
)
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_MOST_COLUMNS = 10
_EDGES = 21
_ROWS = 1_000
_ORDERED = ("numeric", "datetime")


class Accumulated:
    """Moves each row to both ends of its own small interval, and adds up the differences."""

    id = "accumulated"
    name = "Accumulated local effects"
    description = "What a column does to rows that really have values like these, added up."
    reading = (
        "The line says how much more (or less) the model says at a value than on average. Rows are "
        "moved only a little, so it stays right where columns hang together, which partial "
        "dependence does not. It goes up and down from the mean: only differences along the line "
        "mean something. Categories have no order to go along and are left to partial dependence."
    )
    order = 5

    def why_not(self, subject: Subject) -> str | None:
        """Say so where no column has an order."""
        if not any(block.role in _ORDERED for block in subject.blocks):
            return "No column of this model has an order along which effects could be added up."
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give a curve for each of the ordered columns that move the model most."""
        moving = most_moving(subject, rng, 4 * _MOST_COLUMNS)
        ordered = [block for block in moving if block.role in _ORDERED][:_MOST_COLUMNS]
        rows = spread(len(subject.features), _ROWS)
        columns: list[dict[str, Any]] = []
        for place, block in enumerate(ordered):
            if not subject.budget.allows(2 * len(rows)):
                break
            curve = _curve(subject, block, rows)
            if curve is not None:
                columns.append(curve)
            yield (place + 1) / len(ordered)
        looked_at = {one["name"] for one in columns}
        return {
            "columns": columns,
            "outputs": list(subject.names),
            "named": named_outputs(subject, subject.names),
            "unit": subject.unit,
            "rows": len(rows),
            "stability": mean_of_known([one["stability"] for one in columns]),
            "skipped": [block.name for block in subject.blocks if block.name not in looked_at],
        }


explanation = Accumulated()


def _curve(subject: Subject, block: Block, rows: Any) -> dict[str, Any] | None:
    """Give the effect at each edge (n_outputs, n_edges); None where all values are one."""
    import numpy as np

    axis = axis_of(subject, block, _EDGES)
    if axis.numbers is None or len(axis.numbers) < 2:
        return None
    values = numbers_of(subject, block)[rows]
    rows = rows[np.isfinite(values)]
    values = values[np.isfinite(values)]
    place = np.clip(np.searchsorted(axis.numbers, values, side="left"), 1, len(axis.numbers) - 1)
    steps = _steps(subject, block, axis, rows, place)  # (n_rows, n_outputs)
    everything = np.arange(len(rows))
    halves = [_added(steps[part], place[part], len(axis.numbers))
              for part in (everything[::2], everything[1::2])]  # fmt: skip
    counts = np.bincount(place, minlength=len(axis.numbers))[1:]
    return {
        "name": block.name,
        "role": block.role,
        "labels": axis.labels,
        "numbers": rounded(axis.numbers),
        "mean": rounded(_added(steps, place, len(axis.numbers)).T),
        "counts": counts.tolist(),
        "stability": curve_agreement(*halves),
    }


def _steps(subject: Subject, block: Block, axis: Axis, rows: Any, place: Any) -> Floats:
    """Give what each row says at the upper end of its interval more than at the lower."""
    features = subject.features[rows]
    upper = swapped(features, block, subject.features[axis.rows[place]])
    lower = swapped(features, block, subject.features[axis.rows[place - 1]])
    return subject.said(upper) - subject.said(lower)


def _added(steps: Floats, place: Any, n_edges: int) -> Floats:
    """Add up the mean step of each interval, so that the mean over rows is 0 (n_edges, n_out)."""
    import numpy as np

    counts = np.bincount(place, minlength=n_edges)[1:].astype(np.float64)
    sums = np.array(
        [np.bincount(place, weights=each, minlength=n_edges)[1:] for each in steps.T]
    ).T  # (n_edges - 1, n_outputs)
    means = sums / np.maximum(counts, 1.0)[:, None]
    edges = np.concatenate([np.zeros((1, means.shape[1])), np.cumsum(means, axis=0)])
    middles = (edges[1:] + edges[:-1]) / 2
    usual = (middles * counts[:, None]).sum(axis=0) / max(1.0, float(counts.sum()))
    centred: Floats = edges - usual
    return centred
