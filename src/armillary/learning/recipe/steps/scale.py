"""Bringing numbers to a common scale."""

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
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import number
from armillary.learning.recipe.steps._columns import (
    QUARTILES,
    chosen,
    measure,
    replaced,
    require_some,
    value_of,
)
from armillary.learning.recipe.words import bounded, brief

_SYNONYMS = {
    "standardize": "standard",
    "standardise": "standard",
    "zscore": "standard",
    "standardscaler": "standard",
    "min_max": "minmax",
    "normalize": "minmax",
    "minmaxscaler": "minmax",
    "robustscaler": "robust",
    "maxabs": "max_abs",
}


class Scale(PlainStep):
    """Subtracts a centre from numbers and divides them by a spread."""

    id = "scale"
    about = About(
        name="Scale numbers",
        group="Features",
        description="Brings numbers of different sizes to one scale, by what the rows show. A "
        "column that is the same in every row becomes zero.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns that are scaled.",
                default=None,
                nullable=True,
                null_means="all columns of numbers",
                holds=("number",),
            ),
            ChoiceParam(
                name="method",
                title="Method",
                effect="standard: mean 0, deviation 1; minmax: between two ends; robust: median 0, "
                "quartiles one apart, little moved by outliers; max_abs: divided by the largest "
                "size, so that zero stays zero.",
                default="standard",
                options=("standard", "minmax", "robust", "max_abs"),
            ),
            FloatParam(
                name="low",
                when=("method", ("minmax",)),
                title="Low end",
                effect="For minmax: what the smallest number becomes.",
                default=0.0,
                minimum=-1e6,
                maximum=1e6,
            ),
            FloatParam(
                name="high",
                when=("method", ("minmax",)),
                title="High end",
                effect="For minmax: what the largest number becomes.",
                default=1.0,
                minimum=-1e6,
                maximum=1e6,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Learn centres and spreads."""
        return Effect(learns=True)

    def fit(self, look: Look, values: Values) -> State:
        """Learn the centre and the spread of each column."""
        if values["method"] == "minmax" and values["low"] >= values["high"]:
            raise StepError(
                f"The low end must be below the high end; got {values['low']:g} and "
                f"{values['high']:g}.",
                parameter="low",
            )
        fields = chosen(look.at, values["columns"], ["number"])
        require_some(fields, ["number"])
        found = measure(look, fields, _LEARNED[values["method"]])
        learned = {
            field.name: _usable(centre, spread)
            for field, (centre, spread) in zip(fields, found, strict=True)
        }
        return {"columns": learned}

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Write the scaled columns."""
        factor, shift = 1.0, 0.0
        if values["method"] == "minmax":
            factor, shift = values["high"] - values["low"], values["low"]
        changed = {}
        for name, (centre, spread) in state["columns"].items():
            field = at.fields.get(name, "columns")
            sql = f"(({value_of(at.fields, field)})::double - {number(centre)}) / {number(spread)}"
            if values["method"] == "minmax":
                sql = f"({sql}) * {number(factor)} + {number(shift)}"
            changed[name] = Output(name, "float64", sql)
        return Plan(replaced(at, changed))

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Say by what each column is scaled."""
        return bounded(
            f"{name!r}: minus {brief(float(centre))}, divided by {brief(float(spread))}."
            for name, (centre, spread) in state["columns"].items()
        )

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the names that other programs have for the methods."""
        found = dict(given)
        method = found.pop("strategy", None) or found.pop("scaler", None) or found.get("method")
        if method is not None:
            word = str(method).lower().replace("-", "_")
            found["method"] = _SYNONYMS.get(word.replace("_scaler", ""), word)
        if isinstance(ends := found.pop("feature_range", None), list | tuple) and len(ends) == 2:
            found["low"], found["high"] = ends
        return found


step = Scale()


_LEARNED = {
    "standard": ("avg({v})", "stddev_pop({v})"),
    "minmax": ("min({v})", "max({v}) - min({v})"),
    "robust": (f"{QUARTILES}[2]", f"{QUARTILES}[3] - {QUARTILES}[1]"),
    "max_abs": ("'0'::double", "max(abs({v}))"),
}


def _usable(centre: float | None, spread: float | None) -> list[float]:
    """Give centre and spread, harmless ones where a column is empty, constant or too large."""
    is_usable = spread is not None and 0 < spread < float("inf")
    return [0.0 if centre is None else centre, float(spread or 1.0) if is_usable else 1.0]
