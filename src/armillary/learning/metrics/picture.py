"""A picture of rows in a plane: few enough of them to send, and where each lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import ClassLabel

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHOWN_ROWS = 1_500
_DIGITS = 5


def flatten(features: Array, basis: Array) -> tuple[Array, list[float]]:
    """Place rows (n, n_columns) in the plane in which the rows of ``basis`` differ most.

    Every column counts alike, whatever its unit. Gives the places (n, 2) and the share of the
    spread that each direction shows.
    """
    import numpy as np

    centre = basis.mean(axis=0, dtype=np.float64)
    deviation = basis.std(axis=0, dtype=np.float64)
    scale = np.where(deviation > 0, deviation, 1.0)
    _, lengths, directions = np.linalg.svd((basis - centre) / scale, full_matrices=False)
    count = min(2, len(directions))
    places = np.zeros((len(features), 2))
    places[:, :count] = ((features - centre) / scale) @ directions[:count].T
    total = float((lengths**2).sum()) or 1.0
    shares = [float(length**2) / total for length in lengths[:count]]
    return places, [*shares, 0.0][:2]


def draw(
    places: Array,
    labels: Array,
    classes: Sequence[ClassLabel] | None,
    axes: Sequence[str],
    rows: Array,
) -> dict[str, Any]:
    """Give places (n, 2) as strict JSON, with the label of each row where one is known.

    ``rows`` (n,) say which of the judged rows they are.
    """
    known = None
    if classes is not None:
        known = [str(classes[place]) if place >= 0 else None for place in labels.tolist()]
    return {
        "axes": list(axes),
        "x": [round(value, _DIGITS) for value in places[:, 0].tolist()],
        "y": [round(value, _DIGITS) for value in places[:, 1].tolist()],
        "labels": known,
        "row": rows.tolist(),
    }


def axis_names(shares: Sequence[float]) -> list[str]:
    """Name the axes of a flattened picture by how much of the spread they show."""
    return [f"component {place + 1} ({share:.0%})" for place, share in enumerate(shares)]
