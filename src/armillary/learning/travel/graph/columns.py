"""The preparing of columns as a part of the graph."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.columns import Column, Output
from armillary.learning.preprocess.means import place_of
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.times import Moment, MomentOfParts, TimeSince
from armillary.learning.travel.problems import NotExportable

_PLAIN = ("numeric", "boolean", "categorical", "datetime")


def why_not(preprocess: Preprocess) -> str | None:
    """Say which column has no counterpart in a graph; None where all have one."""
    for column in preprocess.columns:
        if column.role not in _PLAIN:
            return (
                f"Column {column.name!r} is read as text: ONNX has no words for taking texts apart "
                "into words and groups of letters."
            )
    return None


def add_columns(
    building: Building, preprocess: Preprocess, made: Mapping[str, str] | None = None
) -> str:
    """Add everything from the columns of the table to the encoded matrix; gives its name.

    ``made`` are the columns as a recipe has made them, where there is one.
    """
    columns: dict[str, str] = dict(made or {})
    moments: dict[tuple[str, ...], Moment] = {}
    parts = []
    for column in preprocess.columns:
        for name in column.needed:
            if name not in columns:
                is_text = column.role == "categorical"
                columns[name] = building.input(name, is_text=is_text)
        given = columns[column.name]
        if column.needed not in moments and (column.date or column.role == "datetime"):
            moments[column.needed] = _moment_of(building, column, columns)
        moment = moments.get(column.needed)
        for output in column.outputs:
            raw = _add_raw(building, column, output.part, given, moment)
            parts.append(_finish(building, output, raw))
    matrix = building.add("Concat", *parts, axis=1) if len(parts) > 1 else parts[0]
    # What is learned from float32 has to be asked about float32, to the last bit.
    return building.cast(matrix, "float32") if preprocess.encoding.dtype == "float32" else matrix


def _moment_of(building: Building, column: Column, columns: Mapping[str, str]) -> Moment:
    if column.since:
        return TimeSince(building, columns[column.name], columns[column.since])
    if column.date:
        return MomentOfParts(building, {part: columns[name] for part, name in column.date})
    return Moment(building, columns[column.name])


def _finish(building: Building, output: Output, raw: str) -> str:
    """Fill, centre and scale a part."""
    if output.fill is not None:
        fill = building.constant([[output.fill]])
        raw = building.add("Where", building.add("IsNaN", raw), fill, raw)
    if output.mean != 0.0 or output.scale != 1.0:
        raw = building.add("Sub", raw, building.constant([[output.mean]]))
        raw = building.add("Div", raw, building.constant([[output.scale]]))
    return raw


def _add_raw(
    building: Building, column: Column, part: str, given: str, moment: Moment | None
) -> str:
    if moment is not None and part != "missing":
        return moment.part(part)
    if column.role != "categorical":
        return (
            building.cast(building.add("IsNaN", given), "float64") if part == "missing" else given
        )
    if part == "missing":
        return _add_flag(building, given, "")
    if part.startswith("is:"):
        return _add_flag(building, given, column.values[int(part[3:])])
    if part.startswith("mean"):
        *known, unknown, missing = column.means[place_of(part)]
        values = [*column.values, ""]
        return _add_lookup(building, given, values, [*known, missing], unknown)
    if part == "frequency":
        return _add_lookup(building, given, column.values, list(column.shares), 0.0)
    if part == "code":
        places = [float(place) for place in range(len(column.values))]
        return _add_lookup(building, given, column.values, places, math.nan)
    raise NotExportable(f"The part {part!r} of column {column.name!r} is not written as ONNX.")


def _add_flag(building: Building, given: str, value: str) -> str:
    wanted = building.constant([[value]])
    return building.cast(building.add("Equal", given, wanted), "float64")


def _add_lookup(
    building: Building, given: str, values: Any, numbers: list[float], otherwise: float
) -> str:
    """Add a table of numbers by text; what it does not know gives the last."""
    place = building.add(
        "LabelEncoder",
        given,
        domain="ai.onnx.ml",
        keys_strings=list(values),
        values_int64s=list(range(len(values))),
        default_int64=len(values),
    )
    table = building.constant([*numbers, otherwise])
    return building.add("Gather", table, place, axis=0)
