"""How far numbers about a set of rows may be off, where no formula says so: by halves of the rows.

Half of m rows, drawn without putting back, vary around all of them as much as m rows vary around
the whole that they were drawn from; and no row is drawn twice, which numbers about neighbours could
not bear. Rows of one group are drawn together.

**Source**: C. F. J. Wu (1990), On the asymptotic properties of the jackknife histogram.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Interval
from armillary.learning.scores.intervals import Scale, on_scale

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_DRAWS, _SEED, _FEWEST = 40, 0, 10
_METHOD = "halves of the rows"
Numbers = Mapping[str, float | None]


def intervals_by_halves(
    measure: Callable[[Array], Numbers],
    values: Numbers,
    scales: Mapping[str, Scale],
    groups: Array | None,
    rows: int,
    of_rows: int,
) -> dict[str, Interval | None]:
    """Give the interval of each of ``values`` that has a scale; None where halves do not tell it.

    ``measure`` gives the numbers of some of ``rows`` rows (n,) by their places; ``groups`` (rows,)
    numbers those that belong together. The values are of ``of_rows`` rows, of which these are some.
    """
    units = _units(rows, groups)
    if int(units.max()) + 1 < _FEWEST:
        return dict.fromkeys(scales)
    drawn = [measure(half) for half in _halves(units)]
    method = _METHOD if groups is None else f"{_METHOD}, by groups"
    found: dict[str, Interval | None] = {}
    for name, scale in scales.items():
        value = values.get(name)
        error = _error([one.get(name) for one in drawn], value, scale)
        if value is None or error is None:
            found[name] = None
            continue
        error *= (rows / of_rows) ** 0.5
        found[name] = on_scale(value, error, float(units.max()), scale, method)
    return found


def _units(rows: int, groups: Array | None) -> Array:
    import numpy as np

    if groups is None:
        return np.arange(rows)
    _, units = np.unique(groups, return_inverse=True)
    return units


def _halves(units: Array) -> Iterator[Array]:
    import numpy as np

    rng, count = np.random.default_rng(_SEED), int(units.max()) + 1
    for _ in range(_DRAWS):
        is_drawn = np.zeros(count, dtype=bool)
        is_drawn[rng.permutation(count)[: count // 2]] = True
        yield np.flatnonzero(is_drawn[units])


def _error(drawn: list[float | None], value: float | None, scale: Scale) -> float | None:
    """Give the standard error; of what grows with the rows it is taken relative to the value."""
    import numpy as np

    known = np.array([one for one in drawn if one is not None], dtype=np.float64)
    if value is None or len(known) < _DRAWS // 2:
        return None
    error = float(known.std(ddof=1))
    middle = float(known.mean())
    return error * value / middle if scale == "log" and middle > 0 else error
