"""Taking what a model gave at no more than its word: finite numbers, probabilities that add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import ClassLabel
from armillary.learning.scores.contract import Judged

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

NEARLY = 1e-3
"""How far from 1 probabilities may add up, by rounding."""


def judged_of(
    truth: Array,
    output: Array,
    classes: Sequence[ClassLabel] | None,
    groups: Array | None = None,
    n_features: int = 0,
    weights: Array | None = None,
) -> tuple[Judged, tuple[str, ...]]:
    """Give rows to be judged, and what was odd about the output.

    Raises `Invalid` where a prediction is no finite number, or a probability is below 0.
    """
    import numpy as np

    output = np.asarray(output, dtype=np.float64)
    _require_finite(output)
    if classes is None:
        values = np.asarray(truth, dtype=np.float64)
        return Judged("regression", values, output, (), groups, n_features, weights), ()
    output, warnings = _adding_up(output)
    labels = np.asarray(truth, dtype=np.int64)
    judged = Judged("classification", labels, output, tuple(classes), groups, n_features, weights)
    return judged, warnings


def _require_finite(output: Array) -> None:
    import numpy as np

    bad = ~np.isfinite(output)
    rows = int(bad.reshape(len(bad), -1).any(axis=1).sum())
    if rows:
        raise Invalid(
            f"The model predicts no finite number for {rows:,} of {len(output):,} test rows, so it "
            "cannot be judged. A lower learning rate or scaled columns often help.",
            code="predictions_not_finite",
        )


def _adding_up(output: Array) -> tuple[Array, tuple[str, ...]]:
    """Divide probabilities by their sum, and say so where they did not add up to 1."""
    import numpy as np

    sums = output.sum(axis=1)
    if (output < -NEARLY).any() or (sums <= 0).any():
        raise Invalid(
            "The model gives probabilities below 0, or none for any class; they must be between 0 "
            "and 1 and add up to 1.",
            code="not_probabilities",
        )
    held = np.clip(output, 0.0, None)
    off = np.abs(sums - 1) > NEARLY
    held = held / held.sum(axis=1, keepdims=True)
    if not off.any():
        return held, ()
    return held, (
        f"The probabilities of {int(off.sum()):,} of {len(output):,} test rows add up to "
        f"{sums[off].min():.3g} to {sums[off].max():.3g}, not to 1; they were divided by their "
        "sum.",
    )
