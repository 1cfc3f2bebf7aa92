"""Leaving out, or bringing in, numbers far from the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import ChoiceParam, ColumnsParam, FloatParam, Params
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
from armillary.learning.recipe.fields import Field, Fields, number
from armillary.learning.recipe.steps._columns import (
    QUARTILES,
    chosen,
    measure,
    replaced,
    require_some,
    value_of,
)
from armillary.learning.recipe.words import bounded, brief, counted

_USUAL = {"zscore": 3.0, "iqr": 1.5}
_SYNONYMS = {"z_score": "zscore", "z": "zscore", "std": "zscore", "interquartile": "iqr"}
_ACTIONS = {"remove": "drop", "cap": "clip", "winsorize": "clip", "nan": "missing"}


class OutlierRemoval(PlainStep):
    """Finds numbers beyond learned bounds and leaves their rows out, or bounds them."""

    id = "outlier_removal"
    about = About(
        name="Outliers",
        group="Clean",
        description="Finds numbers far from the others, and leaves their rows out, brings them to "
        "the bound or makes them missing. In a training, rows are left out of the training part "
        "alone: it is judged on all kinds of rows.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="Where outliers are looked for.",
                default=None,
                nullable=True,
                null_means="all columns of numbers",
                holds=("number",),
            ),
            ChoiceParam(
                name="method",
                title="Method",
                effect="zscore: further from the mean than some deviations; iqr: further outside "
                "the quartiles than some times their distance, which a few outliers do not move.",
                default="iqr",
                options=("zscore", "iqr"),
            ),
            FloatParam(
                name="threshold",
                title="Threshold",
                effect="How far is too far, in deviations or in distances of the quartiles: a "
                "larger one finds fewer outliers.",
                default=None,
                nullable=True,
                null_means="3 deviations, or 1.5 distances",
                minimum=0.0,
                maximum=100.0,
                above_minimum=True,
            ),
            ChoiceParam(
                name="action",
                title="What to do",
                effect="drop leaves the row out, clip brings the number to the bound, missing "
                "empties the cell.",
                default="drop",
                options=("drop", "clip", "missing"),
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Learn bounds, and perhaps leave rows out."""
        return Effect(rows="fewer" if values["action"] == "drop" else "each", learns=True)

    def fit(self, look: Look, values: Values) -> State:
        """Learn the bounds of each column."""
        fields = chosen(look.at, values["columns"], ["number"])
        require_some(fields, ["number"])
        factor = values["threshold"] or _USUAL[values["method"]]
        found = measure(look, fields, _LEARNED[values["method"]])
        bounds = {}
        for field, (middle, spread, low, high) in zip(fields, found, strict=True):
            reach = factor * (spread or 0.0)
            # A column of which most is one value has no spread to go by.
            if middle is not None and 0 < reach < float("inf"):
                bounds[field.name] = [low - reach, high + reach]
        return {"bounds": bounds}

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Leave rows out, or bound the columns."""
        bounds = {at.fields.get(name, "columns"): ends for name, ends in state["bounds"].items()}
        if values["action"] == "drop":
            beyond = [_beyond(at.fields, field, ends) for field, ends in bounds.items()]
            tail = f"where not ({' or '.join(beyond)})" if beyond else ""
            return Plan(at.kept(), tail=tail)
        changed = {
            field.name: _bounded(at.fields, field, ends, values["action"])
            for field, ends in bounds.items()
        }
        return Plan(replaced(at, changed))

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Count the outliers of each column."""
        bounds = state["bounds"]
        if not bounds:
            return ["No column has a spread that outliers could be told by."]
        fields = look.at.fields
        found = look.ask(
            *(
                f"count(*) filter ({_beyond(fields, fields.get(name), ends)})"
                for name, ends in bounds.items()
            )
        )
        lines = [
            f"{counted(count, 'outlier')} in {name!r}: outside {brief(low)} to {brief(high)}."
            for (name, (low, high)), count in zip(bounds.items(), found, strict=True)
            if count
        ]
        return bounded(lines) or ["No outlier found."]

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the words that other programs have for methods and actions."""
        found = dict(given)
        method = found.pop("strategy", None) or found.get("method")
        if method is not None:
            word = str(method).lower().replace("-", "_")
            found["method"] = _SYNONYMS.get(word, word)
        for name in ("factor", "multiplier", "z_threshold", "iqr_multiplier"):
            if name in found:
                found["threshold"] = found.pop(name)
        if "action" in found:
            word = str(found["action"]).lower()
            found["action"] = _ACTIONS.get(word, word)
        return found


step = OutlierRemoval()


_LOW, _HIGH = f"{QUARTILES}[1]", f"{QUARTILES}[3]"
_LEARNED = {
    "zscore": ("avg({v})", "stddev_pop({v})", "avg({v})", "avg({v})"),
    "iqr": (f"{QUARTILES}[2]", f"{_HIGH} - {_LOW}", _LOW, _HIGH),
}


def _beyond(fields: Fields, field: Field, ends: list[float]) -> str:
    """Give the SQL that tells whether a number is an outlier; a missing one is none."""
    value = f"({value_of(fields, field)})"
    return f"coalesce({value} < {number(ends[0])} or {value} > {number(ends[1])}, false)"


def _bounded(fields: Fields, field: Field, ends: list[float], action: str) -> Output:
    column = fields.sql(field.name)
    if action == "missing":
        sql = f"case when not {_beyond(fields, field, ends)} then {column} end"
        return Output(field.name, field.storage, sql)
    low, high = number(ends[0]), number(ends[1])
    sql = (
        f"case when {column} is not null then least(greatest({column}::double, {low}), {high}) end"
    )
    return Output(field.name, "float64", sql)
