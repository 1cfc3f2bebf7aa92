"""Boosted trees whose leaves hold lines.

What is added up over all trees are the lines themselves: a constant and a slope for each column,
which the row is put into at the end.
"""

from __future__ import annotations

from typing import Any

from armillary.learning.travel.graph import trees
from armillary.learning.travel.graph.building import Building


def add_lines(building: Building, booster: Any, matrix: str, width: int) -> str:
    """Add what a booster of LightGBM says of rows without gaps: (n_rows, width), as float64."""
    import numpy as np

    n_columns = int(booster.num_feature())
    outputs = np.arange(width * (n_columns + 1), dtype=np.int64).reshape(width, -1)
    summed = trees.add_trees(building, matrix, trees.of_lightgbm(booster, has_lines=True))

    def of_sums(places: Any) -> str:
        return building.add("Gather", summed, building.constant(places), axis=1)

    columns = np.tile(np.arange(n_columns, dtype=np.int64), width)
    rows = building.add("Gather", building.cast(matrix, "float64"), building.constant(columns),
                        axis=1)  # fmt: skip
    climbed = building.add("Mul", of_sums(outputs[:, 1:].ravel()), rows)
    added = np.repeat(np.eye(width), n_columns, axis=0)  # (width * n_columns, width)
    climbed = building.add("MatMul", climbed, building.constant(added))
    return building.add("Add", of_sums(outputs[:, 0]), climbed)
