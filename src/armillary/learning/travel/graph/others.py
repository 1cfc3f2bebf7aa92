"""What is neither plain tree nor network: lines, votes, naive Bayes and support vectors."""

from __future__ import annotations

from typing import Any

from armillary.learning.travel.graph import trees
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.similar import add_similarities


def add_shares(building: Building, scores: str, width: int) -> str:
    """Add shares of classes from scores (n_rows, width); one score is that of the second of two."""
    if width > 1:
        return building.add("Softmax", scores, axis=1)
    second = building.add("Sigmoid", scores)
    first = building.add("Sub", building.constant([[1.0]]), second)
    return building.add("Concat", first, second, axis=1)


def add_linear(building: Building, linear: Any, matrix: str) -> str:
    """Add a linear map, and the shares that its scores mean where it tells classes apart."""
    rows = building.cast(matrix, "float64")
    scores = building.add("MatMul", rows, building.constant(linear.coefficients.T))
    scores = building.add("Add", scores, building.constant(linear.intercepts[None, :]))
    is_value = linear.kind == "regression"
    return scores if is_value else add_shares(building, scores, len(linear.intercepts))


def add_votes(building: Building, weighted: Any, matrix: str) -> str:
    """Add what AdaBoost's trees come to: shares of votes, or the middle of their values."""
    import numpy as np

    if weighted.forest.kind == "classification":
        votes = trees.add_trees(building, matrix, trees.of_votes(weighted))
        return building.add("Softmax", votes, axis=1)
    said = trees.add_trees(building, matrix, trees.of_each(weighted))  # (n_rows, n_trees)
    count = building.constant(np.array([len(weighted.weights)]))
    ordered, places = building.add_two("TopK", said, count, axis=1, largest=0)
    weights = building.add("Gather", building.constant(weighted.weights), places, axis=0)
    reached = building.add("CumSum", weights, building.constant(np.array(1)))
    half = building.constant([[0.5 * float(np.cumsum(weighted.weights)[-1])]])
    is_reached = building.cast(building.add("GreaterOrEqual", reached, half), "int64")
    middle = building.add("ArgMax", is_reached, axis=1, keepdims=1)
    return building.add("GatherElements", ordered, middle, axis=1)


def add_naive_bayes(building: Building, bayes: Any, matrix: str) -> str:
    """Add what the columns say of the classes, multiplied."""
    import numpy as np

    rows = building.cast(matrix, "float64")
    scores = building.constant(bayes.log_prior[None, :])
    if len(bayes.numbers):
        numbers = building.add("Gather", rows, building.constant(bayes.numbers), axis=1)
        axes = building.constant(np.array([2]))
        values = building.add("Unsqueeze", numbers, axes)  # (n_rows, n_numbers, 1)
        apart = building.add("Sub", values, building.constant(bayes.means[None]))
        squared = building.add("Mul", apart, apart)
        scaled = building.add("Mul", squared, building.constant(-0.5 / bayes.variances[None]))
        height = -0.5 * np.log(2 * np.pi * bayes.variances[None])
        said = building.add("Add", scaled, building.constant(height))
        gap = building.add("IsNaN", said)
        said = building.add("Where", gap, building.constant(0.0), said)
        summed = building.add("ReduceSum", said, building.constant(np.array([1])), keepdims=0)
        scores = building.add("Add", summed, scores)
    starts = np.cumsum(bayes.n_codes) - bayes.n_codes
    for place, start, count in zip(bayes.categories, starts, bayes.n_codes, strict=True):
        own = bayes.log_shares[start : start + count]
        scores = building.add("Add", _add_codes(building, rows, int(place), own), scores)
    return building.add("Softmax", scores, axis=1)


def _add_codes(building: Building, rows: str, place: int, shares: Any) -> str:
    """Add what a category says (n_rows, n_classes); a gap, and one never seen, say nothing."""
    import numpy as np

    codes = building.add("Gather", rows, building.constant(np.array(place)), axis=1)
    count = building.constant(float(len(shares)))
    known = building.add("Less", codes, count)  # False for gaps
    found = building.cast(building.add("Where", known, codes, count), "int64")
    table = np.concatenate([shares, np.zeros((1, shares.shape[1]))])
    return building.add("Gather", building.constant(table), found, axis=0)


def add_support_vectors(building: Building, machine: Any, matrix: str) -> str:
    """Add the weighted sums of how similar rows are to the support vectors."""
    rows = building.cast(matrix, "float64")
    if hasattr(machine, "intercept"):
        alike = add_similarities(building, machine.kernel, rows, machine.vectors)
        values = building.add("MatMul", alike, building.constant(machine.weights.T))
        return building.add("Add", values, building.constant([[float(machine.intercept)]]))
    margins = machine.margins
    alike = add_similarities(building, margins.kernel, rows, margins.vectors)
    between = building.add("MatMul", alike, building.constant(margins.of_pairs()))
    between = building.add("Add", between, building.constant(margins.intercepts[None, :]))
    meant = building.add("MatMul", between, building.constant(margins.by_class()))
    return add_linear(building, machine.meaning, meant)
