"""The rows of a test part, where they stand in the table, and what a model said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.baselines import Known
from armillary.learning.scores.contract import Judged
from armillary.learning.scores.given import judged_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.contract import Table
    from armillary.learning.prepare import Prepared
    from armillary.learning.preprocess import Preprocess

    Array = npt.NDArray[Any]

_KNOWN_ROWS = 5_000


@dataclass(frozen=True)
class JudgedRows:
    """Judged rows with their places (n,) in the table that was split.

    ``is_whole`` says that this is the dataset as it is, and no table that a recipe made of it.
    """

    judged: Judged
    places: Array
    is_whole: bool
    warnings: tuple[str, ...] = ()


def judged_rows(prepared: Prepared, output: Array, n_features: int) -> JudgedRows:
    """Give the rows of the test part with a model's output for them.

    Raises `Invalid` where the output cannot be judged.
    """
    rows, groups = prepared.split.test, prepared.groups
    judged, warnings = judged_of(
        prepared.target.values[rows],
        output,
        prepared.task.classes,
        None if groups is None else groups[rows],
        n_features,
        prepared.test_weights(),
    )
    return JudgedRows(judged, prepared.target.rows[rows], prepared.recipe is None, warnings)


def known_of(
    prepared: Prepared,
    preprocess: Preprocess,
    test_features: Array,
    encoded: Table | None = None,
) -> Known:
    """Give what baselines may learn from, taken from the ``encoded`` table where it is at hand."""
    features, target = prepared.training_part(preprocess, _KNOWN_ROWS, encoded)
    return Known(features, target, tuple(preprocess.sources()), test_features)
