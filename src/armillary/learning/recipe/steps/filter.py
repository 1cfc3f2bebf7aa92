"""Keeping the rows for which a condition is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import ChoiceParam, Params, TextParam
from armillary.learning.recipe.contract import (
    About,
    Effect,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.expression.parsing import MOST_CHARACTERS
from armillary.learning.recipe.steps._expressions import compiled


class Filter(PlainStep):
    """Keeps the rows for which a condition is true, or leaves them out."""

    id = "filter"
    about = About(
        name="Filter rows",
        group="Rows",
        description="Keeps the rows for which a condition is true, such as [age] >= 18 and "
        "[city] in ('Rome', 'Bonn').",
    )
    params = Params(
        [
            TextParam(
                name="condition",
                title="Condition",
                effect="An expression that is true or false for each row. Where it is missing, "
                "since a value is, it is not true.",
                default="",
                min_length=1,
                max_length=MOST_CHARACTERS,
                control="expression",
            ),
            ChoiceParam(
                name="action",
                title="Rows for which it is true",
                effect="Are kept, or left out.",
                default="keep",
                options=("keep", "remove"),
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Leave rows out, each by itself."""
        return Effect(rows="fewer")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Keep the rows."""
        condition = compiled(values["condition"], at.fields, "condition", ["truth"])
        is_true = f"coalesce({condition.sql}, false)"
        tail = f"where {is_true}" if values["action"] == "keep" else f"where not {is_true}"
        return Plan(at.kept(), condition.lets, tail=tail)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the condition under other names."""
        found = dict(given)
        for name in ("expression", "query", "where"):
            if name in found:
                found["condition"] = found.pop(name)
        return found


step = Filter()
