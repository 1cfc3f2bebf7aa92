"""Gaussian processes that compare rows by their distance: of numbers, and of classes.

**Source**: of classes C. Rasmussen and C. Williams, "Gaussian Processes for Machine Learning",
2006, algorithm 3.2; the sigmoid as a sum of five error functions by C. Williams and D. Barber,
"Bayesian classification with Gaussian processes", 1998, appendix A, as scikit-learn has it.
"""

from __future__ import annotations

from typing import Any

from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.error_function import add_error_function
from armillary.learning.travel.graph.similar import Kernel, add_similarities, add_sum
from armillary.learning.travel.problems import NotExportable

_STEEPNESS = (0.41, 0.4, 0.37, 0.44, 0.39)
_SHARES = (-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654)


def add_gaussian_process(building: Building, process: Any, rows: str) -> str:
    """Add the mean of a Gaussian process that compares rows by their distance."""
    import numpy as np

    height, scaled, known = _measured(building, process, rows)
    weights = height * process.alpha_.reshape(len(known), 1)
    said = add_sum(building, Kernel("rbf", 1.0), scaled, known, weights)
    spread, centre = (
        np.asarray(one, np.float64).reshape(1, 1)
        for one in (process._y_train_std, process._y_train_mean)
    )
    wide = building.add("Mul", said, building.constant(spread))
    return building.add("Add", wide, building.constant(centre))


def add_gaussian_classes(building: Building, process: Any, rows: str) -> str:
    """Add the shares of classes: of two, or of one against the rest for each."""
    base = process.base_estimator_
    if len(process.classes_) == 2:
        second = _add_class(building, base, rows)
        first = building.add("Sub", building.constant([[1.0]]), second)
        return building.add("Concat", first, second, axis=1)
    said = [_add_class(building, one, rows) for one in base.estimators_]
    beside = building.add("Concat", *said, axis=1)
    total = building.add("ReduceSum", beside, building.constant([1]), keepdims=1)
    return building.add("Div", beside, total)


def _add_class(building: Building, process: Any, rows: str) -> str:
    """Add the chance (n_rows, 1) that rows are of the second of two classes."""
    import numpy as np

    height, scaled, known = _measured(building, process, rows)
    alike = add_similarities(building, Kernel("rbf", 1.0), scaled, known)
    slopes = height * (process.y_train_ - process.pi_)[:, None]
    mean = building.add("MatMul", alike, building.constant(slopes))
    turned = height * np.linalg.solve(process.L_, np.diag(process.W_sr_)).T
    known_of = building.add("MatMul", alike, building.constant(np.ascontiguousarray(turned)))
    squared = building.add("Mul", known_of, known_of)
    less = building.add("ReduceSum", squared, building.constant([1]), keepdims=1)
    spread = building.add("Sub", building.constant([[height]]), less)
    # The five stand side by side (n_rows, 5).
    steep, shares = np.array([_STEEPNESS]), np.array(_SHARES)[:, None]
    wide = building.add("Mul", spread, building.constant(2.0 * steep**2))
    wide = building.add("Sqrt", building.add("Add", wide, building.constant([[1.0]])))
    each = building.add("Div", building.add("Mul", mean, building.constant(steep)), wide)
    summed = building.add(
        "MatMul", add_error_function(building, each), building.constant(0.5 * shares)
    )
    return building.add("Add", summed, building.constant([[0.5 * float(shares.sum())]]))


def _measured(building: Building, process: Any, rows: str) -> tuple[float, str, Any]:
    """Give the bell's height, and rows and known rows (n_known, n_columns) in its reach."""
    import numpy as np

    bell = _bell_of(process.kernel_)
    if bell is None:
        raise NotExportable("A Gaussian process with such a kernel is not written as ONNX.")
    height, reach = bell
    # Where each column has a reach of its own, columns are measured in it.
    unit = np.sqrt(2.0) * reach[None, :]
    known = np.asarray(process.X_train_, dtype=np.float64) / unit
    return height, building.add("Div", rows, building.constant(unit)), known


def _bell_of(kernel: Any) -> tuple[float, Any] | None:
    """Give height and reach of the bell in a kernel, as it was fitted; None for other kernels."""
    import numpy as np

    kind = type(kernel).__name__
    if kind == "Sum" and type(kernel.k2).__name__ == "WhiteKernel":
        return _bell_of(kernel.k1)  # noise counts for the very rows that were learned from alone
    if kind == "Product" and type(kernel.k1).__name__ == "ConstantKernel":
        found = _bell_of(kernel.k2)
        return None if found is None else (float(kernel.k1.constant_value) * found[0], found[1])
    return (1.0, np.atleast_1d(kernel.length_scale)) if kind == "RBF" else None
