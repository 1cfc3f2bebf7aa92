"""What a preset's values become for a table of some size, and why.

The rules look at a parameter's name, its value and the table alone; what they give always lies in
the range that the parameter's schema allows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_VERY_DIFFERENT = 10


@dataclass(frozen=True)
class TableSize:
    """How large a table is."""

    rows: int
    columns: int


@dataclass(frozen=True)
class Adapted:
    """A value that was changed for a table."""

    name: str
    value: Any
    instead_of: Any
    why: str


@dataclass(frozen=True)
class _Rule:
    """Which parameters a rule is about, what it makes of a value, and why."""

    names: tuple[str, ...]
    change: Callable[[float, TableSize], float]
    why: str


def _fewer_rounds(value: float, size: TableSize) -> float:
    share = 1.0 if size.rows <= 200_000 else 0.5 if size.rows <= 1_000_000 else 0.25
    return value if share == 1.0 else max(20, round(value * share))


def _fewer_epochs(value: float, size: TableSize) -> float:
    share = 1.0 if size.rows <= 50_000 else 0.5 if size.rows <= 500_000 else 0.2
    return value if share == 1.0 else max(5, round(value * share))


def _larger_batches(value: float, size: TableSize) -> float:
    least = 1 if size.rows <= 10_000 else 128 if size.rows <= 100_000 else 512
    return max(value, least)


def _smaller_leaves(value: float, size: TableSize) -> float:
    return min(value, max(1, size.rows // 50)) if size.rows < 1_000 else value


def _larger_leaves(value: float, size: TableSize) -> float:
    return max(value, 5) if size.rows > 200_000 else value


def _fewer_neighbours(value: float, size: TableSize) -> float:
    return min(value, max(1, size.rows // 10))


def _fewer_columns(value: float, size: TableSize) -> float:
    return min(value, 0.5) if size.columns > 500 else value


def _fewer_kernel_rows(value: float, size: TableSize) -> float:
    return min(value, 10_000) if size.columns > 200 else value


RULES = (
    _Rule(
        ("n_estimators", "n_rounds"),
        _fewer_rounds,
        "Fewer trees: each learns from more rows, and takes longer to",
    ),
    _Rule(("epochs",), _fewer_epochs, "Fewer epochs: each has more steps in it"),
    _Rule(
        ("batch_size",), _larger_batches, "Larger batches: more rows go through in the same time"
    ),
    _Rule(("min_samples_leaf",), _smaller_leaves, "Smaller leaves: there are few rows to divide"),
    _Rule(
        ("min_samples_leaf",), _larger_leaves, "Larger leaves: the trees stay small enough to keep"
    ),
    _Rule(("n_neighbors",), _fewer_neighbours, "Fewer neighbours: there are few rows"),
    _Rule(("colsample",), _fewer_columns, "Half of the columns for each tree: there are many"),
    _Rule(("max_rows",), _fewer_kernel_rows, "Fewer rows: each comparison reads many columns"),
)


def adapt(
    values: Mapping[str, Any], properties: Mapping[str, Mapping[str, Any]], size: TableSize
) -> tuple[dict[str, Any], list[Adapted]]:
    """Give the values for a table of this size, and those that were changed with the reason."""
    adapted: dict[str, Any] = dict(values)
    changes: dict[str, Adapted] = {}
    for rule in RULES:
        for name in rule.names:
            before = adapted.get(name)
            if isinstance(before, bool) or not isinstance(before, int | float):
                continue
            after = _within(rule.change(before, size), properties.get(name, {}), before)
            if after == before:
                continue
            adapted[name] = after
            why = f"{rule.why} ({size.rows:,} rows, {size.columns:,} columns)."
            changes[name] = Adapted(name, after, values[name], why)
    return adapted, list(changes.values())


def refit(
    values: Mapping[str, Any],
    properties: Mapping[str, Mapping[str, Any]],
    made_for: TableSize,
    size: TableSize,
) -> tuple[dict[str, Any], list[Adapted]]:
    """Give values that somebody chose for one table as they would fit another, and what changed.

    What a rule says of both tables alike was decided against when the values were chosen, and
    stays as it is.
    """
    before, _ = adapt(values, properties, made_for)
    after, changes = adapt(values, properties, size)
    changes = [change for change in changes if after[change.name] != before[change.name]]
    return {**values, **{change.name: change.value for change in changes}}, changes


def is_another_size(one: TableSize, other: TableSize) -> bool:
    """Tell whether one of two tables has at least ten times the rows or columns of the other."""
    pairs = ((one.rows, other.rows), (one.columns, other.columns))
    return any(max(pair) >= _VERY_DIFFERENT * max(1, min(pair)) for pair in pairs)


def _within(value: float, spec: Mapping[str, Any], before: float) -> float:
    """Keep a value inside its range, and a whole number whole."""
    bounds = [spec, *(part for part in spec.get("anyOf", ()) if isinstance(part, Mapping))]
    for part in bounds:
        value = max(value, part.get("minimum", value))
        value = min(value, part.get("maximum", value))
    return int(value) if isinstance(before, int) else float(value)
