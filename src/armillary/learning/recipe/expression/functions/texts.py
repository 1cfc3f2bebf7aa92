"""Reading and writing texts."""

from collections.abc import Sequence

from armillary.learning.recipe.expression.functions import Family, Function, Parameter
from armillary.learning.recipe.expression.types import ANY, Type

_T = (Parameter("text", ("text",)),)
_PART = (*_T, Parameter("part", ("text",)))
_COUNT = (*_T, Parameter("count", ("integer",)))
_PATTERN = Parameter("pattern", ("text",), is_fixed=True)


def _within(value: str, low: int) -> str:
    """Bring a count to what the engine takes; least and greatest would make a gap a number."""
    high = 1_000_000_000
    ends = f"when {value} < {low} then {low} when {value} > {high} then {high}"
    return f"(case {ends} else {value} end)::int"


def _to_text(types: Sequence[Type]) -> str:
    return "{0}" if types[0] == "text" else "({0})::varchar"


family = Family(
    "texts",
    "Texts",
    (
        Function("lower", _T, "text", "lower({0})", "All letters small.", "lower('Ab')", "'ab'"),
        Function("upper", _T, "text", "upper({0})", "All letters large.", "upper('Ab')", "'AB'"),
        Function(
            "trim",
            _T,
            "text",
            "trim({0}, E' \\t\\r\\n')",
            "Without blanks, tabs and line breaks at both ends.",
            "trim(' a ')",
            "'a'",
        ),
        Function(
            "length", _T, "integer", "length({0})", "The number of characters.", "length('né')", "2"
        ),
        Function(
            "contains",
            _PART,
            "truth",
            "contains({0}, {1})",
            "Whether a text holds another one; small and large letters differ.",
            "contains('banana', 'nan')",
            "true",
        ),
        Function(
            "starts_with",
            _PART,
            "truth",
            "starts_with({0}, {1})",
            "Whether a text begins with another one.",
            "starts_with('banana', 'ban')",
            "true",
        ),
        Function(
            "ends_with",
            _PART,
            "truth",
            "ends_with({0}, {1})",
            "Whether a text ends with another one.",
            "ends_with('banana', 'ana')",
            "true",
        ),
        Function(
            "position",
            _PART,
            "integer",
            "strpos({0}, {1})",
            "Where a text first stands in another one, counted from 1; 0 where it does not.",
            "position('banana', 'nan')",
            "3",
        ),
        Function(
            "replace",
            (*_T, Parameter("old", ("text",)), Parameter("new", ("text",))),
            "text",
            "case when {1} <> '' then replace({0}, {1}, {2}) "
            "when {1} = '' and {2} is not null then {0} end",
            "With every old part written as the new one.",
            "replace('a-b', '-', '+')",
            "'a+b'",
        ),
        Function(
            "substring",
            (*_T, Parameter("start", ("integer",)), Parameter("count", ("integer",))),
            "text",
            f"substring({{0}}, {_within('{1}', 1)}, {_within('{2}', 0)})",
            "A number of characters from a place on, counted from 1.",
            "substring('banana', 2, 3)",
            "'ana'",
        ),
        Function(
            "left",
            _COUNT,
            "text",
            f"left({{0}}, {_within('{1}', 0)})",
            "The first characters.",
            "left('banana', 3)",
            "'ban'",
        ),
        Function(
            "right",
            _COUNT,
            "text",
            f"right({{0}}, {_within('{1}', 0)})",
            "The last characters.",
            "right('banana', 2)",
            "'na'",
        ),
        Function(
            "part",
            (*_T, Parameter("separator", ("text",)), Parameter("place", ("integer",))),
            "text",
            "case when {1} <> '' and {2} between 1 and 1000000 "
            "then string_split({0}, {1})[{2}] end",
            "One of the parts between separators, counted from 1; missing where there are fewer.",
            "part('a/b/c', '/', 2)",
            "'b'",
        ),
        Function(
            "matches",
            (*_T, _PATTERN),
            "truth",
            "regexp_matches({0}, {1})",
            "Whether a regular expression (RE2) is found in a text.",
            "matches('ab12', '[0-9]+')",
            "true",
        ),
        Function(
            "extract",
            (*_T, _PATTERN),
            "text",
            "case when regexp_matches({0}, {1}) then regexp_extract({0}, {1}) end",
            "What a regular expression (RE2) finds first; missing where it finds nothing.",
            "extract('ab12', '[0-9]+')",
            "'12'",
        ),
        Function(
            "text",
            (Parameter("value", ANY),),
            "text",
            _to_text,
            "A value written as text; dates as year-month-day.",
            "text(12)",
            "'12'",
        ),
    ),
)
