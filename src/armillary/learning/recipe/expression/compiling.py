"""Writing an expression as SQL, its types checked on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from armillary.learning.recipe.expression.calling import check_call, unknown_function
from armillary.learning.recipe.expression.errors import ExpressionError
from armillary.learning.recipe.expression.functions import all_functions
from armillary.learning.recipe.expression.nodes import (
    Call,
    ColumnRef,
    Constant,
    IsMissing,
    Membership,
    Negation,
    Node,
    Operation,
)
from armillary.learning.recipe.expression.parsing import parse
from armillary.learning.recipe.expression.types import (
    NUMBERS,
    OF_STORAGE,
    STORAGES,
    Type,
    fits,
    named,
    widest,
)
from armillary.learning.recipe.fields import Fields, constant, listed, nearest, present
from armillary.learning.storage import Storage, sql_type

_SIMPLE = re.compile(r"[cv]\d+")
_COMPARED: tuple[Type, ...] = ("integer", "number", "text", "date", "datetime")


@dataclass(frozen=True)
class Compiled:
    """An expression as SQL over ``c0`` and on and its own ``lets``.

    ``columns`` are the names of those it reads.
    """

    sql: str
    type: Type
    lets: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]

    @property
    def storage(self) -> Storage:
        """How a column of its values is stored; one that is always missing as a number."""
        return "float64" if self.type == "missing" else STORAGES[self.type]


@dataclass(frozen=True)
class _Value:
    """A part as SQL; ``fixed`` is the constant that it is, where it is written out."""

    sql: str
    type: Type
    node: Node
    fixed: Any = None


def compile_expression(
    text: str, fields: Fields, *, wanted: Sequence[Type] | None = None
) -> Compiled:
    """Read, check and write an expression; raises `ExpressionError` where it makes no sense.

    ``wanted`` are the types that its result may have.
    """
    compiler = _Compiler(fields)
    value = compiler.write(parse(text))
    if wanted is not None and not fits(value.type, wanted):
        raise ExpressionError(
            f"This must give {named(wanted)}; it gives {named([value.type])}.",
            value.node.start,
            value.node.end,
        )
    sql = value.sql if value.type != "missing" else f"null::{sql_type('float64')}"
    return Compiled(sql, value.type, tuple(compiler.lets), tuple(compiler.columns))


class _Compiler:
    """Writes parts as SQL; what is needed twice is named once, in ``lets``."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._names: dict[str, str] = {}
        self.lets: list[tuple[str, str]] = []
        self.columns: dict[str, None] = {}

    def write(self, node: Node) -> _Value:
        """Write a part."""
        match node:
            case Constant():
                return _constant(node)
            case ColumnRef():
                return self._column(node)
            case Negation():
                return self._negation(node)
            case Operation():
                return self._operation(node)
            case Membership():
                return self._membership(node)
            case IsMissing():
                value = self.write(node.of)
                sign = "is not null" if node.is_negated else "is null"
                return _Value(f"({value.sql} {sign})", "truth", node)
            case Call():
                return self._call(node)
        raise TypeError(node)

    def _let(self, sql: str) -> str:
        """Give a short name for SQL, so that writing it twice costs nothing."""
        if _SIMPLE.fullmatch(sql):
            return sql
        if sql not in self._names:
            self._names[sql] = f"v{len(self.lets)}"
            self.lets.append((self._names[sql], sql))
        return self._names[sql]

    def _finite(self, sql: str) -> str:
        """Make missing what no number holds."""
        name = self._let(sql)
        return f"case when isfinite({name}) then {name} end"

    def _column(self, node: ColumnRef) -> _Value:
        if node.name not in self._fields:
            raise _unknown_column(node, self._fields)
        field = self._fields.get(node.name)
        self.columns[node.name] = None
        sql = self._fields.sql(node.name)
        if field.storage == "float64":
            sql = self._let(present(field, sql))
        return _Value(sql, OF_STORAGE[field.storage], node)

    def _negation(self, node: Negation) -> _Value:
        value = self.write(node.of)
        if node.sign == "not":
            _require(value, ["truth"], "not takes")
            return _Value(f"(not {value.sql})", "truth", node)
        _require(value, NUMBERS, "A minus takes")
        if value.type == "integer":
            return _Value(f"try_cast(-({value.sql})::hugeint as bigint)", "integer", node)
        return _Value(f"(-{value.sql})", value.type, node)

    def _operation(self, node: Operation) -> _Value:
        left, right = self.write(node.left), self.write(node.right)
        if node.sign in ("and", "or"):
            for value in (left, right):
                _require(value, ["truth"], f"{node.sign} joins")
            return _Value(f"({left.sql} {node.sign} {right.sql})", "truth", node)
        if node.sign in ("=", "!=", "<", ">", "<=", ">="):
            return self._comparison(node, left, right)
        texts = [each for each in (left, right) if each.type == "text"]
        if node.sign == "&" or (node.sign == "+" and texts):
            for value in (left, right):
                _require(value, ["text"], f"{node.sign} joins texts, and takes")
            return _Value(f"({left.sql} || {right.sql})", "text", node)
        return self._arithmetic(node, left, right)

    def _comparison(self, node: Operation, left: _Value, right: _Value) -> _Value:
        for value in (left, right):
            if value.type == "missing":
                raise ExpressionError(
                    "Nothing is equal to missing, not even itself. Write is missing, or "
                    "is not missing.",
                    node.start,
                    node.end,
                )
        common = widest([left.type, right.type])
        if common is None:
            raise ExpressionError(
                f"{named([left.type])} and {named([right.type])} cannot be compared.".capitalize(),
                node.start,
                node.end,
            )
        if common == "truth" and node.sign not in ("=", "!="):
            raise ExpressionError(
                "True and false are equal or not; neither is greater.", node.start, node.end
            )
        sign = "<>" if node.sign == "!=" else node.sign
        return _Value(f"({left.sql} {sign} {right.sql})", "truth", node)

    def _arithmetic(self, node: Operation, left: _Value, right: _Value) -> _Value:
        for value in (left, right):
            _require(value, NUMBERS, f"{node.sign} takes", _hint(node.sign, left, right))
        kind = widest([left.type, right.type]) or "number"
        if kind == "missing":
            return _Value("null", "missing", node)
        if kind == "integer" and node.sign in ("+", "-", "*"):
            sql = f"({left.sql})::hugeint {node.sign} ({right.sql})::hugeint"
            return _Value(f"try_cast({sql} as bigint)", "integer", node)
        if node.sign == "%":
            return self._remainder(node, left, right, kind)
        one, other = f"({left.sql})::double", f"({right.sql})::double"
        sql = f"pow({one}, {other})" if node.sign == "^" else f"({one} {node.sign} {other})"
        return _Value(self._let(self._finite(sql)), "number", node)

    def _remainder(self, node: Operation, left: _Value, right: _Value, kind: Type) -> _Value:
        """Give what is left by a division, with the sign of the divisor."""
        cast = "hugeint" if kind == "integer" else "double"
        by = self._let(f"({right.sql})::{cast}")
        rest = self._let(f"case when {by} <> 0 then ({left.sql})::{cast} % {by} end")
        is_other_side = f"{rest} <> 0 and ({rest} < 0) <> ({by} < 0)"
        sql = f"case when {is_other_side} then {rest} + {by} else {rest} end"
        if kind == "integer":
            return _Value(f"try_cast({sql} as bigint)", "integer", node)
        return _Value(self._let(self._finite(sql)), "number", node)

    def _membership(self, node: Membership) -> _Value:
        value = self.write(node.of)
        items = [self.write(item) for item in node.items]
        for item in items:
            if item.type == "missing":
                raise ExpressionError(
                    "in never finds missing. Write is missing beside it.",
                    item.node.start,
                    item.node.end,
                )
            if widest([value.type, item.type]) is None:
                raise ExpressionError(
                    f"This is {named([item.type])}, where {named([value.type])} is looked for.",
                    item.node.start,
                    item.node.end,
                )
        word = "not in" if node.is_negated else "in"
        return _Value(
            f"({value.sql} {word} ({', '.join(each.sql for each in items)}))", "truth", node
        )

    def _call(self, node: Call) -> _Value:
        function = all_functions().get(node.name)
        if function is None:
            raise unknown_function(node)
        values = [self.write(value) for value in node.values]
        types = [value.type for value in values]
        check_call(node, function, types, [value.fixed for value in values])
        returns = function.returns if isinstance(function.returns, str) else function.returns(types)
        if returns is None:
            kinds = listed(sorted({named([each]) for each in types}))
            raise ExpressionError(
                f"The values of {node.name} must be of one type; they are {kinds}.",
                node.start,
                node.end,
            )
        template = function.sql if isinstance(function.sql, str) else function.sql(types)
        written = [self._argument(value, template, place) for place, value in enumerate(values)]
        sql = template.format(*written, all=", ".join(written))
        if returns == "number":
            sql = self._let(self._finite(f"({sql})::double"))
        elif returns == "integer":
            sql = f"({sql})::bigint"
        return _Value(sql, returns, node)

    def _argument(self, value: _Value, template: str, place: int) -> str:
        """Write a value for a template; under a short name where that takes it several times."""
        sql = value.sql
        if value.type == "missing":
            return "null"
        is_repeated = template.count(f"{{{place}}}") > 1
        return self._let(sql) if is_repeated and value.fixed is None else sql


def _constant(node: Constant) -> _Value:
    value = node.value
    if value is None:
        return _Value("null", "missing", node)
    if isinstance(value, bool):
        return _Value(constant(value), "truth", node, value)
    if isinstance(value, int):
        return _Value(constant(value), "integer", node, value)
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise ExpressionError("This number is too large.", node.start, node.end)
        return _Value(constant(value), "number", node, value)
    return _Value(constant(value), "text", node, value)


def _require(value: _Value, types: Sequence[Type], what: str, hint: str = "") -> None:
    if not fits(value.type, types):
        raise ExpressionError(
            f"{what} {named(types)}; this is {named([value.type])}.{hint}",
            value.node.start,
            value.node.end,
        )


def _hint(sign: str, left: _Value, right: _Value) -> str:
    kinds = {left.type, right.type}
    if kinds & {"date", "datetime"}:
        return " For dates there are add_days and days_between."
    if "text" in kinds and sign != "+":
        return " number() reads a text as a number."
    return ""


def _unknown_column(node: ColumnRef, fields: Fields) -> ExpressionError:
    near = nearest(node.name, fields.names)
    if near:
        hint = f"Did you mean {' or '.join(f'[{name}]' for name in near)}?"
    elif node.name.lower() in all_functions():
        hint = f"The function is written {all_functions()[node.name.lower()].signature()}."
    else:
        hint = (
            "Texts stand in quotes."
            if len(fields) == 0
            else f"The columns are {listed(fields.names)}; texts stand in quotes."
        )
    details = {"column": node.name, "nearest": near}
    told = f"There is no column {node.name!r}. {hint}"
    return ExpressionError(told, node.start, node.end, details)
