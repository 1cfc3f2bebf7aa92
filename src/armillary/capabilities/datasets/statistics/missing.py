"""Where values are missing, and which are missing together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from armillary.base.values import finite
from armillary.capabilities.datasets.statistics.selection import Selection

_PATTERNS = 20
_TOGETHER = 60
_AT_ONCE = 100
# So many are counted in a tenth of a second, in which nobody can be heard.
_BITS_AT_ONCE = 8_000_000
_NUMBER_BYTES = 8


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
    counts: Counter[bytes] = Counter()
    step = max(1, _BITS_AT_ONCE // len(lacking))
    for start in range(0, selection.rows, step):
        selection.check()
        gaps = np.stack([masks[place][start : start + step] for place in lacking], axis=1)
        found, times = np.unique(_packed(gaps), return_counts=True)
        for pattern, count in zip(found, times.tolist(), strict=True):
            counts[pattern.tobytes()] += count
    order = sorted(counts, key=lambda pattern: (-counts[pattern], pattern))[:_PATTERNS]
    return [
        {
            "columns": [
                columns[place].name
                for place, is_missing in zip(lacking, _unpacked(pattern), strict=False)
                if is_missing
            ],
            "count": counts[pattern],
        }
        for pattern in order
    ]


def _packed(gaps: np.ndarray) -> np.ndarray:
    """Give each row's gaps as one value, a number where so few columns allow it."""
    bits = np.packbits(gaps, axis=1, bitorder="little")  # (rows, bytes)
    width = bits.shape[1]
    if width > _NUMBER_BYTES:
        return np.ascontiguousarray(bits).view(np.dtype((np.void, width))).ravel()
    whole = np.zeros((len(bits), 1 if width == 1 else _NUMBER_BYTES), dtype=np.uint8)
    whole[:, :width] = bits
    return whole.view(np.uint8 if width == 1 else np.uint64).ravel()


def _unpacked(pattern: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(pattern, dtype=np.uint8), bitorder="little")


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
