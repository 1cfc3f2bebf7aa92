"""Sums over columns, and on which scale they are what a model says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from armillary.learning.linear import softmax, two_classes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]
    Giving = Callable[[Matrix], Floats]

Method = Literal["trees", "linear", "by_column", "members"]
Scale = Literal["as said", "log odds", "score", "logarithm"]


@dataclass(frozen=True)
class Exact:
    """What gives exactly what columns add, and what the sum means.

    ``contributions`` gives what columns add, and the base at the end (n_rows, n_columns + 1,
    n_outputs). Their sum is what the model says, or on another ``scale``: the log odds of the
    second of two classes, the scores whose shares the classes get, or the logarithm of a number.
    ``is_before`` tells that it is what the model says before its probabilities are calibrated.
    """

    contributions: Giving
    method: Method
    scale: Scale
    is_before: bool = False

    def along_line(self, slope: float, intercept: float) -> Exact:
        """Give the same where the sum is multiplied, and moved."""

        def moved(features: Matrix) -> Floats:
            given = self.contributions(features) * slope
            given[:, -1] += intercept
            return given

        return replace(self, contributions=moved)

    def as_log_odds(self) -> Exact:
        """Give the scores of two classes as the log odds of the second: how far it is ahead."""
        if self.scale != "score":
            return self

        def ahead(features: Matrix) -> Floats:
            given = self.contributions(features)
            return given[:, :, 1:] - given[:, :, :1]

        return replace(self, contributions=ahead, scale="log odds")


def scale_of(sums: Floats, said: Matrix) -> Scale | None:
    """Find on which scale sums (n_rows, n_outputs) are what is said; None where on none."""
    import numpy as np

    said = said[:, None] if said.ndim == 1 else said
    if _are_close(sums, said):
        return "as said"
    if sums.shape[1] == 1 and said.shape[1] == 2:
        return "log odds" if _are_close(two_classes(sums[:, 0]), said) else None
    if sums.shape[1] > 1:
        return "score" if _are_close(softmax(sums), said) else None
    with np.errstate(over="ignore"):
        return "logarithm" if _are_close(np.exp(sums), said) else None


def settled(contributions: Giving, method: Method, rows: Matrix, said: Matrix) -> Exact | None:
    """Give it with its scale, once it adds up to what is said of some rows."""
    scale = scale_of(contributions(rows).sum(axis=1), said)
    return None if scale is None else Exact(contributions, method, scale)


def _are_close(meant: Floats, said: Matrix) -> bool:
    import numpy as np

    return meant.shape == said.shape and np.allclose(meant, said, rtol=1e-3, atol=1e-4)
