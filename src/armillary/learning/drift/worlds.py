"""Whether a quick model tells the rows of two tables apart, and by which columns.

**Source.** D. Lopez-Paz and M. Oquab, *Revisiting Classifier Two-Sample Tests*, 2017.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.guard.apart import best_tellers, tell_apart
from armillary.learning.guard.seen import Seen, read_columns
from armillary.learning.scores.families.ranking import roc_area
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 4_000
_FEWEST = 50


def tell_worlds(then: pd.DataFrame | None, new: pd.DataFrame) -> dict[str, Any] | None:
    """Give the AUC of telling rows apart with its interval and p-value, and the best columns.

    None where one of the tables is gone, has no column in common or fewer than 50 rows. 0.5 is
    what chance gives; rows of both tables are told apart by folds that are drawn by chance.
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import norm

    if then is None or not len(new.columns) or min(len(then), len(new)) < _FEWEST:
        return None
    parts = [
        table.iloc[spread(len(table), _ROWS)].astype(_kept(then[list(new.columns)], new))
        for table in (then[list(new.columns)], new)
    ]
    joined = pd.concat(parts, ignore_index=True)
    is_new = np.arange(len(joined)) >= len(parts[0])
    columns = read_columns(joined)
    order = np.arange(len(joined))
    seen = Seen(columns, "is new", is_new.astype(np.int64), ("then", "now"), order, len(joined))
    scores = tell_apart(seen, seen.names, is_new)
    area = roc_area(is_new, scores, None)
    interval = area.interval()
    error = float(np.sqrt(np.mean(area.influence**2) / len(joined)))
    return {
        "auc": area.value,
        "low": area.value if interval is None else interval.low,
        "high": area.value if interval is None else interval.high,
        "p_value": float(norm.sf((area.value - 0.5) / error)) if error > 0 else 0.0,
        "rows": [len(part) for part in parts],
        "columns": [
            {"name": name, "auc": told} for name, told in best_tellers(seen, seen.names, is_new)
        ],
    }


def _kept(then: pd.DataFrame, new: pd.DataFrame) -> dict[Any, Any]:
    """Bring columns of other types to text, so that they can stand below each other."""
    return {name: object for name in new.columns if then[name].dtype != new[name].dtype}
