"""What differs between two selections of a table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from armillary.base.values import finite
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.statistics import effects
from armillary.capabilities.datasets.statistics.kinds import (
    OTHER,
    Categories,
    as_categories,
    as_numbers,
    role_of,
)
from armillary.capabilities.datasets.statistics.numbers import quantile
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.capabilities.datasets.statistics.telling import (
    tell_categories,
    tell_missing,
    tell_numbers,
)
from armillary.capabilities.datasets.statistics.wording import compare_texts

MOST_ROWS = 200_000
_LEVELS = 50
# More categories than this are compared as far as each comes often enough to be expected in both
# selections; the many others would differ by chance alone.
_FEW_LEVELS = 10
_LEAST_EXPECTED = 5
_TEXTS = ("text", "identifier")
_TOP = 10
_SHOWN_LEVELS = 200
NOTE = (
    "An effect is that of B beside A: it is below 0 where A has the higher values. Its p is "
    "corrected for the number of columns compared (Benjamini and Hochberg). With many rows "
    "tiny differences have small p-values: judge by the effect. The tests take the selections for "
    "independent; rows that are in both make them cautious."
)


def compare(a: Selection, b: Selection, meanings: Sequence[str]) -> dict[str, Any]:
    """Compare two selections column by column; the largest effects come first."""
    rows_a, rows_b = a.rows, b.rows
    a, b = a.sample(MOST_ROWS), b.sample(MOST_ROWS)
    found = [
        _compare_column(a, b, place, column, meanings[place])
        for place, column in enumerate(a.table.columns)
    ]
    adjusted = effects.adjust([one["p_value"] for one in found])
    for one, value in zip(found, adjusted, strict=True):
        one["p_adjusted"] = value
    found.sort(key=lambda one: -abs(one["effect"] or 0.0))
    is_sampled = (a.rows, b.rows) != (rows_a, rows_b)
    return {
        "rows_a": rows_a,
        "rows_b": rows_b,
        "sampled_rows": [a.rows, b.rows] if is_sampled else None,
        "columns": found,
        "note": NOTE,
    }


def _compare_column(
    a: Selection, b: Selection, place: int, column: Column, meaning: str
) -> dict[str, Any]:
    values_a, values_b = a.read(place), b.read(place)
    missing = _missing_share(values_a), _missing_share(values_b)
    if role_of(column, meaning) == "number":
        found = _compare_numbers(column, as_numbers(column, values_a), as_numbers(column, values_b))
    else:
        found = _compare_values(column, meaning, values_a, values_b)
    difference = missing[1] - missing[0]
    if abs(difference) > abs(found["effect"] or 0.0):
        found |= {
            "effect": difference,
            "measure": "missing_difference",
            "p_value": effects.chi_square_p(_gaps(values_a, values_b)),
            "summary": tell_missing(*missing),
        }
    found["a"] |= _counts(values_a)
    found["b"] |= _counts(values_b)
    return {"name": column.name, "type": meaning, **found}


def _compare_values(column: Column, meaning: str, a: Any, b: Any) -> dict[str, Any]:
    """Compare values one by one, or as texts where they hardly repeat."""
    categories = _categories(a, b)
    if column.storage == "str" and (meaning in _TEXTS or _named_share(categories) < 0.5):
        return compare_texts(a, b)
    return _compare_categories(categories, len(a))


def _named_share(categories: Categories) -> float:
    """Give the share of the values that are not taken together with others."""
    codes = categories.codes[categories.codes >= 0]
    if OTHER not in categories.names[-1:] or not len(codes):
        return 1.0
    return float((codes != len(categories.names) - 1).mean())


def _categories(a: Any, b: Any) -> Categories:
    """Give the values of both selections as categories, those of a first."""
    together = _join(a, b)
    categories = as_categories(together, _LEVELS)
    if len(categories.names) <= _FEW_LEVELS:
        return categories
    smaller = min(len(a) - a.null_count, len(b) - b.null_count)
    rows = len(together) - together.null_count
    return as_categories(together, _LEVELS, least=_LEAST_EXPECTED * rows / max(smaller, 1))


def _compare_numbers(column: Column, a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    delta = effects.cliff_delta(a, b)
    with np.errstate(over="ignore", invalid="ignore"):
        d = effects.cohen_d(a, b)
    shown_a, shown_b = _describe(column, a), _describe(column, b)
    return {
        "effect": delta,
        "measure": "cliff_delta",
        "cohen_d": finite(d),
        "p_value": effects.rank_sum_p(a, b),
        "summary": tell_numbers(delta, _median(shown_a), _median(shown_b)),
        "a": shown_a,
        "b": shown_b,
    }


def _compare_categories(categories: Categories, rows_a: int) -> dict[str, Any]:
    levels = len(categories.names)
    counts = np.array(
        [
            np.bincount(codes[codes >= 0], minlength=levels)
            for codes in (categories.codes[:rows_a], categories.codes[rows_a:])
        ]
    )  # (2, levels)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    effect = effects.cramer_v(counts)
    order = np.argsort(-np.abs(shares[1] - shares[0]), kind="stable")
    named = [place for place in order if categories.names[place] is not OTHER]
    widest = named[0] if named else None
    return {
        "effect": effect,
        "measure": "cramer_v",
        "p_value": effects.chi_square_p(counts),
        "summary": tell_categories(
            effect,
            None if widest is None else categories.names[widest],
            0.0 if widest is None else float(shares[0][widest]),
            0.0 if widest is None else float(shares[1][widest]),
        ),
        "a": {"top": _top(categories, counts[0], shares[0], order)},
        "b": {"top": _top(categories, counts[1], shares[1], order)},
    }


def _top(
    categories: Categories, counts: np.ndarray, shares: np.ndarray, order: np.ndarray
) -> list[dict[str, Any]]:
    """Give the categories that differ most, the same ones for both selections."""
    return [
        {
            "value": _shown(categories.names[place]),
            "count": int(counts[place]),
            "share": float(shares[place]),
        }
        for place in order[:_TOP]
    ]


def _describe(column: Column, held: np.ndarray) -> dict[str, Any]:
    """Describe numbers by the names that statistics use."""
    names = ("mean", "std", "q25", "q50", "q75")
    if not len(held):
        return {"numbers": dict.fromkeys(names)}
    ordered = np.sort(held)
    with np.errstate(over="ignore", invalid="ignore"):
        spread = float(np.std(ordered, ddof=1)) if len(ordered) > 1 else None
        found: dict[str, Any] = {"mean": finite(float(np.mean(ordered))), "std": finite(spread)}
    found |= {name: quantile(ordered, int(name[1:]) / 100) for name in names[2:]}
    if column.storage in ("date", "datetime64[us]"):
        return {"dates": {name: _moment(found[name]) for name in names if name != "std"}}
    return {"numbers": found}


def _median(described: dict[str, Any]) -> Any:
    return (described.get("numbers") or described["dates"])["q50"]


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return str(np.datetime64(round(seconds), "s"))


def _join(a: Any, b: Any) -> Any:
    import pyarrow as pa

    return pa.chunked_array([*a.chunks, *b.chunks], type=a.type)


def _missing_share(values: Any) -> float:
    return float(values.null_count / len(values)) if len(values) else 0.0


def _gaps(a: Any, b: Any) -> np.ndarray:
    return np.array([[one.null_count, len(one) - one.null_count] for one in (a, b)])


def _counts(values: Any) -> dict[str, Any]:
    return {
        "non_null_count": len(values) - values.null_count,
        "null_count": values.null_count,
        "null_percentage": round(100 * _missing_share(values), 4),
    }


def _shown(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _SHOWN_LEVELS:
        return value[: _SHOWN_LEVELS - 1] + "…"
    return value
