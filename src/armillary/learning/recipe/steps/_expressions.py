"""Expressions as parameters of steps."""

from collections.abc import Sequence

from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.expression import Compiled, ExpressionError, compile_expression
from armillary.learning.recipe.expression.types import Type
from armillary.learning.recipe.fields import Fields


def compiled(
    text: str, fields: Fields, parameter: str, wanted: Sequence[Type] | None = None
) -> Compiled:
    """Compile an expression; raises `StepError` saying at which characters it is wrong."""
    try:
        return compile_expression(text, fields, wanted=wanted)
    except ExpressionError as error:
        raise StepError(
            str(error),
            code="invalid_expression",
            parameter=parameter,
            span=(error.start, error.end),
            details=error.details,
        ) from error
