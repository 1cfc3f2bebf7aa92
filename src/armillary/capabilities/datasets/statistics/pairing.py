"""Points of several columns at once, for plots of each against each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from armillary.capabilities.datasets.cells import as_json
from armillary.capabilities.datasets.statistics.kinds import as_categories, role_of
from armillary.capabilities.datasets.statistics.selection import Selection

_COLOURS = 10


def pair(
    selection: Selection,
    places: Sequence[int],
    colour: int | None,
    meanings: Sequence[str],
    points: int,
) -> dict[str, Any]:
    """Draw points evenly from a selection: a list for each row, in the order of the columns.

    The value that gives a point its colour comes last in it: a number, or a category, rare ones
    taken together.
    """
    rows = selection.rows
    selection = selection.sample(points)
    columns = selection.table.columns
    shown = [as_json(selection.read(place), columns[place]) for place in places]
    kind = None if colour is None else role_of(columns[colour], meanings[colour])
    if colour is not None:
        values = selection.read(colour)
        shown.append(as_json(values, columns[colour]) if kind == "number" else _levels(values))
    return {
        "columns": [columns[place].name for place in places],
        "points": [list(point) for point in zip(*shown, strict=True)],
        "row_numbers": _numbers(selection),
        "colour": None if colour is None else columns[colour].name,
        "colour_kind": kind,
        "rows": rows,
        "sampled": selection.rows if selection.rows < rows else None,
    }


def _levels(values: Any) -> list[Any]:
    categories = as_categories(values, _COLOURS)
    names = [*categories.names, None]
    return [names[code] for code in categories.codes]


def _numbers(selection: Selection) -> list[int]:
    numbers = selection.numbers
    return list(range(selection.rows)) if numbers is None else np.asarray(numbers).tolist()
