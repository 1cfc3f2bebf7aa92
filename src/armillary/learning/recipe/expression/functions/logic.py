"""Choosing between values, and missing ones."""

from armillary.learning.recipe.expression.functions import Family, Function, Parameter
from armillary.learning.recipe.expression.types import ANY, widest

family = Family(
    "logic",
    "Choosing",
    (
        Function(
            "if",
            (
                Parameter("condition", ("truth",)),
                Parameter("then", ANY),
                Parameter("otherwise", ANY),
            ),
            lambda types: widest(types[1:]),
            lambda types: "case when {0} then {1} " + ("else {2} end" if types[2:] else "end"),
            "The second value where the condition is true, else the third; without a third it is "
            "missing. A missing condition is not true.",
            "if([age] >= 18, 'adult', 'child')",
            "'adult' for 20",
            optional=1,
        ),
        Function(
            "coalesce",
            (Parameter("value", ANY), Parameter("other", ANY)),
            lambda types: widest(types),
            "coalesce({all})",
            "The first value that is not missing.",
            "coalesce([nickname], [name], 'unknown')",
            "the nickname, where there is one",
            is_open=True,
        ),
        Function(
            "is_missing",
            (Parameter("value", ANY),),
            "truth",
            "({0} is null)",
            "Whether a value is missing; the same as [x] is missing.",
            "is_missing([age])",
            "true where there is no age",
        ),
    ),
)
