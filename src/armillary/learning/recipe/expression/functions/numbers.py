"""Computing with numbers."""

from collections.abc import Sequence

from armillary.learning.recipe.expression.functions import Family, Function, Parameter
from armillary.learning.recipe.expression.types import NUMBERS, Type, widest

_X = (Parameter("x", NUMBERS),)
_NUMBER_TEXT = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"


def _same(types: Sequence[Type]) -> Type | None:
    return widest(types[:1])


def _real(name: str, sql: str, description: str, example: str, result: str) -> Function:
    return Function(name, _X, "number", f"{sql}(({{0}})::double)", description, example, result)


def _rounded(sql: str) -> str:
    return f"try_cast({sql} as bigint)"


def _round(types: Sequence[Type]) -> str:
    if types[1:]:
        digits = "case when {1} > 300 then 300 when {1} < -300 then -300 else {1} end"
        return f"round(({{0}})::double, ({digits})::int)"
    return "{0}" if types[0] == "integer" else _rounded("round({0})")


def _to_number(types: Sequence[Type]) -> str:
    if types[0] == "text":
        text = "trim({0}, E' \\t\\r\\n')"
        return (
            f"case when regexp_full_match({text}, '{_NUMBER_TEXT.replace('{', '{{')}') "
            f"then try_cast({text} as double) end"
        )
    return "({0})::int::double" if types[0] == "truth" else "({0})::double"


family = Family(
    "numbers",
    "Numbers",
    (
        Function(
            "abs",
            _X,
            _same,
            lambda types: (
                "try_cast(abs(({0})::hugeint) as bigint)" if types[0] == "integer" else "abs({0})"
            ),
            "The size of a number without its sign.",
            "abs(-3)",
            "3",
        ),
        Function(
            "round",
            (*_X, Parameter("digits", ("integer",))),
            lambda types: "number" if types[1:] else "integer",
            _round,
            "The nearest whole number, or with this many digits behind the point; halves go away "
            "from zero.",
            "round(2.567, 1)",
            "2.6",
            optional=1,
        ),
        Function(
            "floor",
            _X,
            "integer",
            lambda types: "{0}" if types[0] == "integer" else _rounded("floor({0})"),
            "The next whole number below.",
            "floor(-1.5)",
            "-2",
        ),
        Function(
            "ceil",
            _X,
            "integer",
            lambda types: "{0}" if types[0] == "integer" else _rounded("ceil({0})"),
            "The next whole number above.",
            "ceil(1.2)",
            "2",
        ),
        Function(
            "sign",
            _X,
            "integer",
            "sign({0})::bigint",
            "-1, 0 or 1.",
            "sign(-7)",
            "-1",
        ),
        _real("sqrt", "sqrt", "The square root; missing for negative numbers.", "sqrt(9)", "3.0"),
        _real("exp", "exp", "e to the power of a number.", "exp(0)", "1.0"),
        _real("ln", "ln", "The natural logarithm; missing below and at zero.", "ln(1)", "0.0"),
        _real("log10", "log10", "The logarithm to base 10.", "log10(1000)", "3.0"),
        _real("log2", "log2", "The logarithm to base 2.", "log2(8)", "3.0"),
        _real("sin", "sin", "The sine of an angle in radians.", "sin(0)", "0.0"),
        _real("cos", "cos", "The cosine of an angle in radians.", "cos(0)", "1.0"),
        _real("tan", "tan", "The tangent of an angle in radians.", "tan(0)", "0.0"),
        Function(
            "least",
            (Parameter("x", NUMBERS), Parameter("y", NUMBERS)),
            lambda types: widest(types),
            "least({all})",
            "The smallest of the numbers that are not missing.",
            "least(3, 1, missing)",
            "1",
            is_open=True,
        ),
        Function(
            "greatest",
            (Parameter("x", NUMBERS), Parameter("y", NUMBERS)),
            lambda types: widest(types),
            "greatest({all})",
            "The largest of the numbers that are not missing.",
            "greatest(3, 1, missing)",
            "3",
            is_open=True,
        ),
        Function(
            "clip",
            (*_X, Parameter("low", NUMBERS), Parameter("high", NUMBERS)),
            lambda types: widest(types),
            "case when {0} is not null then least(greatest({0}, {1}), {2}) end",
            "The number, brought to the nearer end where it is outside; a missing end is none.",
            "clip([age], 0, 120)",
            "120 for 200",
        ),
        Function(
            "number",
            (Parameter("value", ("number", "integer", "text", "truth")),),
            "number",
            _to_number,
            "The number that a text or a truth stands for; missing where it is none.",
            "number('1.5')",
            "1.5",
        ),
        Function(
            "integer",
            (Parameter("value", ("number", "integer", "text", "truth")),),
            "integer",
            lambda types: (
                f"try_cast({_to_number(types)} as bigint)" if types[0] != "integer" else "{0}"
            ),
            "The same as a whole number, rounded.",
            "integer('12')",
            "12",
        ),
    ),
)
