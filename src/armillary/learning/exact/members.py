"""What columns add to a stack: what they add to its members, by their weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Predictor
from armillary.learning.exact.sums import Exact
from armillary.learning.stacked import Member, StackedPredictor

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]

Finding = Callable[[Predictor, "Matrix", "Matrix"], Exact | None]


def of_members(stack: StackedPredictor, usual: Matrix, rows: Matrix, find: Finding) -> Exact | None:
    """Give the weighted sum of its members' sums; None where one has none of what it says.

    Members that are known on another scale, such as log odds, cannot be added up to chances.
    """
    parts: list[tuple[Member, Exact]] = []
    for member, predictor in zip(stack.members, stack.predictors, strict=True):
        found = find(predictor, _own(member, usual), _own(member, rows))
        if found is None or found.scale != "as said" or found.is_before:
            return None
        parts.append((member, found))

    def contributions(features: Matrix) -> Floats:
        import numpy as np

        width = features.shape[1]
        total: Any = 0.0
        for member, found in parts:
            given = found.contributions(_own(member, features))  # (n_rows, n_own + 1, n_outputs)
            placed = np.zeros((len(features), width + 1, given.shape[2]))
            placed[:, member.first_column : member.end_column] = given[:, :-1]
            placed[:, -1] = given[:, -1]
            total = total + member.weight * placed
        summed: Floats = total
        return summed

    return Exact(contributions, "members", "as said")


def _own(member: Member, features: Matrix) -> Matrix:
    import numpy as np

    own = features[:, member.first_column : member.end_column]
    return np.ascontiguousarray(own, dtype=member.dtype)
