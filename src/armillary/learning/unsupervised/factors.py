"""Non-negative factors of a table, improved one iteration at a time.

**Source:** beginnings by C. Boutsidis and E. Gallopoulos, "SVD based initialization: a head start
for nonnegative matrix factorization", Pattern Recognition 41, 2008 (zeros filled by the mean, as
scikit-learn's ``nndsvda``); iterations by A. Cichocki and A.-H. Phan, "Fast local algorithms for
large scale nonnegative matrix and tensor factorizations", IEICE Transactions 92, 2009, the
coordinate descent of scikit-learn's NMF: its compiled loop, which is not part of what it promises
to keep, so that there is the same in numpy, slower, to fall back on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_LEAST = 1e-6


@dataclass
class Factors:
    """How much of each part is in each row (n_rows, k), and the parts turned (n_columns, k).

    ``first`` is how far the first iteration moved them, and ``moved`` how far the last one did in
    units of it.
    """

    shares: Floats
    parts: Floats
    iteration: int = 0
    first: float = 0.0
    moved: float = 1.0

    def improve(self, rows: Floats, penalty: float) -> None:
        """Improve shares, then parts, once; ``penalty`` on each number of the parts thins them."""
        moved = _descend(self.shares, self.parts, rows, 0.0)
        moved += _descend(self.parts, self.shares, rows.T, penalty * len(rows))
        self.iteration += 1
        if self.iteration == 1:
            self.first = moved
        self.moved = moved / self.first if self.first > 0 else 0.0


def begin(rows: Floats, count: int, seed: int) -> Factors:
    """Give the factors to begin with, from the table's singular vectors."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    left, strengths, right = randomized_svd(rows, count, random_state=seed)
    shares, parts = np.zeros_like(left), np.zeros_like(right.T)
    root = np.sqrt(strengths)
    shares[:, 0], parts[:, 0] = root[0] * np.abs(left[:, 0]), root[0] * np.abs(right[0])
    for place in range(1, count):
        sides = [(np.maximum(sign * left[:, place], 0), np.maximum(sign * right[place], 0))
                 for sign in (1, -1)]  # fmt: skip
        lengths = [np.linalg.norm(one) * np.linalg.norm(other) for one, other in sides]
        best = int(lengths[1] >= lengths[0])
        scale = root[place] * np.sqrt(lengths[best])
        shares[:, place] = scale * sides[best][0] / (np.linalg.norm(sides[best][0]) or 1.0)
        parts[:, place] = scale * sides[best][1] / (np.linalg.norm(sides[best][1]) or 1.0)
    mean = rows.mean()
    for factor in (shares, parts):
        factor[factor < _LEAST] = 0
        factor[factor == 0] = mean
    return Factors(np.ascontiguousarray(shares), np.ascontiguousarray(parts))


def _descend(factor: Floats, other: Floats, rows: Any, penalty: float) -> float:
    """Bring each column of a factor (n, k) to its best, one after another; gives how far in all."""
    import numpy as np

    square = other.T @ other  # (k, k)
    reach = rows @ other - penalty  # (n, k)
    improve = _compiled()
    if improve is None:
        return descend_in_numpy(factor, square, reach)
    return float(improve(factor, square, reach, np.arange(len(square), dtype=np.intp)))


def descend_in_numpy(factor: Floats, square: Floats, reach: Floats) -> float:
    """Do what scikit-learn's compiled loop does."""
    import numpy as np

    moved = 0.0
    for place in range(factor.shape[1]):
        own = factor[:, place]
        slope = factor @ square[:, place] - reach[:, place]
        # What is zero can only grow.
        moved += float(np.abs(np.where(own == 0, np.minimum(slope, 0), slope)).sum())
        if square[place, place] != 0:
            factor[:, place] = np.maximum(own - slope / square[place, place], 0)
    return moved


@cache
def _compiled() -> Any:
    try:
        from sklearn.decomposition._cdnmf_fast import _update_cdnmf_fast
    except ImportError:
        return None
    return _update_cdnmf_fast
