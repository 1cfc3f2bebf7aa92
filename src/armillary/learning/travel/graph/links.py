"""What goes before an algorithm, as a part of the graph."""

from __future__ import annotations

from typing import Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Chained
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.problems import NotExportable


def add_links(building: Building, chained: Chained, matrix: str) -> str:
    """Add each algorithm that goes first; gives the table as the last one takes it."""
    for link in chained.links:
        rows = building.cast(matrix, get_algorithm(link.algorithm_id).encoding.dtype)
        rows = building.cast(rows, "float64")
        matrix = _add(building, link.fitted, rows, link.algorithm_id)
    return building.cast(matrix, chained.encoding.dtype)


def _add(building: Building, fitted: Any, rows: str, algorithm_id: str) -> str:
    kind = type(fitted).__name__
    if kind == "Scales":
        return _add_scales(building, fitted, rows)
    if kind == "Directions":
        moved = building.add("Sub", rows, building.constant(fitted.centre[None, :]))
        return building.add("MatMul", moved, building.constant(fitted.there.T))
    if kind == "Chosen":
        return building.add("Gather", rows, building.constant(fitted.kept), axis=1)
    if kind == "Products":
        return _add_products(building, fitted, rows)
    raise NotExportable(
        f"{get_entry(algorithm_id).name} goes before it and is not written as ONNX; scalers, PCA, "
        "ICA, products and kept columns are."
    )


def _add_scales(building: Building, fitted: Any, rows: str) -> str:
    moved = building.add("Sub", rows, building.constant(fitted.centre[None, :]))
    scaled = building.add("Div", moved, building.constant(fitted.scale[None, :]))
    if fitted.clip is None:
        return scaled
    low, high = (building.constant(float(end)) for end in fitted.clip)
    return building.add("Clip", scaled, low, high)


def _add_products(building: Building, fitted: Any, rows: str) -> str:
    """Add products of columns: as many rounds as the longest has factors, a 1 where it ends."""
    import numpy as np

    # A column of ones beside the others stands for no factor.
    ones = building.add("Sub", *[_first_column(building, rows)] * 2)
    ones = building.add("Add", ones, building.constant([[1.0]]))
    beside = building.add("Concat", rows, ones, axis=1)
    longest = max(1, *(len(factors) for factors in fitted.factors))
    product = ""
    for turn in range(longest):
        places = [f[turn] if turn < len(f) else fitted.width for f in fitted.factors]
        given = building.constant(np.array(places, dtype=np.int64))
        factor = building.add("Gather", beside, given, axis=1)
        product = building.add("Mul", product, factor) if product else factor
    return product


def _first_column(building: Building, rows: str) -> str:
    import numpy as np

    return building.add("Gather", rows, building.constant(np.array([0], dtype=np.int64)), axis=1)
