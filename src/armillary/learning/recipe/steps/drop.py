"""Leaving columns out."""

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
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.steps._columns import chosen


class Drop(PlainStep):
    """Leaves the named columns out."""

    id = "drop"
    about = About(
        name="Leave columns out",
        group="Columns",
        description="Leaves out the columns that are named and keeps the others.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns that are left out.",
                min_items=1,
            )
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Leave the columns out."""
        dropped = {field.name for field in chosen(at, values["columns"])}
        kept = [each for each in at.kept() if each.name not in dropped]
        if not kept:
            raise StepError("A table needs a column; keep one at least.", parameter="columns")
        return Plan(kept)


step = Drop()
