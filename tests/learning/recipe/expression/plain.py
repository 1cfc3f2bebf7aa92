"""The meaning of expressions once more, row by row in plain Python, for the SQL to agree with."""

import datetime
import math
import operator
from typing import Any

from armillary.learning.recipe.expression import nodes

Row = dict[str, Any]
_COMPARED = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def meaning(node: nodes.Node, row: Row) -> Any:
    """Give the value of an expression in one row; None where it is missing."""
    match node:
        case nodes.Constant():
            return node.value
        case nodes.ColumnRef():
            value = row[node.name]
            return None if isinstance(value, float) and not math.isfinite(value) else value
        case nodes.Negation():
            return _negated(node, meaning(node.of, row))
        case nodes.IsMissing():
            return (meaning(node.of, row) is None) != node.is_negated
        case nodes.Membership():
            return _member(node, row)
        case nodes.Operation():
            return _operation(node.sign, meaning(node.left, row), meaning(node.right, row))
        case nodes.Call():
            return _call(node.name, [meaning(value, row) for value in node.values])
    raise AssertionError(node)


def _negated(node: nodes.Negation, value: Any) -> Any:
    if value is None:
        return None
    return not value if node.sign == "not" else _held(-value)


def _member(node: nodes.Membership, row: Row) -> Any:
    value = meaning(node.of, row)
    items = [meaning(item, row) for item in node.items]
    if value is None:
        return None
    if value in [item for item in items if item is not None]:
        return not node.is_negated
    return None if None in items else node.is_negated


def _operation(sign: str, left: Any, right: Any) -> Any:
    if sign == "and":
        return False if left is False or right is False else _both(left, right, True)
    if sign == "or":
        return True if left is True or right is True else _both(left, right, False)
    if left is None or right is None:
        return None
    return _of_two(sign, left, right)


def _of_two(sign: str, left: Any, right: Any) -> Any:
    if sign in _COMPARED:
        return _COMPARED[sign](left, right)
    try:
        match sign:
            case "+" | "&":
                return _held(left + right)
            case "-":
                return _held(left - right)
            case "*":
                return _held(left * right)
            case "/":
                return _held(float(left) / float(right))
            case "%":
                return _held(left % right)
            case "^":
                power = float(left) ** float(right)
                return None if isinstance(power, complex) else _held(power)
    except (ZeroDivisionError, OverflowError):
        return None
    raise AssertionError(sign)


def _both(left: Any, right: Any, value: bool) -> Any:
    return None if left is None or right is None else value


def _held(value: Any) -> Any:
    """Make missing what no number of 64 bits holds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else None
    return value if math.isfinite(value) else None


def _half_away(value: float) -> int | None:
    return None if abs(value) >= 2**63 else int(math.copysign(math.floor(abs(value) + 0.5), value))


def _call(name: str, values: list[Any]) -> Any:
    if name == "if":
        return values[1] if values[0] is True else (values[2] if values[2:] else None)
    if name == "coalesce":
        return next((value for value in values if value is not None), None)
    if name == "is_missing":
        return values[0] is None
    if name in ("least", "greatest"):
        known = [value for value in values if value is not None]
        return (min if name == "least" else max)(known) if known else None
    if any(value is None for value in values):
        return None
    return _FUNCTIONS[name](*values)


def _root(value: float) -> Any:
    return math.sqrt(value) if value >= 0 else None


def _log(value: float) -> Any:
    return math.log(value) if value > 0 else None


def _part(text: str, separator: str, place: int) -> Any:
    parts = text.split(separator) if separator else []
    return parts[place - 1] if 1 <= place <= len(parts) else None


def _substring(text: str, start: int, count: int) -> str:
    begin = max(start, 1) - 1
    return text[begin : begin + max(count, 0)]


_FUNCTIONS: dict[str, Any] = {
    "abs": lambda x: _held(abs(x)),
    "round": lambda x: x if isinstance(x, int) else _half_away(x),
    "floor": lambda x: _held(math.floor(x)),
    "ceil": lambda x: _held(math.ceil(x)),
    "sign": lambda x: (x > 0) - (x < 0),
    "sqrt": _root,
    "ln": _log,
    "lower": str.lower,
    "upper": str.upper,
    "trim": lambda text: text.strip(" \t\r\n"),
    "length": len,
    "contains": lambda text, part: part in text,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "position": lambda text, part: text.find(part) + 1,
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "substring": _substring,
    "left": lambda text, count: text[: max(count, 0)],
    "right": lambda text, count: text[-count:] if count > 0 else "",
    "part": _part,
    "date": datetime.date.fromisoformat,
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "weekday": lambda day: day.isoweekday(),
    "day_of_year": lambda day: day.timetuple().tm_yday,
    "days_between": lambda one, other: float((other - one).days),
    "add_days": lambda day, count: _later(day, count),
}


def _later(day: datetime.date, count: int) -> Any:
    try:
        return day + datetime.timedelta(days=count)
    except OverflowError:
        return None
