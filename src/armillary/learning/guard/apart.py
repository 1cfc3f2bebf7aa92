"""Telling rows of two worlds apart (adversarial validation)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from armillary.learning.guard.alone import auc, binned, out_of_fold
from armillary.learning.guard.quick import quick_scores

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.guard.seen import Floats, Seen

_NAMED = 5
_TELLS = 0.6


def tell_apart(seen: Seen, names: Sequence[str], is_new: npt.NDArray[Any]) -> Floats:
    """Give out-of-fold chances (n_rows,) of a quick model that rows are of the new world."""
    scores: Floats = quick_scores(seen, names, is_new.astype(np.int64), 2)[:, 1]
    return scores


def best_tellers(
    seen: Seen, names: Sequence[str], is_new: npt.NDArray[Any]
) -> list[tuple[str, float]]:
    """Give the columns that alone tell best, with the AUC of each, the best first."""
    alone = sorted(((_alone(seen, name, is_new), name) for name in names), reverse=True)
    return [(name, told) for told, name in alone[:_NAMED] if told > _TELLS]


def _alone(seen: Seen, name: str, is_new: npt.NDArray[Any]) -> float:
    scores = out_of_fold(binned(seen.columns[name]), is_new.astype(np.int64), 2, seen.folds)
    found = auc(scores[:, 1], is_new)
    return found if np.isfinite(found) else 0.5
