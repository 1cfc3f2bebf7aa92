"""A small language for conditions and new columns: read, typed, and written as SQL.

Missing values: whatever is computed of a missing value is missing, save by functions that say
otherwise; ``and`` and ``or`` give what they can tell without it. Numbers that are NaN or infinite
count as missing, and so does a result that no number holds (a division by zero, the root of a
negative number, a whole number beyond 64 bits). A condition that is missing is not true.
"""

from armillary.learning.recipe.expression.compiling import Compiled, compile_expression
from armillary.learning.recipe.expression.errors import ExpressionError

__all__ = ["Compiled", "ExpressionError", "compile_expression"]
