"""What each column adds to what a model says of one row, in words and units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._axes import numbers_of
from armillary.learning.explain._columns import sharing_credit
from armillary.learning.explain._shapley import REST, attribute, few_columns
from armillary.learning.explain.contributions import how_found
from armillary.learning.explaining import Block, Subject, named_outputs, plain, rounded

if TYPE_CHECKING:
    import pandas as pd

_USUAL = 100
_NAMED = 6
_SAID = 0.01
_LISTED = 200
_MISSING = "missing"


def give_reasons(
    subject: Subject, frame: pd.DataFrame, features: Any, output: int
) -> dict[str, Any]:
    """Give what columns add to one output of one row (base + sum = said), and say it in words.

    Of more than 200 columns those that add least are put together.

    ``stability`` is the share of the columns named whose direction is sure: further from 0 than
    two standard errors. Drawn by the same chance for the same row.
    """
    import numpy as np

    chance = np.random.default_rng(0)
    blocks = few_columns(subject, chance)
    found = attribute(subject, features, blocks, chance, usual_rows=_USUAL)
    place = output if found.values.shape[2] > 1 else 0
    added = found.values[0, :, place]
    errors = None if found.errors is None else found.errors[0, :, place]
    ranked = np.argsort(-np.abs(added), kind="stable")
    whole = float(np.abs(added).sum()) or 1.0
    columns = [
        {
            "name": found.blocks[one].name,
            "value": _value(frame, found.blocks[one]),
            "usual": _usual(subject, found.blocks[one]),
            "added": rounded(added[one]),
            "error": None if errors is None else rounded(errors[one]),
        }
        for one in ranked[:_LISTED]
    ]
    if len(rest := ranked[_LISTED:]):
        added_by_rest = {"added": rounded(added[rest].sum()), "error": _together(errors, rest)}
        columns.append({"name": REST, "value": None, "usual": None, **added_by_rest})
    named = [
        one
        for one in columns[:_NAMED]
        if one["name"] != REST and abs(one["added"] or 0.0) > _SAID * whole
    ]
    sure = [one for one in named if abs(one["added"]) > 2 * (one["error"] or 0.0)]
    base, said = float(found.base[0, place]), float(found.said[0, place])
    name = found.outputs[place]
    (told,) = named_outputs(subject, [name])
    kept = {one["name"] for one in named}
    return {
        "columns": columns,
        "reasons": [_in_words(one, told, found.unit) for one in named],
        "base": rounded(base),
        "said": rounded(said),
        "shared": sharing_credit(subject, [one for one in found.blocks if one.name in kept]),
        "output": name,
        "named": told,
        "unit": found.unit,
        "method": found.method,
        "how": how_found(found),
        "stability": rounded(len(sure) / len(named)) if named else None,
    }


def _together(errors: Any, rest: Any) -> float | None:
    """Give the standard error of a sum of columns, None where they are exact."""
    return None if errors is None else rounded(float((errors[rest] ** 2).sum()) ** 0.5)


def _in_words(one: dict[str, Any], output: str, unit: str) -> str:
    """Say one contribution, such as "area is 40 (usually 52): raises price by 37.5."."""
    value = _MISSING if one["value"] is None else text_of(one["value"])
    usual = "" if one["usual"] is None else f" (usually {text_of(one['usual'])})"
    raised = "raises" if one["added"] > 0 else "lowers"
    size = abs(one["added"])
    much = how_much(size, output, unit, one["added"] > 0)
    return f"{one['name']} is {value}{usual}: {raised} {much}."


def how_much(size: float, output: str, unit: str, is_raised: bool) -> str:
    """Say by how much an output is moved, in the words of its unit."""
    if unit.endswith("probability"):
        chance = unit.replace("probability", "chance")
        return f"the {chance} of {output} by {100 * size:.2g} percentage points"
    if unit.startswith("logarithm of "):
        # What is added to a logarithm multiplies the number.
        share = math.expm1(size) if is_raised else -math.expm1(-size)
        return f"{output} by {100 * share:.3g} %"
    if unit.endswith(("log odds", "score")):
        return f"the {unit} of {output} by {size:.3g}"
    return f"{output} by {text_of(size)}"


def text_of(value: Any) -> str:
    """Write a value as people do."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return str(value)


def _value(frame: pd.DataFrame, block: Block) -> Any:
    if block.name not in frame.columns:
        return None
    return plain(frame[block.name].iloc[0])


def _usual(subject: Subject, block: Block) -> Any:
    """Give the median of numbers and the most frequent category; None for texts and dates."""
    import numpy as np

    if block.name not in subject.frame.columns or block.role in ("text", "datetime"):
        return None
    if block.role == "numeric":
        numbers = numbers_of(subject, block)
        return rounded(np.nanmedian(numbers)) if np.isfinite(numbers).any() else None
    column = subject.frame[block.name]
    frequent = column.value_counts()
    if not len(frequent) or column.isna().sum() > frequent.iloc[0]:
        return _MISSING
    value = frequent.index[0]
    return bool(value) if block.role == "boolean" else str(value)
