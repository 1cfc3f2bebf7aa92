"""Effect sizes: how much two groups differ, or two columns belong together, whatever their number.

**Sources.** Cohen, *Statistical Power Analysis*, 1988 (d); Cliff, *Psychological Bulletin* 114,
1993 (delta); Bergsma, *Journal of the Korean Statistical Society* 42, 2013 (V without bias);
Benjamini and Hochberg, *Journal of the Royal Statistical Society B* 57, 1995.
"""

from collections.abc import Sequence

import numpy as np


def cohen_d(a: np.ndarray, b: np.ndarray) -> float | None:
    """Give the difference of two means (b less a) in pooled deviations."""
    if len(a) < 2 or len(b) < 2:
        return None
    freedom = len(a) + len(b) - 2
    pooled = ((len(a) - 1) * np.var(a, ddof=1) + (len(b) - 1) * np.var(b, ddof=1)) / freedom
    return float((np.mean(b) - np.mean(a)) / np.sqrt(pooled)) if pooled > 0 else None


def cliff_delta(a: np.ndarray, b: np.ndarray) -> float | None:
    """Give the chance that a value of b is above one of a, less that it is below; -1 to 1."""
    if not len(a) or not len(b):
        return None
    ordered = np.sort(a)
    below = np.searchsorted(ordered, b, side="left").sum()
    above = (len(a) - np.searchsorted(ordered, b, side="right")).sum()
    return float((int(below) - int(above)) / (len(a) * len(b)))


def rank_sum_p(a: np.ndarray, b: np.ndarray) -> float | None:
    """Give the p-value of the Mann-Whitney test, two-sided, by its normal approximation."""
    from scipy.stats import mannwhitneyu

    if not len(a) or not len(b):
        return None
    value = float(mannwhitneyu(a, b, alternative="two-sided", method="asymptotic").pvalue)
    return 1.0 if np.isnan(value) else value  # all values are equal


def cramer_v(table: np.ndarray) -> float | None:
    """Give the association of a table of counts, 0 to 1, corrected for its bias."""
    table = _without_empty(table)
    total = table.sum()
    rows, columns = table.shape
    if min(rows, columns) < 2 or total < 2:
        return None
    phi = _chi_square(table) / total
    phi = max(0.0, phi - (rows - 1) * (columns - 1) / (total - 1))
    rows_left = rows - (rows - 1) ** 2 / (total - 1)
    columns_left = columns - (columns - 1) ** 2 / (total - 1)
    most = min(rows_left, columns_left) - 1
    return float(min(np.sqrt(phi / most), 1.0)) if most > 0 else None


def chi_square_p(table: np.ndarray) -> float | None:
    """Give the p-value of the chi-square test of independence."""
    from scipy.stats import chi2

    table = _without_empty(table)
    rows, columns = table.shape
    if min(rows, columns) < 2:
        return None
    return float(chi2.sf(_chi_square(table), (rows - 1) * (columns - 1)))


def correlation_ratio(codes: np.ndarray, numbers: np.ndarray) -> float | None:
    """Give the share of the deviation of numbers that their category explains, as a root; 0 to 1.

    ``codes`` are categories from 0 on, none missing, one for each number.
    """
    if len(numbers) < 2:
        return None
    counts = np.bincount(codes)
    centred = numbers - numbers.mean()
    sums = np.bincount(codes, weights=centred)
    held = counts > 0
    between = float((sums[held] ** 2 / counts[held]).sum())
    total = float(np.dot(centred, centred))
    if held.sum() < 2 or total <= 0:
        return None
    return float(np.sqrt(min(between / total, 1.0)))


def adjust(values: Sequence[float | None]) -> list[float | None]:
    """Adjust p-values for their number by the way of Benjamini and Hochberg."""
    given = [(value, place) for place, value in enumerate(values) if value is not None]
    adjusted: list[float | None] = [None] * len(values)
    least = 1.0
    for rank, (value, place) in reversed(list(enumerate(sorted(given), start=1))):
        least = min(least, value * len(given) / rank)
        adjusted[place] = least
    return adjusted


def _without_empty(table: np.ndarray) -> np.ndarray:
    held: np.ndarray = table[np.ix_(table.sum(axis=1) > 0, table.sum(axis=0) > 0)]
    return held


def _chi_square(table: np.ndarray) -> float:
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())
