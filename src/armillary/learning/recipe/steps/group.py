"""Making one row of each group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import (
    MAX_NAME,
    ChoiceParam,
    ColumnParam,
    ColumnsParam,
    Params,
    RecordsParam,
    TextParam,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.fields import Field
from armillary.learning.recipe.steps._columns import chosen, refuse_taken, value_of
from armillary.learning.storage import Storage

_SYNONYMS = {
    "avg": "mean",
    "average": "mean",
    "nunique": "distinct",
    "stddev": "std",
    "size": "rows",
}
_OF_NUMBERS: Mapping[str, str] = {
    "mean": "avg(({v})::double)",
    "median": "median(({v})::double)",
    "std": "stddev_samp(({v})::double)",
}
_OF_ANY: Mapping[str, str] = {
    "min": "min({v})",
    "max": "max({v})",
    "first": "arg_min({v}, n)",
    "last": "arg_max({v}, n)",
    "most_frequent": "mode({v} order by {v})",
}
_COUNTS: Mapping[str, str] = {
    "count": "count({v})",
    "distinct": "count(distinct {v})",
    "missing": "count(*) - count({v})",
}
FUNCTIONS = ("mean", "sum", "median", "min", "max", "std", "count", "distinct", "missing", "first",
             "last", "most_frequent")  # fmt: skip


class Group(PlainStep):
    """Gathers rows that are alike in some columns into one."""

    id = "group"
    about = About(
        name="Group rows",
        group="Combine",
        description="Makes one row of all rows that are alike in some columns, with their number "
        "and with means, sums and others of the other columns.",
    )
    params = Params(
        [
            ColumnsParam(
                name="by",
                title="Group by",
                effect="Rows alike in these columns become one; missing values are alike too. "
                "Without a column all rows become one.",
            ),
            RecordsParam(
                name="values",
                title="Values",
                effect="What is told of the rows of a group. Their number always is.",
                min_items=0,
                max_items=500,
                fields=(
                    ColumnParam(name="column", title="Column", effect="What is looked at."),
                    ChoiceParam(
                        name="function",
                        title="Function",
                        effect="What becomes of its values; missing ones are not counted.",
                        default="mean",
                        options=FUNCTIONS,
                    ),
                    TextParam(
                        name="name",
                        title="Name",
                        effect="What the new column is called.",
                        default=None,
                        nullable=True,
                        null_means="column and function",
                        max_length=MAX_NAME,
                    ),
                ),
            ),
            TextParam(
                name="count_name",
                title="Name of the count",
                effect="The column that holds the number of rows of a group.",
                default="rows",
                min_length=1,
                max_length=MAX_NAME,
                advanced=True,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Make other rows."""
        return Effect(rows="other")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Group; groups stand in the order of their first rows."""
        keys = [at.fields.get(name, "by") for name in dict.fromkeys(values["by"])]
        outputs = [Output(each.name, each.storage, at.fields.sql(each.name)) for each in keys]
        outputs.append(Output(values["count_name"], "int64", "count(*)"))
        outputs += [_aggregate(at, each) for each in values["values"]]
        refuse_taken([each.name for each in outputs], "values")
        listed = ", ".join(at.fields.sql(each.name) for each in keys)
        tail = f"group by {listed}" if keys else ""
        return Plan(
            outputs, tail=tail, number="row_number() over (order by min(n)) - 1", shuffles=True
        )

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``{column: function}`` for the values."""
        found = dict(given)
        for name in ("columns", "group_by", "keys"):
            if name in found:
                found["by"] = found.pop(name)
        for name in ("aggregations", "agg", "aggregate"):
            if name in found:
                found["values"] = found.pop(name)
        if isinstance(found.get("values"), Mapping):
            found["values"] = [
                {"column": column, "function": function}
                for column, functions in found["values"].items()
                for function in (functions if isinstance(functions, list) else [functions])
            ]
        if isinstance(found.get("values"), list):
            found["values"] = [_meant(each) for each in found["values"]]
        return found


step = Group()


def _meant(record: Any) -> Any:
    if not isinstance(record, Mapping) or "function" not in record:
        return record
    word = str(record["function"]).lower()
    return {**record, "function": _SYNONYMS.get(word, word)}


def _aggregate(at: Situation, record: Mapping[str, Any]) -> Output:
    function = record["function"]
    field = at.fields.get(record["column"], "values")
    name = record["name"] or f"{field.name}_{function}"
    value = f"({value_of(at.fields, field)})"
    if function in _COUNTS:
        return Output(name, "int64", _COUNTS[function].format(v=value))
    if function in _OF_ANY:
        return Output(name, field.storage, _OF_ANY[function].format(v=value))
    chosen(at, [field.name], ["number", "truth"], parameter="values")
    if function == "sum":
        return Output(name, *_sum(field, value))
    return Output(
        name, "float64", _finite(_OF_NUMBERS[function].format(v=_as_number(field, value)))
    )


def _as_number(field: Field, value: str) -> str:
    return f"{value}::int" if field.storage == "bool" else value


def _sum(field: Field, value: str) -> tuple[Storage, str]:
    if field.storage == "float64":
        return "float64", _finite(f"sum({value})")
    return "int64", f"try_cast(sum({_as_number(field, value)}) as bigint)"


def _finite(sql: str) -> str:
    return f"case when isfinite({sql}) then {sql} end"
