"""What goes before an algorithm, as a part of the graph."""

from __future__ import annotations

from typing import Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Chained
from armillary.learning.travel.graph.bell import add_bell
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.networks import add_code
from armillary.learning.travel.problems import NotExportable


def add_links(building: Building, chained: Chained, matrix: str) -> str:
    """Add each algorithm that goes first; gives the table as the last one takes it."""
    for place, link in enumerate(chained.links):
        rows = building.cast(matrix, get_algorithm(link.algorithm_id).encoding.dtype)
        rows = building.cast(rows, "float64")
        if place and type(link.fitted).__name__ == "Quantiles":
            raise NotExportable(
                "Ranks of what was computed before leap at the last digit, in which runtimes "
                "differ; only where the Quantile Transformer goes first of all it is written as "
                "ONNX."
            )
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
    if kind == "Powers":
        return _add_powers(building, fitted, rows)
    if kind == "Quantiles":
        ranks = _add_ranks(building, fitted, rows)
        return add_bell(building, ranks) if fitted.is_normal else ranks
    if kind == "Products":
        return _add_products(building, fitted, rows)
    if kind == "Autoencoded":
        return add_code(building, fitted.network, rows)
    raise NotExportable(
        f"{get_entry(algorithm_id).name} goes before it and is not written as ONNX; scalers, "
        "powers, ranks, PCA, ICA, products, kept columns and autoencoders are."
    )


def _add_scales(building: Building, fitted: Any, rows: str) -> str:
    moved = building.add("Sub", rows, building.constant(fitted.centre[None, :]))
    scaled = building.add("Div", moved, building.constant(fitted.scale[None, :]))
    if fitted.clip is None:
        return scaled
    low, high = (building.constant(float(end)) for end in fitted.clip)
    return building.add("Clip", scaled, low, high)


def _add_powers(building: Building, fitted: Any, rows: str) -> str:
    """Add the Yeo-Johnson transform of each column, by its power."""
    moved = building.add("Div", rows, building.constant(fitted.before[None, :]))
    nothing, one = building.constant([[0.0]]), building.constant([[1.0]])
    up = building.add("Add", building.add("Max", moved, nothing), one)
    down = building.add("Add", building.add("Max", building.add("Neg", moved), nothing), one)
    high = _add_power(building, up, fitted.powers)
    low = building.add("Neg", _add_power(building, down, 2.0 - fitted.powers))
    is_up = building.add("GreaterOrEqual", moved, nothing)
    bent = building.add("Where", is_up, high, low)
    bent = building.add("Sub", bent, building.constant(fitted.centre[None, :]))
    bent = building.add("Div", bent, building.constant(fitted.scale[None, :]))
    return building.add("Clip", bent, building.constant(-1e15), building.constant(1e15))


def _add_power(building: Building, above: str, powers: Any) -> str:
    """Add (above ** power - 1) / power of each column, or its logarithm where the power is 0."""
    import numpy as np

    is_zero = powers == 0.0
    safe = np.where(is_zero, 1.0, powers)[None, :]
    raised = building.add("Pow", above, building.constant(safe))
    raised = building.add("Sub", raised, building.constant([[1.0]]))
    raised = building.add("Div", raised, building.constant(safe))
    return building.add(
        "Where", building.constant(is_zero[None, :]), building.add("Log", above), raised
    )


def _add_ranks(building: Building, fitted: Any, rows: str) -> str:
    """Add the share of known values below each value, column by column."""
    import numpy as np

    count = len(fitted.values)
    step = 1.0 / (count - 1)
    parts = []
    for place, known in enumerate(fitted.values.T):
        column = building.constant(np.array([place], dtype=np.int64))
        value = building.add("Gather", rows, column, axis=1)  # (n_rows, 1)
        widths = np.diff(known)
        begins = building.constant(known[None, :-1])
        far = building.add("Sub", value, begins)
        far = building.add("Max", far, building.constant([[0.0]]))
        far = building.add("Min", far, building.constant(widths[None, :]))
        slopes = np.where(widths > 0, step / np.where(widths > 0, widths, 1.0), 0.0)
        rank = building.add("MatMul", far, building.constant(slopes[:, None]))
        # Where values are the same, the rank leaps: half of it at the value, half above.
        leaps = np.where(widths > 0, 0.0, step / 2)[:, None]
        for kind in ("Greater", "GreaterOrEqual"):
            beyond = building.cast(building.add(kind, value, begins), "float64")
            leap = building.add("MatMul", beyond, building.constant(leaps))
            rank = building.add("Add", rank, leap)
        parts.append(rank)
    return building.add("Concat", *parts, axis=1) if len(parts) > 1 else parts[0]


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
