"""Keeping some columns."""

from __future__ import annotations

from armillary.learning.parameters import ColumnsParam, Params
from armillary.learning.recipe.contract import (
    About,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.steps._columns import chosen


class Select(PlainStep):
    """Keeps the named columns, in the order in which they are named."""

    id = "select"
    about = About(
        name="Keep columns",
        group="Columns",
        description="Keeps the columns that are named, in this order, and leaves out the others.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns that stay, from first to last.",
                min_items=1,
            )
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Keep the columns."""
        by_name = {each.name: each for each in at.kept()}
        return Plan([by_name[field.name] for field in chosen(at, values["columns"])])


step = Select()
