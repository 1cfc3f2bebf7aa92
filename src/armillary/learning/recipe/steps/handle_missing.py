"""Filling gaps, or leaving out the rows or columns that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    ColumnParam,
    ColumnsParam,
    FloatParam,
    Params,
    TextParam,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    Look,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field
from armillary.learning.recipe.steps import _gaps
from armillary.learning.recipe.steps._columns import (
    EVERYTHING,
    absence_of,
    chosen,
    count_absent,
    literal_of,
    most_frequent,
    new_name,
    parse,
    replaced,
    require_some,
    to_json_value,
    value_of,
)
from armillary.learning.recipe.words import bounded, brief, counted
from armillary.learning.storage import Storage

_LEARNED = ("automatic", "mean", "median", "most_frequent")
_NEIGHBOURS = ("forward", "backward", "interpolate")
_METHODS = (*_LEARNED, "constant", *_NEIGHBOURS, "drop_rows", "drop_columns")


class HandleMissing(PlainStep):
    """Fills gaps with what was learned or given, or removes rows or columns that have some."""

    id = "handle_missing"
    about = About(
        name="Missing values",
        group="Clean",
        description="Fills gaps with a typical, a given or a neighbouring value, or leaves out the "
        "rows or columns that have them. Numbers that are NaN or infinite count as missing.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="Only the gaps in these columns are looked at.",
                default=None,
                nullable=True,
                null_means="all columns that the method suits",
            ),
            ChoiceParam(
                name="method",
                title="Method",
                effect="automatic takes the median of numbers and the most frequent of other "
                "values; forward and backward copy the row before or behind; interpolate draws a "
                "line between the two.",
                default="automatic",
                options=_METHODS,
            ),
            TextParam(
                name="value",
                when=("method", ("constant",)),
                title="Value",
                effect="What the method constant writes into every gap.",
                default=None,
                nullable=True,
                null_means="none",
                max_length=500,
            ),
            BoolParam(
                name="mark",
                title="Mark filled cells",
                effect="Adds a column of 0 and 1 for each column with gaps, since being missing "
                "may mean something.",
                default=False,
            ),
            ChoiceParam(
                name="drop_if",
                when=("method", ("drop_rows",)),
                title="Leave a row out if",
                effect="For drop_rows: whether one gap is enough, or every cell must be missing.",
                default="any",
                options=("any", "all"),
            ),
            FloatParam(
                name="most_missing",
                when=("method", ("drop_columns",)),
                title="Most missing",
                effect="For drop_columns: a column that misses a larger share than this is left "
                "out.",
                default=0.5,
                minimum=0.0,
                maximum=1.0,
                below_maximum=True,
            ),
            ColumnsParam(
                name="within",
                when=("method", ("forward", "backward", "interpolate")),
                title="Within groups of",
                effect="For forward, backward and interpolate: values are taken only from rows "
                "that are alike in these columns.",
                default=(),
            ),
            ColumnParam(
                name="order_by",
                when=("method", ("forward", "backward", "interpolate")),
                title="In the order of",
                effect="For forward, backward and interpolate: which row is before or behind.",
                nullable=True,
                null_means="as the rows stand",
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Fill by itself or from neighbours, learn what to fill, or leave rows out."""
        method = values["method"]
        if method == "drop_rows":
            return Effect(rows="fewer")
        if method in _NEIGHBOURS:
            return Effect(rows="neighbours")
        return Effect(learns=method != "constant")

    def fit(self, look: Look, values: Values) -> State:
        """Learn what fills each column, which have gaps, or which have too many."""
        method, fields = values["method"], _chosen(look.at, values)
        gaps = count_absent(look, fields) if values["mark"] or method == "drop_columns" else {}
        if method == "drop_columns":
            most = values["most_missing"] * look.ask("count(*)")[0]
            return {"dropped": [name for name, count in gaps.items() if count > most]}
        state: dict[str, Any] = {}
        if values["mark"]:
            state["marked"] = [name for name, count in gaps.items() if count]
        if method in _LEARNED:
            state["fills"] = {each.name: _learn(look, each, method) for each in fields}
        return state

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Write the filled columns, or leave out rows or columns."""
        method, fields = values["method"], _chosen(at, values)
        if method == "drop_rows":
            require_some(fields, EVERYTHING)
            joint = " or " if values["drop_if"] == "any" else " and "
            absent = joint.join(absence_of(at.fields, each) for each in fields)
            return Plan(at.kept(), tail=f"where not ({absent})")
        if method == "drop_columns":
            dropped = set(state["dropped"])
            return Plan([each for each in at.kept() if each.name not in dropped])
        if method in _NEIGHBOURS:
            plan = _gaps.plan(at, fields, method, values["within"], values["order_by"])
            return replace(plan, outputs=[*plan.outputs, *_marks(at, state)])
        filled = {each.name: _fill(at, each, values, state) for each in fields}
        kept = [filled.get(each.name) or each for each in at.kept()]
        return Plan([*kept, *_marks(at, state)])

    def alone(self, at: Situation, values: Values, state: State) -> Plan:
        """Leave a gap, where only neighbours could fill it."""
        if values["method"] not in _NEIGHBOURS:
            return self.plan(at, values, state)
        is_line = values["method"] == "interpolate"
        changed = {
            each.name: Output(each.name, "float64" if is_line else each.storage, value)
            for each in _chosen(at, values)
            for value in [value_of(at.fields, each)]
        }
        return Plan([*replaced(at, changed), *_marks(at, state)])

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Say how many gaps are filled with what."""
        if values["method"] == "drop_columns":
            return bounded(f"Column {name!r} left out." for name in state["dropped"])
        if values["method"] == "drop_rows":
            return []
        fields = _chosen(look.at, values)
        gaps = {name: count for name, count in count_absent(look, fields).items() if count}
        if not gaps:
            return ["No gap to fill."]
        how = {name: _how(name, values, state) for name in gaps}
        return bounded(
            f"{counted(count, 'gap')} in {name!r} {how[name]}." for name, count in gaps.items()
        )

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``{strategy: fill|drop|interpolate, method: …}``, and a method as the strategy."""
        found = dict(given)
        strategy = str(found.pop("strategy", "") or "").lower()
        method = found.pop("fill_method", None) or found.get("method")
        axis = str(found.pop("axis", "") or "").lower()
        if "fill_value" in found:
            found["value"] = found.pop("fill_value")
        if "threshold" in found:
            found["most_missing"] = found.pop("threshold")
        if "how" in found:
            found["drop_if"] = found.pop("how")
        word = str(method or strategy or "automatic").lower()
        if strategy == "drop" or word in ("drop", "dropna"):
            word = "drop_columns" if axis in ("columns", "1", "column") else "drop_rows"
        elif strategy == "interpolate" or word == "linear":
            word = "interpolate"
        elif word == "fill":
            word = "constant" if found.get("value") is not None else "automatic"
        found["method"] = _SYNONYMS.get(word, word)
        return found


step = HandleMissing()


_SYNONYMS = {
    "mode": "most_frequent",
    "average": "mean",
    "ffill": "forward",
    "pad": "forward",
    "bfill": "backward",
    "value": "constant",
    "auto": "automatic",
}


def _chosen(at: Situation, values: Values) -> list[Field]:
    """Give the columns to look at: those named, or all that the method suits."""
    method, names = values["method"], values["columns"]
    if method in ("mean", "interpolate"):
        return chosen(at, names, ["number"])
    if method == "median":
        return chosen(at, names, ["number"] if names is None else ["number", "date"])
    if method == "constant" and names is None:
        return [each for each in chosen(at, None) if _suits(each, _value(values))]
    return chosen(at, names)


def _value(values: Values) -> str:
    if values["value"] is None:
        raise StepError(
            "Give the value that fills the gaps.", code="value_missing", parameter="value"
        )
    return str(values["value"])


def _suits(field: Field, value: str) -> bool:
    try:
        parse(field, value, "value")
    except StepError:
        return False
    return True


def _learn(look: Look, field: Field, method: str) -> Any:
    """Give what fills the gaps of a column; None where it has no value at all."""
    if method == "most_frequent" or (method == "automatic" and field.holds in ("text", "truth")):
        found = most_frequent(look, field)
        return to_json_value(found[0][0]) if found else None
    value = value_of(look.at.fields, field)
    if field.holds == "date":
        return to_json_value(look.ask(f"quantile_disc({value}, 0.5)")[0])
    (middle,) = look.ask(f"{'avg' if method == 'mean' else 'median'}({value})")
    if middle is None or field.storage == "float64":
        return middle
    # A whole number stays one where the middle is one.
    return int(middle) if float(middle).is_integer() else middle


def _fill(at: Situation, field: Field, values: Values, state: State) -> Output:
    storage: Storage = field.storage
    if values["method"] == "constant":
        storage, fill = parse(field, _value(values), "value")
    else:
        fill = state["fills"].get(field.name)
        if storage == "int64" and isinstance(fill, float):
            storage = "float64"
    if fill is None:
        return Output(field.name, storage, at.fields.sql(field.name))
    column = at.fields.sql(field.name)
    filled = f"case when {absence_of(at.fields, field)} then {literal_of(storage, fill)} "
    return Output(field.name, storage, f"{filled}else {column} end")


def _marks(at: Situation, state: State) -> list[Output]:
    names, marks = at.fields.names, []
    for name in state.get("marked", ()):
        marked = new_name(f"{name}_missing", names)
        names.append(marked)
        absent = absence_of(at.fields, at.fields.get(name))
        marks.append(Output(marked, "int64", absent))
    return marks


def _how(name: str, values: Values, state: State) -> str:
    method = values["method"]
    if method in _NEIGHBOURS:
        return "filled where a neighbouring row has a value"
    fill = values["value"] if method == "constant" else state["fills"].get(name)
    return "left, since the column has no value" if fill is None else f"filled with {brief(fill)}"
