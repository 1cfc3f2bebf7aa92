"""Where values are missing, and which are missing together."""

from __future__ import annotations

from typing import Any

import numpy as np

from armillary.base.values import finite
from armillary.capabilities.datasets.statistics.selection import Selection

_PATTERNS = 20
_TOGETHER = 60
_AT_ONCE = 100


def find_missing(selection: Selection) -> dict[str, Any]:
    """Count the missing cells of each column, and the patterns in which rows lack them.

    Columns come with the most missing first; ``together`` has a row and a column for each of the
    first ones that lack some cells: how the gaps of two columns go together, -1 to 1.
    """
    table, rows = selection.table, selection.rows
    masks = _masks(selection)
    counts = {place: int(mask.sum()) for place, mask in masks.items()}
    order = sorted(range(len(table.columns)), key=lambda place: (-counts.get(place, 0), place))
    lacking = [place for place in order if counts.get(place)]
    return {
        "rows": rows,
        "columns": [
            {
                "name": table.columns[place].name,
                "missing": counts.get(place, 0),
                "share": counts.get(place, 0) / rows if rows else 0.0,
            }
            for place in order
        ],
        "patterns": _patterns(selection, masks, lacking),
        "together": _together(masks, lacking[:_TOGETHER]),
    }


def _masks(selection: Selection) -> dict[int, np.ndarray]:
    """Say for each column that lacks cells in which rows."""
    import pyarrow.compute as pc

    masks: dict[int, np.ndarray] = {}
    places = _may_lack(selection)
    step = 1 if len(places) <= _AT_ONCE else _AT_ONCE
    for start in range(0, len(places), step):
        chosen = places[start : start + step]
        for place, values in zip(chosen, selection.read_some(chosen), strict=True):
            if values.null_count:
                masks[place] = pc.is_null(values).to_numpy()
    return masks


def _may_lack(selection: Selection) -> list[int]:
    """Give the columns that may lack cells, as far as the file itself says."""
    layout = selection.table.groups.layout(selection.table.path)
    return [
        place
        for place in range(len(selection.table.columns))
        if any(
            found is None or not found.has_null_count or found.null_count
            for found in layout.statistics_of(place)
        )
    ]


def _patterns(
    selection: Selection, masks: dict[int, np.ndarray], lacking: list[int]
) -> list[dict[str, Any]]:
    if not selection.rows:
        return []
    columns = selection.table.columns
    if not lacking:
        return [{"columns": [], "count": selection.rows}]
    packed = np.zeros((selection.rows, -(-len(lacking) // 8)), dtype=np.uint8)
    for bit, place in enumerate(lacking):
        packed[:, bit // 8] |= masks[place].astype(np.uint8) << np.uint8(bit % 8)
    rows = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, counts = np.unique(rows, return_index=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_PATTERNS]
    return [
        {
            "columns": [
                columns[place].name for place in lacking if bool(masks[place][first[pattern]])
            ],
            "count": int(counts[pattern]),
        }
        for pattern in order
    ]


def _together(masks: dict[int, np.ndarray], lacking: list[int]) -> list[list[float | None]]:
    """Correlate the gaps of columns; None where a column lacks every cell."""
    if not lacking:
        return []
    gaps = np.stack([masks[place] for place in lacking]).astype(np.float32)
    gaps -= gaps.mean(axis=1, keepdims=True)
    products = gaps @ gaps.T
    spread = np.sqrt(np.diag(products))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.clip(products / np.outer(spread, spread), -1, 1)
    return [[finite(value) for value in row] for row in found.tolist()]
