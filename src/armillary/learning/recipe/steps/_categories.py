"""Categories of columns, and the numbers that stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from armillary.base.sql import quoted
from armillary.learning.parameters import ColumnHolds
from armillary.learning.recipe.contract import Look, Output, Plan, Situation, State, Values
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields, number
from armillary.learning.recipe.steps._columns import (
    EVERYTHING,
    chosen,
    new_name,
    require_some,
    value_of,
)
from armillary.learning.recipe.words import counted

MOST = 10_000
"""The most categories that are kept of one column."""
_FEW = 50
_USUAL: tuple[ColumnHolds, ...] = ("text", "truth")


def fit(look: Look, values: Values) -> State:
    """Learn the categories of each column, most frequent first, and how many rows had one."""
    fields = chosen_fields(look.at, values)
    if values["method"] == "ordinal":
        return {}
    limit = MOST if values["method"] != "one_hot" else values["max_categories"]
    return {"columns": {each.name: _learn(look, each, limit) for each in fields}}


def chosen_fields(at: Situation, values: Values) -> list[Field]:
    """Give the columns to encode: those named, or all of text or of true and false."""
    names = values["columns"]
    fields = chosen(at, names, _USUAL if names is None else EVERYTHING)
    fields = [each for each in fields if each.name != values["target"]]
    require_some(fields, _USUAL)
    return fields


def text_of(fields: Fields, field: Field) -> str:
    """Give the SQL of a column's value as the text that names its category."""
    return f"({value_of(fields, field)})::varchar"


def lookup(text: str, categories: Sequence[str], values: Sequence[str], other: str) -> str:
    """Give the SQL that finds, for a text, the value of its category.

    ``values`` and ``other`` are SQL; a missing text finds null. One look-up costs the same for
    however many categories.
    """
    if not categories:
        return f"case when {text} is not null then {other} end"
    found = pick(code_of(text, categories), values)
    if other == "null":
        return found
    return f"case when {text} is not null then coalesce({found}, {other}) end"


def code_of(text: str, categories: Sequence[str]) -> str:
    """Give the SQL of the place of a text among categories; null where it is none of them."""
    names = ", ".join(quoted(each) for each in categories)
    return f"enum_code(try_cast({text} as enum({names})))"


def pick(code: str, values: Sequence[str]) -> str:
    """Give the SQL of the value at a place."""
    return f"[{', '.join(values)}][{code} + 1]"


def plan(at: Situation, values: Values, state: State) -> Plan:
    """Write each column's categories as numbers."""
    if values["method"] == "ordinal":
        if len(set(values["order"])) < max(2, len(values["order"])):
            raise StepError(
                "Give the categories from lowest to highest, each once, two at least.",
                parameter="order",
            )
        learned: dict[str, Any] = {
            each.name: {"categories": values["order"], "shares": None}
            for each in chosen_fields(at, values)
        }
    else:
        learned = state["columns"]
    names = [each.name for each in at.fields]
    outputs: list[Output] = []
    for each in at.kept():
        if each.name not in learned or values["keep"]:
            outputs.append(each)
        if each.name not in learned:
            continue
        if not values["keep"]:
            names.remove(each.name)
        field = at.fields.get(each.name, "columns")
        for made in _encode(at.fields, field, learned[each.name], values):
            name = new_name(made.name, names)
            names.append(name)
            outputs.append(Output(name, made.storage, made.sql))
    missing = [name for name in learned if name not in at.fields]
    if missing:
        at.fields.place(missing[0], "columns")
    return Plan(outputs)


def notes(look: Look, values: Values, state: State) -> Iterator[str]:
    """Say how many categories each column has, and how many rows have one of its others."""
    for name, learned in state.get("columns", {}).items():
        kept = counted(len(learned["categories"]), "category", "categories")
        rest = learned["others"]
        more = f", {counted(rest, 'rarer one')} together" if rest else ""
        yield f"{name!r}: {kept}{more}."


def _learn(look: Look, field: Field, limit: int) -> dict[str, Any]:
    text = text_of(look.at.fields, field)
    found = look.read(
        f"{text} as value",
        "count(*) as times",
        tail=f"where value is not null group by value order by times desc, value limit {limit}",
    )
    total, distinct = look.ask(f"count({text})", f"count(distinct {text})")
    return {
        "categories": [value for value, _ in found],
        "shares": [times / max(total, 1) for _, times in found],
        "others": distinct - len(found),
    }


def _encode(fields: Fields, field: Field, learned: Any, values: Values) -> Iterator[Output]:
    text, categories = text_of(fields, field), learned["categories"]
    method = values["method"]
    if method == "one_hot":
        yield from _one_hot(text, field.name, learned, values)
        return
    if method == "frequency":
        shares = [number(share) for share in learned["shares"]]
        yield Output(
            f"{field.name}_frequency" if values["keep"] else field.name,
            "float64",
            lookup(text, categories, shares, number(0.0)),
        )
        return
    if method == "label":
        categories = sorted(categories)
    codes = [number(place) for place in range(len(categories))]
    yield Output(
        f"{field.name}_code" if values["keep"] else field.name,
        "int64",
        lookup(text, categories, codes, _unknown(values)),
    )


def _one_hot(text: str, name: str, learned: Any, values: Values) -> Iterator[Output]:
    categories = learned["categories"]
    for category in categories[1 if values["drop_first"] else 0 :]:
        yield Output(f"{name}_{category}", "int64", f"coalesce({text} = {quoted(category)}, false)")
    if learned["others"]:
        known = ", ".join(quoted(each) for each in categories)
        yield Output(f"{name}_other", "int64", f"coalesce({text} not in ({known}), false)")


def _unknown(values: Values) -> str:
    if values["unknown"] is None:
        return "null"
    text = values["unknown"].strip()
    if not text.lstrip("+-").isdecimal():
        raise StepError(f"The number must be whole; got {text!r}.", parameter="unknown")
    return number(int(text))
