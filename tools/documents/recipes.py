"""The steps of recipes and the language of expressions: reference pages from their registries."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from armillary.learning.recipe.checking import entry_of
from armillary.learning.recipe.contract import GROUPS, Step
from armillary.learning.recipe.expression.functions import all_families
from armillary.learning.recipe.steps import all_steps
from documents._pages import REFERENCE, page, table


def generate() -> Iterator[tuple[Path, str]]:
    """Give both pages."""
    parts = [_ABOUT_STEPS]
    for group in GROUPS:
        for step in all_steps().values():
            if step.about.group == group:
                parts += list(_describe(step))
    yield REFERENCE / "steps.md", page("Steps of recipes", *parts)
    yield REFERENCE / "expressions.md", page("Expressions", _ABOUT_EXPRESSIONS, *_functions())


def _describe(step: Step) -> Iterator[str]:
    entry = entry_of(step)
    effect = step.effect(entry.defaults())
    yield f"## {step.about.name}"
    yield step.about.description
    facts = [f"`{step.id}`", step.about.group, _ROWS[effect.rows]]
    facts.append("learns from the rows" if effect.learns else "learns nothing")
    yield f"{' · '.join(facts)} (with the defaults)"
    rows = [
        (f"`{name}`", f"`{json.dumps(spec['default'])}`", _range(spec), _effect(spec))
        for name, spec in entry.properties.items()
    ]
    yield table(("parameter", "default", "range", "effect"), rows)


def _range(spec: Mapping[str, Any]) -> str:
    control = spec.get("x-control")
    if "enum" in spec:
        return ", ".join(f"`{option}`" for option in spec["enum"])
    if control == "records":
        fields = ", ".join(f"`{name}`" for name in spec["items"]["properties"])
        return f"list of records of {fields}"
    if control is not None:
        return _CONTROLS[control]
    low = spec.get("minimum", spec.get("exclusiveMinimum"))
    if low is None:
        return "yes or no"
    high = spec.get("maximum", spec.get("exclusiveMaximum"))
    opening = "(" if "exclusiveMinimum" in spec else "["
    return f"{opening}{low}, {high}{')' if 'exclusiveMaximum' in spec else ']'}"


def _effect(spec: Mapping[str, Any]) -> str:
    null_means = spec.get("x-null-means")
    return f"{spec['description']}{f' (null: {null_means})' if null_means else ''}"


def _functions() -> Iterator[str]:
    for family in all_families():
        yield f"### {family.name}"
        rows = [
            (
                f"`{function.signature()}`",
                function.description,
                f"`{function.example}`",
                function.result,
            )
            for function in family.functions
        ]
        yield table(("function", "gives", "example", "result"), rows)


_CONTROLS = {
    "text": "a text",
    "expression": "an [expression](expressions.md)",
    "dataset": "the id of a dataset",
    "column": "a column",
    "columns": "list of columns",
    "texts": "list of texts",
}
_ROWS = {
    "each": "each row by itself",
    "neighbours": "looks at other rows",
    "fewer": "leaves out or orders rows",
    "other": "makes other rows",
}
_ABOUT_STEPS = """[The guide](../guide/prepare.md) says how recipes are put together. A step is
`{"type": …, "params": {…}}`; what is left out of the parameters has its default. Numbers that are
NaN or infinite count as missing in every step."""
_ABOUT_EXPRESSIONS = """What the steps *filter* and *derive* take.

## Writing them

| written | means |
|---|---|
| `[price]`, `` `price` ``, `price` | the column; in brackets any name can be written, `]` as `]]` |
| `12`, `.5`, `1e3` | numbers |
| `'Rome'`, `"Rome"` | texts; the quote itself is written twice |
| `true`, `false`, `missing` | constants |
| `or`, `and`, `not` | from loosest to tightest, then |
| `=` `!=` `<` `<=` `>` `>=`, `in (…)`, `not in (…)`, `is missing`, `is not missing` | comparisons |
| `+` `-`, `&` | sums, joined texts |
| `*` `/` `%` | products; `%` has the sign of its right side |
| `-x`, `x ^ y` | signs, powers: `-2 ^ 2` is -4 |

Types are checked before anything runs: whole numbers are numbers, dates are dates with time, and
nothing else stands for anything else; `number()`, `text()` and `date()` turn one into another. `/`
and `^` give numbers with fractions, `+` `-` `*` `%` of whole numbers give whole numbers.

## Missing values

What is computed of a missing value is missing, save where a function says otherwise. `and` and `or`
give what they can tell without it: `false and missing` is false. Nothing is equal to missing: write
`is missing`. A condition that is missing is not true, so *filter* does not keep the row and `if`
takes the other value.

Numbers that are NaN or infinite count as missing, and so does a result that no number holds: a
division by zero, the root of a negative number, a whole number beyond 64 bits.

## Functions"""
