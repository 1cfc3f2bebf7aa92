"""SQL of a recipe's steps as a part of the graph: each value with a mask of where it is null."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.problems import NotExportable

Kind = Literal["number", "flag", "text", "moment"]
_ARITHMETIC = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}
_COMPARED = {
    "COMPARE_EQUAL": "Equal",
    "COMPARE_GREATERTHAN": "Greater",
    "COMPARE_LESSTHAN": "Less",
    "COMPARE_GREATERTHANOREQUALTO": "GreaterOrEqual",
    "COMPARE_LESSTHANOREQUALTO": "LessOrEqual",
}
_OF_ONE = {"abs": "Abs", "ln": "Log", "exp": "Exp", "sqrt": "Sqrt", "floor": "Floor",
           "ceil": "Ceil", "sin": "Sin", "cos": "Cos"}  # fmt: skip
_POWERS = ("**", "^", "pow", "power")
_FUNCTIONS = frozenset(
    {*_ARITHMETIC, *_OF_ONE, *_POWERS, "isfinite", "isnan", "isinf", "least", "greatest"}
)
_NUMBERS = frozenset({"double", "bigint", "hugeint", "integer", "float"})
_WHOLE = frozenset({"bigint", "hugeint", "integer"})


@dataclass(frozen=True)
class Value:
    """A column of the graph (n_rows, 1): its kind, where it lies, and where it is null, if ever."""

    kind: Kind
    name: str
    null: str | None = None


def parse(sql: str) -> Mapping[str, Any]:
    """Give an expression as the engine reads it; raises `NotExportable` for what it cannot."""
    import duckdb

    with duckdb.connect() as engine:
        # It is only read, never run.
        query = f"select {sql} from t"  # noqa: S608  # the SQL is that of our own steps
        row = engine.execute("select json_serialize_sql(?)", [query]).fetchone()
    described: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if described["error"]:
        raise NotExportable("A step of its recipe is not written as ONNX.")
    found: Mapping[str, Any] = described["statements"][0]["node"]["select_list"][0]
    return found


class Values:
    """Adds expressions over named values to a graph."""

    def __init__(self, building: Building, known: Mapping[str, Value]) -> None:
        self._building, self._known = building, dict(known)

    def learn(self, name: str, value: Value) -> None:
        """Know one more value by its name."""
        self._known[name] = value

    def add(self, part: Mapping[str, Any]) -> Value:
        """Add an expression; raises `NotExportable` naming what has no counterpart."""
        adders: Mapping[str, Callable[[Mapping[str, Any]], Value]] = {
            "COLUMN_REF": self._column,
            "CONSTANT": self._constant,
            "CASE": self._case,
            "CAST": self._cast,
            "COMPARISON": self._comparison,
            "CONJUNCTION": self._conjunction,
            "OPERATOR": self._operator,
            "FUNCTION": self._function,
        }
        found = adders.get(str(part["class"]))
        if found is None:
            raise _unknown(str(part["class"]).lower())
        return found(part)

    def number_of(self, value: Value) -> Value:
        """Give a flag as 0 and 1; a number as it is."""
        if value.kind == "flag":
            return Value("number", self._building.cast(value.name, "float64"), value.null)
        if value.kind != "number":
            raise _unknown(f"a {value.kind} as a number")
        return value

    def _column(self, part: Mapping[str, Any]) -> Value:
        name = str(part["column_names"][-1])
        if name not in self._known:
            raise _unknown(name)
        return self._known[name]

    def _constant(self, part: Mapping[str, Any]) -> Value:
        literal = part["literal"]
        kind, text = literal["kind"], literal.get("text")
        if kind == "STRING":
            return Value("text", self._building.constant([[str(text)]]))
        if kind in ("NUMERIC", "INTEGER", "DECIMAL", "DOUBLE"):
            return Value("number", self._building.constant([[float(text)]]))
        if kind == "BOOLEAN":
            return Value("flag", self._flag(str(text).lower() == "true"))
        raise _unknown(f"the value {kind.lower()}")

    def _flag(self, is_true: bool) -> str:
        import numpy as np

        return self._building.constant(np.array([[is_true]]))

    def _case(self, part: Mapping[str, Any]) -> Value:
        otherwise = part.get("else_expr")
        result = None if otherwise is None or _is_null(otherwise) else self.add(otherwise)
        for check in reversed(part["case_checks"]):
            when = self._holds(self.add(check["when_expr"]))
            result = self._either(when, check["then_expr"], result)
        if result is None:
            raise _unknown("a case without a value")
        return result

    def _either(self, when: str, part: Mapping[str, Any], other: Value | None) -> Value:
        """Give one value where something holds, and else the other, or null."""
        then = None if _is_null(part) else self.add(part)
        if then is None and other is None:
            raise _unknown("a case without a value")
        if then is None:
            return self._nulled(other, when)  # type: ignore[arg-type]  # one of both is there
        if other is None:
            return self._nulled(then, self._building.add("Not", when))
        if then.kind != other.kind:
            then, other = self.number_of(then), self.number_of(other)
        choose = self._chosen if then.kind == "flag" else self._where
        name = choose(when, then.name, other.name)
        null = None
        if then.null or other.null:
            nulls = [value.null or self._flag(False) for value in (then, other)]
            null = self._chosen(when, *nulls)
        return Value(then.kind, name, null)

    def _where(self, when: str, then: str, other: str) -> str:
        return self._building.add("Where", when, then, other)

    def _chosen(self, when: str, then: str, other: str) -> str:
        """Choose between truths, for which runtimes have no operation of their own."""
        first = self._building.add("And", when, then)
        second = self._building.add("And", self._building.add("Not", when), other)
        return self._building.add("Or", first, second)

    def _nulled(self, value: Value, where: str) -> Value:
        null = where if value.null is None else self._building.add("Or", value.null, where)
        return Value(value.kind, value.name, null)

    def _holds(self, flag: Value) -> str:
        """Give where a flag is true: null is not."""
        if flag.kind != "flag":
            raise _unknown(f"a {flag.kind} as a condition")
        if flag.null is None:
            return flag.name
        return self._building.add("And", flag.name, self._building.add("Not", flag.null))

    def _cast(self, part: Mapping[str, Any]) -> Value:
        wanted = str(part["type_expr"]["type_name"]).lower()
        child = part["child"]
        if child["class"] == "CONSTANT" and wanted in _NUMBERS:
            return Value("number", self._building.constant([[float(child["literal"]["text"])]]))
        value = self.add(child)
        if wanted in _NUMBERS:
            is_flag = value.kind == "flag"
            number = self.number_of(value)
            if wanted in _WHOLE and not is_flag:
                return Value("number", self._building.add("Round", number.name), number.null)
            return number
        if wanted == "varchar" and value.kind == "text":
            return value
        if wanted == "boolean" and value.kind == "flag":
            return value
        raise _unknown(f"a {value.kind} as {wanted}")

    def _comparison(self, part: Mapping[str, Any]) -> Value:
        one, other = self.add(part["left"]), self.add(part["right"])
        null = self._any_null(one, other)
        kind = str(part["type"])
        if one.kind != other.kind:
            one, other = self.number_of(one), self.number_of(other)
        if kind == "COMPARE_NOTEQUAL":
            same = self._building.add("Equal", one.name, other.name)
            return Value("flag", self._building.add("Not", same), null)
        if kind not in _COMPARED or (one.kind != "number" and kind != "COMPARE_EQUAL"):
            raise _unknown(kind.lower().replace("_", " "))
        return Value("flag", self._building.add(_COMPARED[kind], one.name, other.name), null)

    def _conjunction(self, part: Mapping[str, Any]) -> Value:
        """Add and, or: with null they are not just true or false, but here only true counts."""
        kind = "And" if part["type"] == "CONJUNCTION_AND" else "Or"
        held = [self._holds(self.add(child)) for child in part["children"]]
        result = held[0]
        for one in held[1:]:
            result = self._building.add(kind, result, one)
        return Value("flag", result)

    def _operator(self, part: Mapping[str, Any]) -> Value:
        kind, children = str(part["type"]), part["children"]
        if kind == "OPERATOR_COALESCE":
            result = self.add(children[-1])
            for child in reversed(children[:-1]):
                value = self.add(child)
                known = self._building.add("Not", value.null) if value.null else self._flag(True)
                result = self._either(known, child, result)
            return result
        value = self.add(children[0])
        if kind in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"):
            null = value.null or self._nowhere(value)
            is_null = kind == "OPERATOR_IS_NULL"
            return Value("flag", null if is_null else self._building.add("Not", null))
        if kind == "OPERATOR_NOT" and value.kind == "flag":
            return Value("flag", self._building.add("Not", value.name), value.null)
        raise _unknown(kind.removeprefix("OPERATOR_").lower())

    def _nowhere(self, value: Value) -> str:
        """Give false for every row."""
        same = self._building.add("Equal", value.name, value.name)
        return self._building.add("And", same, self._flag(False))

    def _function(self, part: Mapping[str, Any]) -> Value:
        name = str(part["function_name"])
        if name not in _FUNCTIONS:
            raise _unknown(f"the function {name}")
        given = [self.add(one["expression"]) for one in part["arguments"]]
        if name in ("isfinite", "isnan", "isinf") and given[0].kind == "number":
            return self._finite(name, given[0])
        if name in ("least", "greatest"):
            return self._extreme("Min" if name == "least" else "Max", given)
        numbers = [self.number_of(one) for one in given]
        null = self._any_null(*numbers)
        names = [one.name for one in numbers]
        if name == "-" and len(names) == 1:
            return Value("number", self._building.add("Neg", *names), null)
        if name in _ARITHMETIC and len(names) == 2:
            return Value("number", self._building.add(_ARITHMETIC[name], *names), null)
        if name in _POWERS and len(names) == 2:
            return Value("number", self._building.add("Pow", *names), null)
        if name in _OF_ONE and len(names) == 1:
            return Value("number", self._building.add(_OF_ONE[name], *names), null)
        raise _unknown(f"the function {name}")

    def _finite(self, name: str, value: Value) -> Value:
        is_nan = self._building.add("IsNaN", value.name)
        size = self._building.add("Abs", value.name)
        largest = self._building.constant([[1.7976931348623157e308]])
        is_inf = self._building.add("Greater", size, largest)
        if name == "isnan":
            return Value("flag", is_nan, value.null)
        if name == "isinf":
            return Value("flag", is_inf, value.null)
        neither = self._building.add("Not", self._building.add("Or", is_nan, is_inf))
        return Value("flag", neither, value.null)

    def _extreme(self, kind: str, given: list[Value]) -> Value:
        """Add the least or greatest of some numbers; where the first is null, so is it."""
        if any(one.null for one in given[1:]):
            raise _unknown("the least of columns with gaps")
        numbers = [self.number_of(one).name for one in given]
        return Value("number", self._building.add(kind, *numbers), given[0].null)

    def _any_null(self, *values: Value) -> str | None:
        nulls = [value.null for value in values if value.null]
        result = nulls[0] if nulls else None
        for null in nulls[1:]:
            result = self._building.add("Or", str(result), null)
        return result


def _is_null(part: Mapping[str, Any]) -> bool:
    return part["class"] == "CONSTANT" and str(part["literal"]["kind"]).startswith("NULL")


def _unknown(what: str) -> NotExportable:
    return NotExportable(
        f"A step of its recipe asks for {what[:80]}, which is not written as ONNX; filling gaps, "
        "scaling, one-hot columns, bounds and plain arithmetic are."
    )
