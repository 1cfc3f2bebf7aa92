"""Writing categories as what the target is like among their rows, without telling any row's own.

Source: Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes;
the rows that are learned from are encoded by other folds, as in scikit-learn's ``TargetEncoder``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from armillary.base.sql import quoted
from armillary.learning.recipe.contract import Look, Output, Plan, Situation, State, Values
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields, number
from armillary.learning.recipe.steps._categories import (
    MOST,
    chosen_fields,
    code_of,
    pick,
    text_of,
)
from armillary.learning.recipe.steps._columns import new_name, value_of
from armillary.learning.recipe.words import counted

MOST_CLASSES = 10
_Sums = dict[int, dict[int, tuple[float, int]]]


def fit(look: Look, values: Values) -> State:
    """Learn the smoothed mean of the target for each category, over all rows and without a fold.

    Of two classes the second is counted, of more each one.
    """
    fields = look.at.fields
    target = _target(fields, values)
    classes = _classes(look, target)
    columns = {
        field.name: _learn(look, field, target, classes, values)
        for field in chosen_fields(look.at, values)
    }
    return {"classes": classes, "columns": columns}


def plan(at: Situation, values: Values, state: State) -> Plan:
    """Write the means; where rows are those learned from, each by the folds it is not in."""
    names, outputs = [each.name for each in at.fields], []
    lets = []
    is_by_folds = at.is_fitting and values["folds"] > 1
    if is_by_folds:
        lets.append(("v0", fold_of(at.seed, values["folds"])))
    for each in at.kept():
        learned = state["columns"].get(each.name)
        if learned is None or values["keep"]:
            outputs.append(each)
        if learned is None:
            continue
        if not values["keep"]:
            names.remove(each.name)
        text = text_of(at.fields, at.fields.get(each.name, "columns"))
        code = f"v{len(lets) + 1}"
        lets.append((code, code_of(text, learned["categories"] or [""])))
        for place, means in enumerate(learned["means"]):
            sql = _look_up(code, means, is_by_folds)
            wanted = _name_of(each.name, place, state["classes"], keep=values["keep"])
            name = new_name(wanted, names)
            names.append(name)
            outputs.append(Output(name, "float64", sql))
    for name in state["columns"]:
        at.fields.place(name, "columns")
    return Plan(outputs, lets)


def notes(look: Look, values: Values, state: State) -> Iterator[str]:
    """Say how many categories each column has."""
    for name, learned in state["columns"].items():
        count = counted(len(learned["categories"]), "category", "categories")
        yield f"{name!r}: {count} by the mean of {values['target']!r}."


def forget_folds(state: State) -> State:
    """Give the state without what only the rows that were learned from need."""
    columns = {
        name: learned | {"means": [means | {"folds": []} for means in learned["means"]]}
        for name, learned in state["columns"].items()
    }
    return {**state, "columns": columns}


def fold_of(seed: int, folds: int) -> str:
    """Give the SQL of the fold that a row is in: chance by its number, the same for a seed."""
    return f"md5_number_lower({quoted(f'{seed}:fold:')} || n::varchar) % {folds}"


def _target(fields: Fields, values: Values) -> Field:
    if values["target"] is None:
        raise StepError(
            "Name the target, whose mean the categories are written as.",
            code="value_missing",
            parameter="target",
        )
    field = fields.get(values["target"], "target")
    if field.holds == "date":
        raise StepError(
            f"The target {field.name!r} holds dates, which have no mean here.",
            code="wrong_column_type",
            parameter="target",
        )
    return field


def _classes(look: Look, target: Field) -> list[str] | None:
    """Give the classes that are counted; None where the target is a number."""
    if target.holds == "number":
        return None
    text = text_of(look.at.fields, target)
    found = [
        value
        for (value,) in look.read(
            f"{text} as value",
            tail=f"where value is not null group by value order by value limit {MOST_CLASSES + 1}",
        )
    ]
    if not 2 <= len(found) <= MOST_CLASSES:
        what = f"more than {MOST_CLASSES}" if found[MOST_CLASSES:] else str(len(found))
        raise StepError(
            f"The target {target.name!r} has {what} different values; encoding takes numbers or "
            f"2 to {MOST_CLASSES} categories.",
            code="wrong_target",
            parameter="target",
        )
    return found[1:] if len(found) == 2 else found


def _learn(
    look: Look, field: Field, target: Field, classes: list[str] | None, values: Values
) -> dict[str, Any]:
    """Learn one column: its categories, and for each class its means."""
    fields, folds = look.at.fields, max(values["folds"], 1)
    categories = [
        value
        for (value,) in look.read(
            f"{text_of(fields, field)} as value",
            tail="where value is not null group by value "
            f"order by count(*) desc, value limit {MOST}",
        )
    ]
    counted_classes: list[str | None] = [None] if classes is None else [*classes]
    means = [
        _means(look, field, _measure(fields, target, each), categories, folds, values["smoothing"])
        for each in counted_classes
    ]
    return {"categories": categories, "means": means}


def _measure(fields: Fields, target: Field, counted_class: str | None) -> str:
    """Give the SQL of what is averaged: the target, or whether it is a class."""
    if counted_class is None:
        return f"({value_of(fields, target)})::double"
    return f"({text_of(fields, target)} = {quoted(counted_class)})::int::double"


def _means(
    look: Look,
    field: Field,
    measure: str,
    categories: Sequence[str],
    folds: int,
    smoothing: float,
) -> dict[str, Any]:
    """Give the smoothed means over all rows, and over all rows but those of each fold."""
    text, fold = text_of(look.at.fields, field), fold_of(look.at.seed, folds)
    measured = (f"sum({measure}) as total", f"count({measure}) as known")
    totals = look.read(f"{fold} as fold", *measured, tail="group by fold")
    of_fold = {int(part): (total or 0.0, known) for part, total, known in totals}
    sums: _Sums = {}
    if categories:
        # Rare categories beyond the limit are not read: there may be as many as rows.
        code = code_of(text, categories)
        found = look.read(
            f"{code} as code", f"{fold} as fold", *measured,
            tail="where code is not null group by code, fold",
        )  # fmt: skip
        for place, part, total, known in found:
            sums.setdefault(int(place), {})[int(part)] = (total or 0.0, known)
    by_fold = [
        _smoothed(sums, of_fold, len(categories), left_out, smoothing)
        for left_out in range(-1, folds if folds > 1 else 0)
    ]
    return {**by_fold[0], "folds": by_fold[1:]}


def _smoothed(
    sums: _Sums,
    of_fold: Mapping[int, tuple[float, int]],
    width: int,
    left_out: int,
    smoothing: float,
) -> dict[str, Any]:
    """Give the means of all folds but one, each mixed with some rows of the overall mean."""
    total, known = _added(of_fold, left_out)
    if not known:  # few rows may all be of one fold
        total, known = _added(of_fold, -1)
    prior = total / known if known else 0.0
    means = []
    for place in range(width):
        of_category, times = _added(sums.get(place, {}), left_out)
        weight = times + smoothing
        means.append((of_category + smoothing * prior) / weight if weight else prior)
    return {"prior": prior, "values": means}


def _added(parts: Mapping[int, tuple[float, int]], left_out: int) -> tuple[float, int]:
    kept = [sums for fold, sums in parts.items() if fold != left_out]
    return sum(total for total, _ in kept), sum(known for _, known in kept)


def _look_up(code: str, means: Any, is_by_folds: bool) -> str:
    """Give the SQL of a category's mean; unknown and missing ones have the overall mean."""
    if not is_by_folds or not means["folds"]:
        return _found(code, means)
    cases = " ".join(
        f"when {fold} then {_found(code, each)}" for fold, each in enumerate(means["folds"])
    )
    return f"case v0 {cases} end"


def _found(code: str, means: Any) -> str:
    prior = number(means["prior"])
    values = [number(each) for each in means["values"]] or ["null"]
    return f"coalesce({pick(code, values)}, {prior})"


def _name_of(column: str, place: int, classes: list[str] | None, *, keep: bool) -> str:
    if classes is not None and len(classes) > 1:
        return f"{column}_{classes[place]}"
    return f"{column}_target" if keep else column
