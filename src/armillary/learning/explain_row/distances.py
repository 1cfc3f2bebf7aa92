"""How far rows lie from each other, column by column.

**Source:** J. Gower, "A general coefficient of similarity and some of its properties", Biometrics
27, 1971; numbers are compared by their place among the others, so that outliers stretch nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.explaining import Block

    Floats = npt.NDArray[np.float64]

_ORDERED = ("numeric", "datetime")


def column_distances(blocks: Sequence[Block], row: Any, others: Any, spreads: Floats) -> Floats:
    """Give how far other rows (n, n_encoded) lie from one in each column (n, n_blocks), 0 to 1.

    Of an ordered column it is the difference of its first part over its usual spread; of others
    whether they differ; of texts, how far their numbers lie apart.
    """
    import numpy as np

    found = np.empty((len(others), len(blocks)))
    ordered = [place for place, block in enumerate(blocks) if block.role in _ORDERED]
    if ordered:
        # All at once: a table may have thousands of them.
        first = [blocks[place].places[0] for place in ordered]
        theirs, own = np.nan_to_num(others[:, first], nan=-1e9), np.nan_to_num(row[first], nan=-1e9)
        found[:, ordered] = np.minimum(1.0, np.abs(theirs - own) / spreads[ordered])
    for place, block in enumerate(blocks):
        if block.role in _ORDERED:
            continue
        own, theirs = row[list(block.places)], others[:, list(block.places)]
        differs = np.abs(np.nan_to_num(theirs, nan=-1e9) - np.nan_to_num(own, nan=-1e9))
        if block.role == "text":
            found[:, place] = np.minimum(1.0, differs.mean(axis=1) / spreads[place])
        else:
            found[:, place] = (differs > 1e-9).any(axis=1)
    return found


def spreads_of(blocks: Sequence[Block], features: Any) -> Floats:
    """Give the usual spread of each column's numbers: nine tenths of the rows lie within it."""
    import numpy as np

    spreads = []
    for block in blocks:
        values = features[:, list(block.places)].astype(np.float64)
        values = values[:, :1] if block.role in _ORDERED else values
        known = values[np.isfinite(values)]
        low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (0.0, 0.0)
        spreads.append(float(high - low) or float(known.max() - known.min() if len(known) else 0))
    return np.array([spread if spread > 0 else 1.0 for spread in spreads])
