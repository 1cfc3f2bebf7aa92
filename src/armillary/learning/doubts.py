"""What a model says of rows that cannot be meant: no numbers, or probabilities that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.scores.given import NEARLY

if TYPE_CHECKING:
    from armillary.learning.model import Predictions

_NO_NUMBER = "The model gives no finite number for this row, so there is no prediction."


def doubts_of(said: Predictions) -> list[str | None] | None:
    """Say of each row (n,) what is wrong with its prediction, None where nothing is.

    None where nothing is wrong with any; of several targets, of the first that is in doubt.
    """
    import numpy as np

    if said.targets is not None:
        each = [found for one in said.targets.values() if (found := doubts_of(one)) is not None]
        rows = [next(filter(None, of_row), None) for of_row in zip(*each, strict=True)]
        return rows or None
    if said.described is not None or not len(said.values):
        return None
    if said.probabilities is None:
        is_told = np.isfinite(said.values.astype(np.float64))
        if is_told.all():
            return None
        return [None if is_right else _NO_NUMBER for is_right in is_told]
    sums = said.probabilities.sum(axis=1)
    least = said.probabilities.min(axis=1)
    is_right = (np.abs(sums - 1) <= NEARLY) & (least >= -NEARLY)
    if is_right.all():
        return None
    return [
        None if is_row_right else _of_probabilities(total, low)
        for is_row_right, total, low in zip(
            is_right.tolist(), sums.tolist(), least.tolist(), strict=True
        )
    ]


def _of_probabilities(total: float, least: float) -> str:
    if not abs(total) < float("inf"):
        return _NO_NUMBER
    if least < -NEARLY:
        return f"The model gives a probability of {least:.3g}, which is below 0."
    return f"The probabilities of this row add up to {total:.3g}, not to 1."
