"""One column then and now: population stability, and a test of whether chance explains it.

**Sources.** B. Yurdakul, *Statistical Properties of Population Stability Index*, 2018 (its mean
under no change); N. Smirnov, *Annals of Mathematical Statistics* 19, 1948 (two samples).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.familiar import SeenColumn
from armillary.learning.familiar.profile import QUANTILES
from armillary.learning.familiar.reading import read_series
from armillary.learning.preprocess.read import count_texts

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Array = npt.NDArray[Any]

_DRAWS = 300
_FLOOR = 1e-4
_STEP = 4  # every fourth of the 41 quantiles bounds a bin: ten bins
_SHOWN = 12
_OTHER, _MISSING, _UNSEEN = "others", "missing", "never seen"


@dataclass(frozen=True)
class Shares:
    """Bins with the share of rows then (n_bins,), and the number of rows now (n_bins,)."""

    labels: list[str]
    then: Array
    now: Array


def compare_column(
    column: SeenColumn, series: pd.Series, rows_then: int, chance: Any
) -> dict[str, Any] | None:
    """Compare a column with what was seen of it; None for texts and for what was always empty.

    Gives ``psi`` with its interval and what chance alone would give, the ``statistic`` and
    ``p_value`` of a ``test``, the share missing then and now, what was never seen, and ``bins``.
    """
    if column.role == "text" or not (column.quantiles or column.values):
        return None
    values = read_series(column.name, column.role, series)
    if values is not None and column.role != "boolean" and not column.atoms:
        shares = _by_quantiles(column, values)
        test, statistic, p_value = _smirnov(column, values, rows_then)
    else:
        shares = _by_values(column, series, values)
        test, statistic, p_value = _chi_square(shares, rows_then)
    psi, low, high = _psi(shares, rows_then, chance)
    size = len(series)
    return {
        "name": column.name,
        "role": column.role,
        "weight": column.weight,
        "psi": psi,
        "low": low,
        "high": high,
        "by_chance": (len(shares.labels) - 1) * (1 / max(1, rows_then) + 1 / max(1, size)),
        "test": test,
        "statistic": statistic,
        "p_value": p_value,
        "missing_then": column.missing,
        "missing_now": float(series.isna().mean()) if size else 0.0,
        "unseen": _unseen(column, series) if column.role == "categorical" else None,
        "bins": [
            {"label": label, "then": float(then), "now": float(now / max(1, size))}
            for label, then, now in zip(shares.labels, shares.then, shares.now, strict=True)
        ][: _SHOWN + 3],
    }


def _by_quantiles(column: SeenColumn, values: Array) -> Shares:
    """Count numbers between the tenths of what was seen; those that are equal are one bound."""
    import numpy as np

    edges, cumulative = _edges(column)
    is_fine = len(edges) >= QUANTILES - 2
    picked = range(_STEP - 1, len(edges), _STEP) if is_fine else range(len(edges))
    bounds = edges[list(picked)]
    known = values[~np.isnan(values)]
    now = np.bincount(np.searchsorted(bounds, known, side="left"), minlength=len(bounds) + 1)
    then = np.diff(np.concatenate([[0.0], cumulative[list(picked)], [1.0]])) * (1 - column.missing)
    words = [f"{bound:.4g}" for bound in bounds]
    labels = [f"up to {words[0]}", *(f"to {word}" for word in words[1:]), f"above {words[-1]}"]
    return Shares(
        [*labels, _MISSING],
        np.append(then, column.missing),
        np.append(now, len(values) - len(known)),
    )


def _edges(column: SeenColumn) -> tuple[Array, Array]:
    """Give the inner quantiles, each once, and the share of known rows up to each."""
    import numpy as np

    inner = np.array(column.quantiles[1:-1])
    places = np.arange(1, QUANTILES - 1) / (QUANTILES - 1)
    edges, first = np.unique(inner[::-1], return_index=True)
    return edges, places[::-1][first]


def _by_values(column: SeenColumn, series: pd.Series, values: Array | None) -> Shares:
    """Count the values that were seen, and all others."""
    import numpy as np

    counts, seen = _counted(column, series, values)
    labels = list(seen)
    now = [counts.pop(label, 0) for label in labels]
    others = sum(counts.values())
    then = [*seen.values(), max(0.0, 1 - sum(seen.values()) - column.missing), column.missing]
    word = _UNSEEN if column.is_complete else _OTHER
    missing = len(series) - sum(now) - others
    return Shares([*labels, word, _MISSING], np.array(then), np.array([*now, others, missing]))


def _counted(
    column: SeenColumn, series: pd.Series, values: Array | None
) -> tuple[dict[str, int], dict[str, float]]:
    import numpy as np

    if column.role == "categorical":
        return count_texts(series), dict(zip(column.values, column.shares, strict=True))
    assert values is not None
    if column.role == "boolean":
        counts = {"true": int((values == 1).sum()), "false": int((values == 0).sum())}
        return counts, dict(zip(column.values, column.shares, strict=True))
    distinct, found = np.unique(values[~np.isnan(values)], return_counts=True)
    counts = {f"{value:.6g}": int(count) for value, count in zip(distinct, found, strict=True)}
    return counts, {f"{value:.6g}": share for value, share in column.atoms}


def _smirnov(column: SeenColumn, values: Array, rows_then: int) -> tuple[str, float, float | None]:
    """Give the greatest distance of the two distributions at the quantiles, and its p-value.

    At 39 places instead of everywhere, so that it is a little less than it may be: cautious.
    """
    import numpy as np
    from scipy.stats import kstwobign

    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return "Kolmogorov-Smirnov", 1.0, None
    edges, cumulative = _edges(column)
    now = np.searchsorted(known, edges, side="right") / len(known)
    distance = float(np.abs(now - cumulative).max())
    then = max(1.0, rows_then * (1 - column.missing))
    size = len(known) * then / (len(known) + then)
    return "Kolmogorov-Smirnov", distance, float(kstwobign.sf(np.sqrt(size) * distance))


def _chi_square(shares: Shares, rows_then: int) -> tuple[str, float, float | None]:
    import numpy as np
    from scipy.stats import chi2

    table = np.stack([shares.then * rows_then, shares.now.astype(float)])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2 or not table[1].sum():
        return "chi-square", 0.0, None
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return "chi-square", statistic, float(chi2.sf(statistic, table.shape[1] - 1))


def _psi(shares: Shares, rows_then: int, chance: Any) -> tuple[float, float, float]:
    """Give the index, and the middle 95 % of what other samples of both would have given."""
    import numpy as np

    size = int(shares.now.sum())
    now = shares.now / max(1, size)
    then = shares.then / shares.then.sum()
    draws_then = chance.multinomial(max(1, rows_then), then, _DRAWS) / max(1, rows_then)
    draws_now = chance.multinomial(max(1, size), now, _DRAWS) / max(1, size) if size else draws_then
    drawn = _index(draws_then, draws_now)
    low, high = np.quantile(drawn, [0.025, 0.975])
    value = float(_index(then, now))
    return value, min(value, float(low)), max(value, float(high))


def _index(then: Array, now: Array) -> Any:
    import numpy as np

    one, other = np.maximum(then, _FLOOR), np.maximum(now, _FLOOR)
    return ((other - one) * np.log(other / one)).sum(axis=-1)


def _unseen(column: SeenColumn, series: pd.Series) -> dict[str, Any] | None:
    """Give the categories that were never seen; None where not all that were seen are known."""
    if not column.is_complete:
        return None
    known = set(column.values)
    found = {text: count for text, count in count_texts(series).items() if text not in known}
    share = sum(found.values()) / max(1, len(series))
    return {"share": share, "values": list(found)[:_SHOWN], "count": len(found)}
