"""Making a column by an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import MAX_NAME, Params, TextParam
from armillary.learning.recipe.contract import (
    About,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.expression.parsing import MOST_CHARACTERS
from armillary.learning.recipe.steps._columns import replaced
from armillary.learning.recipe.steps._expressions import compiled


class Derive(PlainStep):
    """Computes a column of the others, or another value for one that is there."""

    id = "derive"
    about = About(
        name="Derive a column",
        group="Features",
        description="Computes a new column of the others in the same row, such as "
        "[price] / [area]. A name that is there already gets the new values.",
    )
    params = Params(
        [
            TextParam(
                name="name",
                title="Column",
                effect="What the column is called.",
                default="",
                min_length=1,
                max_length=MAX_NAME,
            ),
            TextParam(
                name="expression",
                title="Expression",
                effect="How its values are computed.",
                default="",
                min_length=1,
                max_length=MOST_CHARACTERS,
                control="expression",
            ),
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Add or replace the column."""
        name = values["name"].strip()
        if not name:
            raise StepError("Give the column a name.", parameter="name")
        value = compiled(values["expression"], at.fields, "expression")
        output = Output(name, value.storage, value.sql)
        if name in at.fields:
            return Plan(replaced(at, {name: output}), value.lets)
        return Plan([*at.kept(), output], value.lets)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take name and expression under other names."""
        found = dict(given)
        for theirs, ours in (("column", "name"), ("new_column", "name"), ("formula", "expression")):
            if theirs in found:
                found[ours] = found.pop(theirs)
        return found


step = Derive()
