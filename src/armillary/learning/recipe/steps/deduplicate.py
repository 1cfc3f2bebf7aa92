"""Leaving out rows that repeat another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import ChoiceParam, ColumnsParam, Params
from armillary.learning.recipe.contract import (
    About,
    Effect,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.steps._columns import chosen


class Deduplicate(PlainStep):
    """Keeps one row of those that are alike in some columns."""

    id = "deduplicate"
    about = About(
        name="Remove duplicates",
        group="Rows",
        description="Keeps one of the rows that are alike in all columns, or in those named. Two "
        "missing values count as alike.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="Rows that are alike in these columns are duplicates.",
                default=None,
                nullable=True,
                null_means="all columns",
            ),
            ChoiceParam(
                name="keep",
                title="Which one stays",
                effect="The first or the last of rows that are alike.",
                default="first",
                options=("first", "last"),
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Leave rows out."""
        return Effect(rows="fewer")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Keep one row of each."""
        names = at.fields.names if values["columns"] is None else values["columns"]
        columns = ", ".join(at.fields.sql(field.name) for field in chosen(at, names))
        way = " desc" if values["keep"] == "last" else ""
        place = f"row_number() over (partition by {columns} order by n{way})"
        return Plan(at.kept(), tail=f"qualify {place} = 1", shuffles=True)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``subset`` for the columns."""
        found = dict(given)
        if "subset" in found:
            found["columns"] = found.pop("subset")
        return found


step = Deduplicate()
