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

    Colours are values of a column: its numbers, or its categories, rare ones taken together.
    """
    rows = selection.rows
    selection = selection.sample(points)
    columns = selection.table.columns
    read = {place: selection.read(place) for place in {*places, *_given(colour)}}
    shown = [as_json(read[place], columns[place]) for place in places]
    found: dict[str, Any] = {
        "columns": [columns[place].name for place in places],
        "points": [list(point) for point in zip(*shown, strict=True)],
        "row_numbers": _numbers(selection),
        "colour": None,
        "rows": rows,
        "sampled": selection.rows < rows,
    }
    if colour is not None:
        column = columns[colour]
        role = role_of(column, meanings[colour])
        found["colour"] = {"name": column.name, "kind": role}
        if role == "number":
            found["colour"]["values"] = as_json(read[colour], column)
        else:
            categories = as_categories(read[colour], _COLOURS)
            names = [*categories.names, None]
            found["colour"]["values"] = [names[code] for code in categories.codes]
    return found


def _numbers(selection: Selection) -> list[int]:
    numbers = selection.numbers
    return list(range(selection.rows)) if numbers is None else np.asarray(numbers).tolist()


def _given(place: int | None) -> list[int]:
    return [] if place is None else [place]
