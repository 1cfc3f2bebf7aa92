"""A hash of what is learned from, by which a table is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from armillary.learning.target import Target

if TYPE_CHECKING:
    import pandas as pd

# Each text becomes an object for a moment, which takes more memory than all of the table.
_AT_ONCE = 1 << 18


def fingerprint(frame: pd.DataFrame, target: Target, others: Sequence[Target] = ()) -> str:
    """Give a hash of the columns' names and values and of the target."""
    import numpy as np
    import pandas as pd

    digest = hashlib.sha256(repr([*frame.columns, target.classes]).encode())
    for name in frame.columns:
        column = frame[name]
        # Numbers without pandas around each piece, which a table of thousands of columns feels.
        is_plain = isinstance(column.dtype, np.dtype) and column.dtype != object
        cells = column.to_numpy() if is_plain else column.array
        for start in range(0, len(frame), _AT_ONCE):
            piece = cells[start : start + _AT_ONCE]
            if not is_plain:
                hashes = pd.util.hash_pandas_object(pd.Series(piece), index=False).to_numpy()
            else:
                hashes = pd.util.hash_array(piece)
            digest.update(hashes.tobytes())
    digest.update(target.values.tobytes())
    for other in others:
        digest.update(repr(other.classes).encode() + other.values.tobytes())
    if target.weights is not None:
        digest.update(target.weights.tobytes())
    return digest.hexdigest()
