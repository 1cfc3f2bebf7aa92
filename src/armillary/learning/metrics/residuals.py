"""What the errors of a regression look like: evenly spread noise, or something left to learn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vector = npt.NDArray[np.float64]

_FEWEST = 8
_QUANTILES = 100
_MOST_BINS = 40


def diagnose_residuals(target: npt.NDArray[Any], output: npt.NDArray[Any]) -> dict[str, Any] | None:
    """Look at ``target - output`` (n,); None for fewer than 8 rows, or where all are equal.

    Gives ``mean``, ``std``, ``skewness``, ``excess_kurtosis``, a histogram ``{edges, counts}``,
    ``quantiles`` {normal, residual} of standardised residuals beside those of a normal
    distribution (at most 100), and two tests ``{name, statistic, p_value, says}``: ``normality``
    (C. Jarque and A. Bera, 1987) and ``even_spread`` (T. Breusch and A. Pagan, 1979, with R.
    Koenker's correction, 1981), which asks whether the errors grow with what is predicted.
    """
    import numpy as np

    residuals = np.asarray(target, dtype=np.float64) - output
    spread = float(residuals.std(ddof=1)) if len(residuals) >= _FEWEST else 0.0
    if not np.isfinite(spread) or spread <= 1e-12 * max(1.0, float(np.abs(target).max())):
        return None
    skewness, kurtosis = _shape(residuals)
    counts, edges = np.histogram(residuals, bins=min(_MOST_BINS, 5 + int(len(residuals) ** 0.5)))
    return {
        "mean": float(residuals.mean()),
        "std": spread,
        "skewness": skewness,
        "excess_kurtosis": kurtosis,
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
        "quantiles": _quantiles(residuals, spread),
        "normality": _normality(len(residuals), skewness, kurtosis),
        "even_spread": _even_spread(residuals, output),
    }


def _shape(residuals: Vector) -> tuple[float, float]:
    """Give skewness and excess kurtosis, by the central moments."""
    away = residuals - residuals.mean()
    square = away**2
    variance = float(square.mean())
    skewness = float((square * away).mean()) / variance**1.5
    return skewness, float((square**2).mean()) / variance**2 - 3.0


def _quantiles(residuals: Vector, spread: float) -> dict[str, list[float]]:
    import numpy as np
    from scipy import special

    shares = (np.arange(min(_QUANTILES, len(residuals))) + 0.5) / min(_QUANTILES, len(residuals))
    standard = (residuals - residuals.mean()) / spread
    return {
        "normal": special.ndtri(shares).tolist(),
        "residual": np.quantile(standard, shares).tolist(),
    }


def _normality(rows: int, skewness: float, kurtosis: float) -> dict[str, Any]:
    statistic = rows / 6 * (skewness**2 + kurtosis**2 / 4)
    return _test(
        "Jarque-Bera",
        statistic,
        math.exp(-statistic / 2),  # chi-squared with two degrees
        "The errors are not normally distributed; intervals that assume so mislead.",
        "Nothing speaks against normally distributed errors.",
    )


def _even_spread(residuals: Vector, output: npt.NDArray[Any]) -> dict[str, Any] | None:
    """Regress the squared errors on the prediction; n R² is chi-squared with one degree."""
    import numpy as np
    from scipy import special

    squares = (residuals - residuals.mean()) ** 2
    if not float(np.std(output)) or not float(np.std(squares)):
        return None
    statistic = len(residuals) * float(np.corrcoef(output, squares)[0, 1]) ** 2
    return _test(
        "Breusch-Pagan",
        statistic,
        float(special.chdtrc(1, statistic)),
        "The errors grow or shrink with the prediction; a logarithm of the target may help.",
        "Nothing speaks against errors of one size all along.",
    )


def _test(
    name: str, statistic: float, p_value: float, rejected: str, accepted: str
) -> dict[str, Any]:
    says = rejected if p_value < 0.05 else accepted
    return {"name": name, "statistic": statistic, "p_value": p_value, "says": says}
