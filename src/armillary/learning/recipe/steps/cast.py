"""Reading the values of columns as another type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.base.sql import quoted
from armillary.learning.parameters import ChoiceParam, ColumnsParam, Params, TextParam
from armillary.learning.recipe.contract import (
    About,
    Look,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.recipe.steps._columns import absence_of, chosen, replaced, value_of
from armillary.learning.recipe.words import bounded, brief, counted
from armillary.learning.storage import Storage

TYPES: Mapping[str, Storage] = {
    "number": "float64",
    "whole_number": "int64",
    "text": "str",
    "truth": "bool",
    "date": "date",
    "datetime": "datetime64[us]",
}
_SYNONYMS = {
    "float": "number",
    "float64": "number",
    "double": "number",
    "numeric": "number",
    "int": "whole_number",
    "int64": "whole_number",
    "integer": "whole_number",
    "str": "text",
    "string": "text",
    "object": "text",
    "category": "text",
    "categorical": "text",
    "bool": "truth",
    "boolean": "truth",
    "timestamp": "datetime",
    "datetime64": "datetime",
}
NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"


class Cast(PlainStep):
    """Reads values as numbers, texts, truths or dates."""

    id = "cast"
    about = About(
        name="Change type",
        group="Columns",
        description="Reads values as another type: texts as numbers or dates, numbers as texts. "
        "What cannot be read becomes missing, and is counted.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns whose type changes.",
                min_items=1,
            ),
            ChoiceParam(
                name="to",
                title="To",
                effect="What they hold afterwards. Fractions are rounded to whole numbers; dates "
                "become days since 1970 as numbers, times seconds.",
                default="number",
                options=tuple(TYPES),
            ),
            TextParam(
                name="format",
                when=("to", ("date", "datetime")),
                title="Date format",
                effect="How texts write dates, as in %d.%m.%Y or %m/%d/%Y %H:%M.",
                default=None,
                nullable=True,
                null_means="year-month-day",
            ),
            ChoiceParam(
                name="decimal",
                when=("to", ("number", "whole_number")),
                title="Decimal sign",
                effect="How texts write fractions; the other sign may group thousands.",
                default="point",
                options=("point", "comma"),
                advanced=True,
            ),
            ChoiceParam(
                name="unreadable",
                title="What cannot be read",
                effect="Becomes missing, or stops with the first such value.",
                default="missing",
                options=("missing", "stop"),
                advanced=True,
            ),
        ]
    )

    def fit(self, look: Look, values: Values) -> State:
        """Learn nothing; stop at what cannot be read, where that is wanted."""
        if values["unreadable"] == "stop":
            for field, count, example in _unreadable(look, values):
                raise StepError(
                    f"{counted(count, 'value')} of {field.name!r} cannot be read as "
                    f"{values['to'].replace('_', ' ')}, such as {brief(example)!r}.",
                    code="unreadable_value",
                    parameter="columns",
                )
        return {}

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Read the columns as the type."""
        changed = {
            field.name: Output(field.name, TYPES[values["to"]], _read(at.fields, field, values))
            for field in chosen(at, values["columns"])
        }
        return Plan(replaced(at, changed))

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Count what cannot be read."""
        return bounded(
            f"{counted(count, 'value')} of {field.name!r} could not be read, such as "
            f"{brief(example)!r}: missing now."
            for field, count, example in _unreadable(look, values)
        )

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the names that other programs have for types."""
        found = dict(given)
        for name in ("dtype", "type", "target_type"):
            if name in found:
                found["to"] = found.pop(name)
        if "column" in found:
            found["columns"] = found.pop("column")
        if "to" in found:
            word = str(found["to"]).lower().partition("[")[0]
            found["to"] = _SYNONYMS.get(word, word)
        return found


step = Cast()


def _unreadable(look: Look, values: Values) -> list[tuple[Field, int, Any]]:
    fields = chosen(look.at, values["columns"])
    wanted = []
    for field in fields:
        lost = f"not {absence_of(look.at.fields, field)} and "
        lost += f"({_read(look.at.fields, field, values)}) is null"
        column = look.at.fields.sql(field.name)
        wanted += [f"count(*) filter ({lost})", f"arg_min({column}, n) filter ({lost})"]
    found = look.ask(*wanted)
    counts = zip(fields, found[::2], found[1::2], strict=True)
    return [(field, count, example) for field, count, example in counts if count]


def _read(fields: Fields, field: Field, values: Values) -> str:
    """Give the SQL of a column's value as the wanted type, null where it cannot be read."""
    value, to = f"({value_of(fields, field)})", values["to"]
    if to == "text":
        return f"{value}::varchar"
    if field.holds == "text":
        return _read_text(f"trim({fields.sql(field.name)})", values)
    if to in ("date", "datetime"):
        if field.holds != "date":
            raise StepError(
                f"Column {field.name!r} holds no dates and no texts that could be read as such.",
                code="wrong_column_type",
                parameter="columns",
            )
        return value
    if field.holds == "date":
        if to == "truth":
            raise StepError(
                f"Dates such as those of {field.name!r} are neither true nor false.",
                code="wrong_column_type",
                parameter="columns",
            )
        value = f"epoch({value})" if field.storage != "date" else f"(epoch({value}) / 86400)"
    if to == "truth":
        return (
            value
            if field.holds == "truth"
            else f"case {value} when 1 then true when 0 then false end"
        )
    return f"try_cast({value} as bigint)" if to == "whole_number" else f"{value}::double"


def _read_text(text: str, values: Values) -> str:
    to, pattern = values["to"], values["format"]
    if to == "truth":
        return (
            f"case when lower({text}) in ('true', 'yes', 't', 'y', '1') then true "
            f"when lower({text}) in ('false', 'no', 'f', 'n', '0') then false end"
        )
    if to in ("date", "datetime"):
        if pattern:
            return f"try_strptime({text}, {quoted(pattern)})"
        if to == "date":
            return f"coalesce(try_cast({text} as date), try_cast({text} as timestamp)::date)"
        return f"try_cast({text} as timestamp)"
    if values["decimal"] == "comma":
        text = f"replace(replace({text}, '.', ''), ',', '.')"
    else:
        text = f"replace({text}, ',', '')"
    number = (
        f"case when regexp_full_match({text}, {quoted(NUMBER)}) then try_cast({text} as double) end"
    )
    number = f"nullif({number}, 'inf'::double)"
    if to == "number":
        return number
    # Digits alone are read as they are: a double would round those beyond 2**53.
    digits = f"try_cast(regexp_extract({text}, '^[-+]?[0-9]+$') as bigint)"
    return f"coalesce({digits}, try_cast({number} as bigint))"
