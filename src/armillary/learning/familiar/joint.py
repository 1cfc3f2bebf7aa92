"""How numbers go together: rows whose numbers are each usual but never occur together.

Each number becomes a normal score by its place among those of the training (a Gaussian copula);
what is measured is the Mahalanobis distance of the scores.

**Source.** P. C. Mahalanobis, *Proceedings of the National Institute of Sciences of India* 2, 1936.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[Any]

_FEWEST_ROWS, _FEWEST_VALUES = 200, 12
_MOST_COLUMNS = 40
_POINTS = 41
_SHRINK = 0.1
_EDGE = 0.001
_ALLOWED = 0.999
_SLACK = 1.5


@dataclass(frozen=True)
class Joint:
    """Places (n_columns, 41), the inverse of the scores' correlations, and the distance allowed."""

    columns: tuple[str, ...]
    places: tuple[tuple[float, ...], ...]
    precision: tuple[tuple[float, ...], ...]
    limit: float

    @staticmethod
    def learn(numbers: Mapping[str, Floats]) -> Joint | None:
        """Learn from columns of numbers (n_rows,); None where there is too little to go by."""
        import numpy as np

        ordered = {name: np.sort(values[~np.isnan(values)]) for name, values in numbers.items()}
        chosen = [name for name, values in ordered.items() if _is_varied(values)][:_MOST_COLUMNS]
        if len(chosen) < 2 or len(numbers[chosen[0]]) < _FEWEST_ROWS:
            return None
        places = np.array([_spread_over(ordered[name]) for name in chosen])
        scores = _scores(places, np.stack([numbers[name] for name in chosen], axis=1))
        correlations = np.corrcoef(scores, rowvar=False)
        shrunk = (1 - _SHRINK) * correlations + _SHRINK * np.eye(len(chosen))
        precision = np.linalg.inv(shrunk)
        limit = _SLACK * float(np.quantile(_distances(scores, precision), _ALLOWED))
        return Joint(tuple(chosen), _tuples(places), _tuples(precision), limit)

    def to_plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @staticmethod
    def from_plain(data: Mapping[str, Any]) -> Joint:
        """Rebuild one from plain data."""
        return Joint(
            tuple(data["columns"]),
            _tuples(data["places"]),
            _tuples(data["precision"]),
            float(data["limit"]),
        )

    def is_far(self, numbers: Mapping[str, Floats]) -> npt.NDArray[Any]:
        """Tell which rows (n_rows,) have numbers that do not occur together."""
        import numpy as np

        values = np.stack([numbers[name] for name in self.columns], axis=1)
        places, precision = self._tables
        far: npt.NDArray[Any] = _distances(_scores(places, values), precision) > self.limit
        return far

    @cached_property
    def _tables(self) -> tuple[Floats, Floats]:
        import numpy as np

        return np.array(self.places), np.array(self.precision)


def _is_varied(ordered: Floats) -> bool:
    import numpy as np

    return len(ordered) > 0 and bool(np.count_nonzero(np.diff(ordered)) >= _FEWEST_VALUES - 1)


def _spread_over(ordered: Floats) -> Floats:
    """Give the quantiles of values in their order, as evenly spread as the points are many."""
    import numpy as np

    at = np.linspace(0, len(ordered) - 1, _POINTS)
    return np.interp(at, np.arange(len(ordered)), ordered)


def _scores(places: Floats, values: Floats) -> Floats:
    """Give normal scores (n_rows, n_columns); missing ones are in the middle."""
    import numpy as np
    from scipy.special import ndtri

    at = np.linspace(0, 1, places.shape[1])
    shares = np.stack(
        [np.interp(column, place, at) for column, place in zip(values.T, places, strict=True)],
        axis=1,
    )
    scores: Floats = np.nan_to_num(ndtri(np.clip(shares, _EDGE, 1 - _EDGE)))
    return scores


def _distances(scores: Floats, precision: Floats) -> Floats:
    import numpy as np

    squared: Floats = np.einsum("ij,jk,ik->i", scores, precision, scores)
    return squared


def _tuples(table: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(value) for value in row) for row in table)
