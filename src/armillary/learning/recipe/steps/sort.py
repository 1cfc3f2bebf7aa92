"""Putting rows in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import BoolParam, ColumnParam, Params, RecordsParam
from armillary.learning.recipe.contract import (
    About,
    Effect,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)


class Sort(PlainStep):
    """Orders rows by columns; equal ones keep the order that they had."""

    id = "sort"
    about = About(
        name="Sort rows",
        group="Rows",
        description="Orders the rows by one column or more. Missing values come last, equal rows "
        "keep their order.",
    )
    params = Params(
        [
            RecordsParam(
                name="by",
                title="Sort by",
                effect="The first column decides; the next ones where it is equal.",
                max_items=20,
                fields=(
                    ColumnParam(name="column", title="Column", effect="What is compared."),
                    BoolParam(
                        name="descending",
                        title="Descending",
                        effect="The largest first.",
                        default=False,
                    ),
                ),
            )
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Put the rows into another order."""
        return Effect(rows="fewer")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Number the rows anew."""
        keys = [
            f"c{at.fields.place(each['column'], 'by')}"
            f"{' desc' if each['descending'] else ''} nulls last"
            for each in values["by"]
        ]
        number = f"row_number() over (order by {', '.join([*keys, 'n'])}) - 1"
        return Plan(at.kept(), number=number, shuffles=True)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take names of columns with ``ascending`` or ``descending`` for all of them or each."""
        found = dict(given)
        names = found.pop("columns", found.get("by"))
        ascending = found.pop("ascending", True)
        descending = found.pop("descending", None)
        if isinstance(names, str):
            names = [names]
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            downs = descending if descending is not None else _negated(ascending)
            each = downs if isinstance(downs, list) else [downs] * len(names)
            found["by"] = [
                {"column": name, "descending": bool(down)}
                for name, down in zip(names, each, strict=False)
            ]
        return found


step = Sort()


def _negated(ascending: Any) -> Any:
    return [not each for each in ascending] if isinstance(ascending, list) else not ascending
