"""The steps of a recipe, with what they learned, as a part of the graph."""

from __future__ import annotations

from collections.abc import Mapping

from armillary.learning.preprocess import Preprocess
from armillary.learning.recipe.fields import Field
from armillary.learning.recipe.fitted import FittedRecipe
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.values import Value, Values, parse
from armillary.learning.travel.problems import NotExportable


def add_recipe(
    building: Building, recipe: FittedRecipe, preprocess: Preprocess
) -> Mapping[str, str]:
    """Add everything from the columns of the table to those that are encoded; names them."""
    at = [_given(building, recipe, field) for field in recipe.fields]
    names = [field.name for field in recipe.fields]
    for plan in recipe.plans():
        if plan.tail or plan.number != "n":
            raise NotExportable("A step of its recipe looks at several rows at once.")
        known = {f"c{place}": value for place, value in enumerate(at) if value is not None}
        values = Values(building, known)
        for name, sql in plan.lets:
            values.learn(name, values.add(parse(sql)))
        # What leads to nothing that the model uses may be a step that no graph knows.
        made = [_made(values, output.storage, output.sql) for output in plan.outputs]
        names, at = [output.name for output in plan.outputs], made
    found = dict(zip(names, at, strict=True))
    return {column.name: _finished(building, found, column.name) for column in preprocess.columns}


def _given(building: Building, recipe: FittedRecipe, field: Field) -> Value | None:
    """Add a column of the table; None for one that nothing is made of."""
    if field.name not in recipe.needed:
        return None
    if field.storage == "str":
        text = building.input(field.name, is_text=True)
        return Value("text", text, building.add("Equal", text, building.constant([[""]])))
    number = building.input(field.name, is_text=False)
    null = building.add("IsNaN", number)
    if field.storage == "bool":
        flag = building.add("Greater", number, building.constant([[0.5]]))
        return Value("flag", flag, null)
    return Value("number" if field.storage in ("int64", "float64") else "moment", number, null)


def _made(values: Values, storage: str, sql: str) -> Value | None:
    try:
        value = values.add(parse(sql))
    except NotExportable as problem:
        return _Unmade("number", problem.message)
    return values.number_of(value) if storage in ("int64", "float64") else value


class _Unmade(Value):
    """What could not be written; the reason stands in the place of its name."""


def _finished(building: Building, found: Mapping[str, Value | None], name: str) -> str:
    """Give a column as encoding takes it: gaps are NaN, or empty texts."""
    import numpy as np

    value = found.get(name)
    if value is None:
        raise NotExportable(f"The recipe makes no column {name!r} of what is given.")
    if isinstance(value, _Unmade):
        raise NotExportable(value.name)
    given = value.name
    if value.kind == "flag":
        given = building.cast(given, "float64")
    if value.null is None:
        return given
    gap = building.constant([[""]] if value.kind == "text" else np.array([[np.nan]]))
    return building.add("Where", value.null, gap, given)
