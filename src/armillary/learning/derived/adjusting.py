"""Values that a table has no room for, brought to the nearest that it has, and told."""

from __future__ import annotations

from typing import Any

from armillary.learning.contract import Table

_MANY_BY_DEFAULT = frozenset({("Lars", "n_nonzero_coefs")})  # 500, which stands for all


def fit_to_table(name: str, settings: dict[str, Any], data: Table) -> tuple[dict[str, Any], Any]:
    """Give settings that fit the table, and what was changed in words."""
    rows, columns = data.features.shape
    most: dict[str, float] = {"n_components": min(rows, columns), "n_nonzero_coefs": columns}
    if name == "OrthogonalMatchingPursuitCV":
        most["max_iter"] = columns
    if name == "NuSVC":
        most["nu"] = _most_at_border(data)
    told = []
    fitted = dict(settings) | _begin_with(name, data)
    for knob, highest in most.items():
        if fitted.get(knob) is not None and fitted[knob] > highest:
            if (name, knob) not in _MANY_BY_DEFAULT:
                told.append(f"This table allows {knob} up to {highest:g}, which was used.")
            fitted[knob] = highest
    return fitted, tuple(told)


def _most_at_border(data: Table) -> float:
    """Give the largest nu for which any two classes have a border: twice the smaller's share."""
    import numpy as np

    counts = np.sort(np.bincount(data.target))
    counts = counts[counts > 0]
    smallest, largest = int(counts[0]), int(counts[-1])
    return 0.99 * 2 * smallest / (smallest + largest)


def _begin_with(name: str, data: Table) -> dict[str, Any]:
    """Give what an estimator begins with where scikit-learn's own way is no use on wide tables.

    A Gaussian process begins with a reach of 1 and never leaves it, which in many columns is far
    less than any two rows lie apart. Here it begins as wide as the table is, and learns the reach
    and, of numbers, how noisy they are.
    """
    if name not in ("GaussianProcessClassifier", "GaussianProcessRegressor"):
        return {}
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel() * RBF(data.features.shape[1] ** 0.5)
    return {"kernel": kernel + WhiteKernel() if name == "GaussianProcessRegressor" else kernel}
