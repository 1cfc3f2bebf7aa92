"""What columns add through the algorithms that go before an algorithm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.chain import Chained, Link, transform
from armillary.learning.contract import Predictor
from armillary.learning.exact.lines import Line, line_of
from armillary.learning.exact.sums import Exact, settled
from armillary.learning.unsupervised.chosen import Chosen

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

Finding = Callable[[Predictor, "Matrix", "Matrix"], Exact | None]


def through_links(chain: Chained, usual: Matrix, rows: Matrix, find: Finding) -> Exact | None:
    """Give what columns add where each link makes of a column a column, or all are lines."""
    places = _places(chain.links, rows.shape[1])
    if places is not None:
        return _placed(chain, places, usual, rows, find)
    line = line_of(chain.last)
    if line is None:
        return None
    drawn = _drawn_back(chain, line, rows.shape[1])
    return settled(drawn.against(usual), "linear", rows, chain.predict(rows))


def _placed(
    chain: Chained, places: Places, usual: Matrix, rows: Matrix, find: Finding
) -> Exact | None:
    """Put what the last one's columns add to the columns that they are made of."""
    from dataclasses import replace

    import numpy as np

    def onwards(features: Matrix) -> Matrix:
        return transform(chain.links, features, chain.encoding)

    inner = find(chain.last, onwards(usual), onwards(rows))
    if inner is None:
        return None

    def contributions(features: Matrix) -> Floats:
        given = inner.contributions(onwards(features))
        found = np.zeros((len(features), features.shape[1] + 1, given.shape[2]))
        found[:, places] = given[:, :-1]
        found[:, -1] = given[:, -1]
        return found

    return replace(inner, contributions=contributions)


def _places(links: Sequence[Link], n_columns: int) -> Places | None:
    """Give which column each of the last one's is made of; None where of several."""
    import numpy as np

    places: Places = np.arange(n_columns)
    for link in links:
        if isinstance(link.fitted, Chosen):
            places = places[link.fitted.kept]
        elif not _keeps_columns(link, len(places)):
            return None
    return places


def _keeps_columns(link: Link, n_columns: int) -> bool:
    """Tell whether a link only brings columns to a scale."""
    is_scaler = getattr(get_algorithm(link.algorithm_id), "scales", False)
    return bool(is_scaler) and len(link.fitted.columns) == n_columns


def _drawn_back(chain: Chained, line: Line, n_columns: int) -> Line:
    """Give the line that the links and the last one draw together, if all of them are lines."""
    import numpy as np

    tried = np.concatenate([np.zeros((1, n_columns)), np.eye(n_columns)])
    made = transform(chain.links, tried, chain.encoding).astype(np.float64)
    slopes = made[1:] - made[0]  # (n_columns, n_made)
    starts = line.coefficients @ made[0] + line.intercepts
    return Line(line.coefficients @ slopes.T, starts)
