"""Whether a function can be called with some values."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from armillary.learning.recipe.expression.errors import ExpressionError
from armillary.learning.recipe.expression.functions import Function, Parameter, all_functions
from armillary.learning.recipe.expression.nodes import Call, Node
from armillary.learning.recipe.expression.types import Type, fits, named


def unknown_function(node: Call) -> ExpressionError:
    """Say that there is no such function, and which is nearest."""
    near = difflib.get_close_matches(node.name, all_functions(), n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else "The reference lists those there are."
    return ExpressionError(f"There is no function {node.name!r}. {hint}", node.start, node.name_end)


def check_call(node: Call, function: Function, types: Sequence[Type], fixed: Sequence[Any]) -> None:
    """Raise `ExpressionError` where number or types of the values do not fit."""
    most = len(function.parameters)
    least = most - function.optional
    if len(types) < least or (len(types) > most and not function.is_open):
        wanted = f"{least} or more" if function.is_open else _count(least, most)
        raise ExpressionError(
            f"{function.signature()} takes {wanted}; got {len(types)}.", node.start, node.end
        )
    for place, value in enumerate(node.values):
        parameter = function.parameters[min(place, most - 1)]
        _check_value(function, parameter, value, types[place], fixed[place])


def _check_value(
    function: Function, parameter: Parameter, node: Node, kind: Type, fixed: Any
) -> None:
    if not fits(kind, parameter.types):
        raise ExpressionError(
            f"{parameter.name} of {function.signature()} must be {named(parameter.types)}; this is "
            f"{named([kind])}.",
            node.start,
            node.end,
        )
    if parameter.words and fixed not in parameter.words:
        raise ExpressionError(
            f"{parameter.name} must be one of {', '.join(map(repr, parameter.words))}.",
            node.start,
            node.end,
        )
    if parameter.is_fixed and not isinstance(fixed, str):
        raise ExpressionError(
            f"{parameter.name} of {function.name} must be written out as a text in quotes.",
            node.start,
            node.end,
        )


def _count(least: int, most: int) -> str:
    if least == most:
        return f"{most} value{'' if most == 1 else 's'}"
    return f"{least} or {most} values"
