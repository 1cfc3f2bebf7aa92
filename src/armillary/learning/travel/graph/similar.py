"""What looks at how alike rows are to known rows: neighbours and kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.problems import NotExportable

_PROBES, _NEARLY_AS_FAR = 300, 1e-9
_WILD = 1e7


@dataclass(frozen=True)
class Kernel:
    """How rows are compared, by a name that scikit-learn gives it."""

    name: str
    gamma: float = 1.0
    degree: float = 3.0
    coef0: float = 1.0


def add_similarities(building: Building, kernel: Any, rows: str, vectors: Any) -> str:
    """Add how alike rows are to known ones (n_rows, n_known)."""
    if kernel.name == "rbf":
        apart = add_squared_distances(building, rows, vectors)
        return building.add(
            "Exp", building.add("Mul", apart, building.constant([[-float(kernel.gamma)]]))
        )
    products = building.add("MatMul", rows, building.constant(vectors.T))
    if kernel.name == "linear":
        return products
    scaled = building.add("Mul", products, building.constant([[float(kernel.gamma)]]))
    moved = building.add("Add", scaled, building.constant([[float(kernel.coef0)]]))
    if kernel.name in ("poly", "polynomial"):
        return building.add("Pow", moved, building.constant([[float(kernel.degree)]]))
    if kernel.name == "sigmoid":
        return building.add("Tanh", moved)
    raise NotExportable(f"The kernel {kernel.name} is not written as ONNX.")


def add_squared_distances(building: Building, rows: str, vectors: Any) -> str:
    """Add the squared distances to known rows (n_rows, n_known).

    All are measured from the middle of the known ones, so that least is lost where sums cancel out.
    """
    centre = vectors.mean(axis=0, keepdims=True)
    known = vectors - centre
    moved = building.add("Sub", rows, building.constant(centre))
    lengths = building.add(
        "ReduceSum", building.add("Mul", moved, moved), building.constant([1]), keepdims=1
    )
    own = building.constant((known**2).sum(axis=1)[None, :])
    products = building.add("MatMul", moved, building.constant(2.0 * known.T))
    apart = building.add("Sub", building.add("Add", lengths, own), products)
    return building.add("Max", apart, building.constant([[0.0]]))


def add_neighbours(building: Building, neighbours: Any, matrix: str) -> str:
    """Add the shares of the classes, or the mean, among the nearest known rows."""
    import numpy as np

    settings = neighbours.settings
    known = np.asarray(neighbours.features, dtype=np.float64)
    count = int(neighbours.estimator.n_neighbors)
    _require_told_apart(known, count, str(settings["metric"]))
    rows = building.cast(matrix, "float64")
    apart = add_squared_distances(building, rows, known)
    taken = building.constant(np.array([count]))
    nearest, places = building.add_two("TopK", apart, taken, axis=1, largest=0)
    said = building.add("Gather", building.constant(_told(neighbours)), places, axis=0)
    if settings["weights"] == "distance":
        far = building.add("Max", building.add("Sqrt", nearest), building.constant([[1e-12]]))
        weights = building.add("Div", building.constant([[1.0]]), far)
    else:
        # As many ones as there are neighbours.
        weights = building.add("Exp", building.add("Mul", nearest, building.constant([[0.0]])))
    axes = building.constant([1])
    total = building.add("ReduceSum", weights, axes, keepdims=1)
    each = building.add("Unsqueeze", weights, building.constant([2]))
    summed = building.add("ReduceSum", building.add("Mul", said, each), axes, keepdims=0)
    return building.add("Div", summed, total)


def add_kernel_ridge(building: Building, ridge: Any, rows: str) -> str:
    """Add the weighted sum of how alike rows are to those that were learned from."""
    import numpy as np

    known = np.asarray(ridge.X_fit_, dtype=np.float64)
    gamma = 1.0 / known.shape[1] if ridge.gamma is None else ridge.gamma
    kernel = Kernel(str(ridge.kernel), float(gamma), float(ridge.degree), float(ridge.coef0))
    return add_sum(building, kernel, rows, known, ridge.dual_coef_.reshape(len(known), 1))


def add_quadratic(building: Building, quadratic: Any, rows: str) -> str:
    """Add the shares of classes that are normal, each with a spread of its own."""
    import numpy as np

    scores = []
    parts = zip(quadratic.rotations_, quadratic.scalings_, quadratic.means_, strict=True)
    for place, (rotation, spread, mean) in enumerate(parts):
        turned = rotation * spread**-0.5
        if not np.isfinite(turned).all() or np.abs(turned).max() > _WILD:
            raise NotExportable(
                "A class hardly varies in some direction, in which runtimes differ, so that it is "
                "not written as ONNX."
            )
        moved = building.add("Sub", rows, building.constant(mean[None, :]))
        moved = building.add("MatMul", moved, building.constant(turned))
        squared = building.add(
            "ReduceSum", building.add("Mul", moved, moved), building.constant([1]), keepdims=1
        )
        halved = building.add("Mul", squared, building.constant([[-0.5]]))
        begin = np.log(quadratic.priors_[place]) - 0.5 * np.log(spread).sum()
        scores.append(building.add("Add", halved, building.constant([[float(begin)]])))
    return building.add("Softmax", building.add("Concat", *scores, axis=1), axis=1)


def add_sum(building: Building, kernel: Kernel, rows: str, known: Any, weights: Any) -> str:
    """Add the weighted sum of how alike rows are to known ones (n_rows, n_numbers)."""
    import numpy as np

    if np.abs(weights).sum() > _WILD:
        raise NotExportable(
            "Its weights cancel out to the last digits, in which runtimes differ, so that it is "
            "not written as ONNX."
        )
    alike = add_similarities(building, kernel, rows, known)
    return building.add("MatMul", alike, building.constant(np.asarray(weights, np.float64)))


def _told(neighbours: Any) -> Any:
    """Give what each known row says: of which class it is, or its number (n_known, width)."""
    import numpy as np

    target = np.asarray(neighbours.target)
    if neighbours.settings["kind"] == "regression":
        return target.astype(np.float64)[:, None]
    return np.eye(len(neighbours.estimator.classes_))[target]


def _require_told_apart(known: Any, count: int, metric: str) -> None:
    """Refuse where it is chance which of several rows are the nearest, as far as known rows tell.

    Which of two that are as far counts is decided by the search, and a graph has another.
    """
    import numpy as np

    if metric not in ("euclidean", "minkowski", "l2"):
        raise NotExportable(f"Neighbours by {metric} distance are not written as ONNX.")
    if count >= len(known):
        return
    probes = known[np.linspace(0, len(known) - 1, min(_PROBES, len(known))).astype(int)]
    moved = known - known.mean(axis=0)
    others = probes - known.mean(axis=0)
    apart = (moved**2).sum(axis=1) + (others**2).sum(axis=1)[:, None] - 2 * others @ moved.T
    last, beyond = np.partition(apart, (count - 1, count), axis=1)[:, count - 1 : count + 1].T
    if (beyond - last <= _NEARLY_AS_FAR * np.abs(apart).max()).any():
        raise NotExportable(
            "Some of the rows that it knows are as far from a row as others, and which of them "
            "count is up to the search: neighbours of such tables are not written as ONNX."
        )
