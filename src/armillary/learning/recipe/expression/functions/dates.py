"""Reading dates and computing with them."""

from collections.abc import Sequence

from armillary.learning.recipe.expression.functions import Family, Function, Parameter
from armillary.learning.recipe.expression.types import DATES, Type, widest

_D = (Parameter("date", DATES),)
_UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute")
_FORMAT = Parameter("format", ("text",), is_fixed=True)


def _part(name: str, sql: str, description: str, result: str, of: str = "date") -> Function:
    value = "({0})::timestamp" if of == "datetime" else "{0}"
    example = f"{name}(datetime('2024-12-29 13:45:10'))"
    return Function(name, _D, "integer", f"{sql}({value})", description, example, result)


def _same(types: Sequence[Type]) -> Type | None:
    return widest(types[:1])


def _added(unit: str) -> Function:
    def sql(types: Sequence[Type]) -> str:
        kind = "date" if types[0] == "date" else "timestamp"
        return f"try((({{0}})::timestamp + to_{unit}(try_cast({{1}} as int)))::{kind})"

    return Function(
        f"add_{unit}",
        (*_D, Parameter(unit, ("integer",))),
        _same,
        sql,
        f"The date so many {unit} later, or earlier where the number is negative.",
        f"add_{unit}(date('2024-01-31'), 1)",
        "2024-02-01" if unit == "days" else "2024-02-29",
    )


def _to_date(types: Sequence[Type]) -> str:
    if types[1:]:
        return "try_strptime({0}, {1})::date"
    if types[0] == "text":
        return "coalesce(try_cast({0} as date), try_cast({0} as timestamp)::date)"
    return "({0})::date"


def _to_datetime(types: Sequence[Type]) -> str:
    if types[1:]:
        return "try_strptime({0}, {1})"
    return "try_cast({0} as timestamp)" if types[0] == "text" else "({0})::timestamp"


_SECONDS = "epoch(({1})::timestamp) - epoch(({0})::timestamp)"
family = Family(
    "dates",
    "Dates",
    (
        Function(
            "date",
            (Parameter("value", ("text", "date", "datetime")), _FORMAT),
            "date",
            _to_date,
            "The date that a text stands for, as year-month-day or in a format such as "
            "'%d.%m.%Y'; missing where it is none. Of a date with time, the date.",
            "date('29.02.2024', '%d.%m.%Y')",
            "2024-02-29",
            optional=1,
        ),
        Function(
            "datetime",
            (Parameter("value", ("text", "date", "datetime")), _FORMAT),
            "datetime",
            _to_datetime,
            "The date with time that a text stands for; missing where it is none.",
            "datetime('2024-02-29 12:30:00')",
            "2024-02-29 12:30:00",
            optional=1,
        ),
        _part("year", "year", "The year.", "2024"),
        _part("quarter", "quarter", "The quarter, 1 to 4.", "4"),
        _part("month", "month", "The month, 1 to 12.", "12"),
        _part("week", "weekofyear", "The week of the year (ISO 8601).", "52"),
        _part("day", "day", "The day of the month.", "29"),
        _part("day_of_year", "dayofyear", "The day of the year.", "364"),
        _part("weekday", "isodow", "The day of the week, from Monday as 1.", "7"),
        _part("hour", "hour", "The hour; 0 for a date without time.", "13", "datetime"),
        _part("minute", "minute", "The minute.", "45", "datetime"),
        _part("second", "second", "The whole second.", "10", "datetime"),
        Function(
            "days_between",
            (Parameter("from", DATES), Parameter("to", DATES)),
            "number",
            f"({_SECONDS}) / 86400",
            "How many days one date is behind another; negative where it is before.",
            "days_between(date('2024-02-28'), date('2024-03-01'))",
            "2.0",
        ),
        Function(
            "seconds_between",
            (Parameter("from", DATES), Parameter("to", DATES)),
            "number",
            _SECONDS,
            "How many seconds one date is behind another.",
            "seconds_between(datetime('2024-01-01 00:00:00'), datetime('2024-01-01 00:01:00'))",
            "60.0",
        ),
        _added("days"),
        _added("months"),
        Function(
            "truncate",
            (*_D, Parameter("unit", ("text",), words=_UNITS)),
            _same,
            lambda types: (
                f"date_trunc({{1}}, {{0}})::{'date' if types[0] == 'date' else 'timestamp'}"
            ),
            f"The beginning of the unit that a date is in: {', '.join(_UNITS)}.",
            "truncate(date('2024-05-17'), 'month')",
            "2024-05-01",
        ),
        Function(
            "format",
            (*_D, _FORMAT),
            "text",
            "strftime({0}, {1})",
            "A date written in a format.",
            "format(date('2024-05-17'), '%Y-%m')",
            "'2024-05'",
        ),
    ),
)
