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
    import pandas as pd

    digest = hashlib.sha256(repr([*frame.columns, target.classes]).encode())
    for name in frame.columns:
        for start in range(0, len(frame), _AT_ONCE):
            cells = frame[name].iloc[start : start + _AT_ONCE]
            digest.update(pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes())
    digest.update(target.values.tobytes())
    for other in others:
        digest.update(repr(other.classes).encode() + other.values.tobytes())
    if target.weights is not None:
        digest.update(target.weights.tobytes())
    return digest.hexdigest()
