"""The steps there are, as forms need them."""

from __future__ import annotations

from functools import cache
from typing import Any

from armillary.learning.recipe.checking import entry_of
from armillary.learning.recipe.contract import GROUPS, Step
from armillary.learning.recipe.expression.functions import all_families
from armillary.learning.recipe.steps import all_steps


@cache
def describe_steps() -> dict[str, Any]:
    """Describe every step by its group, and every function that expressions know."""
    return {
        "groups": list(GROUPS),
        "steps": [_describe(step) for step in all_steps().values()],
        "functions": [
            {
                "name": function.name,
                "family": family.name,
                "signature": function.signature(),
                "description": function.description,
                "example": function.example,
                "result": function.result,
            }
            for family in all_families()
            for function in family.functions
        ],
    }


def _describe(step: Step) -> dict[str, Any]:
    usual = entry_of(step).defaults()
    effect = step.effect(usual)
    return {
        "id": step.id,
        "name": step.about.name,
        "group": step.about.group,
        "description": step.about.description,
        "schema": step.params.schema(),
        "learns": effect.learns,
        "rows": effect.rows,
    }
