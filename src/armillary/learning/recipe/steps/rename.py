"""Giving columns other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from armillary.learning.parameters import MAX_NAME, ColumnParam, Params, RecordsParam, TextParam
from armillary.learning.recipe.contract import (
    About,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.steps._columns import refuse_taken


class Rename(PlainStep):
    """Renames columns; they stay in their places."""

    id = "rename"
    about = About(
        name="Rename columns",
        group="Columns",
        description="Gives columns other names; their values and their order stay.",
    )
    params = Params(
        [
            RecordsParam(
                name="names",
                title="New names",
                effect="Which column gets which name.",
                fields=(
                    ColumnParam(name="column", title="Column", effect="The column."),
                    TextParam(
                        name="name",
                        title="New name",
                        effect="What it is called from here on.",
                        default="",
                        min_length=1,
                        max_length=MAX_NAME,
                    ),
                ),
            )
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Rename."""
        names = {}
        for record in values["names"]:
            at.fields.place(record["column"], "names")
            names[record["column"]] = record["name"].strip()
        outputs = [replace(each, name=names.get(each.name, each.name)) for each in at.kept()]
        refuse_taken([each.name for each in outputs], "names")
        return Plan(outputs)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take a map of old names to new ones."""
        found = dict(given)
        for name in ("mapping", "columns", "map"):
            if name in found:
                found["names"] = found.pop(name)
        if isinstance(found.get("names"), Mapping):
            found["names"] = [
                {"column": column, "name": name} for column, name in found["names"].items()
            ]
        return found


step = Rename()
