"""Reading an expression into a tree.

From loosest to tightest: or · and · not · comparisons, in, is missing · + - & · * / % · - · ^.
"""

from __future__ import annotations

from armillary.learning.recipe.expression.errors import ExpressionError
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
from armillary.learning.recipe.expression.tokens import Token, tokenize

MOST_CHARACTERS = 4000
MOST_NODES = 500
MOST_DEPTH = 100
_COMPARISONS = {sign: sign for sign in ("=", "!=", "<", ">", "<=", ">=")} | {"==": "=", "<>": "!="}
_CONSTANTS = {"true": True, "false": False, "missing": None, "null": None, "none": None}


def parse(text: str) -> Node:
    """Read an expression; raises `ExpressionError` at the character that cannot be read."""
    if not text.strip():
        raise ExpressionError("An expression is needed.", 0, 1)
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            f"An expression may have {MOST_CHARACTERS:,} characters; this has {len(text):,}.",
            MOST_CHARACTERS,
            len(text),
        )
    parser = _Parser(list(tokenize(text)))
    node = parser.parse_all()
    _check_size(node)
    return node


class _Parser:
    """Reads from the tokens, one method for each tightness."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def parse_all(self) -> Node:
        """Read all of it."""
        node = self._or()
        if self._next.kind != "end":
            self._refuse(
                "An operator such as + or and is missing before this, or it is one too many."
            )
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _is(self, *values: str) -> bool:
        token = self._next
        if token.kind == "word":
            return token.value.lower() in values
        return token.kind == "sign" and token.value in values

    def _expect(self, sign: str, why: str) -> Token:
        if not self._is(sign):
            self._refuse(f"Expected {sign} {why}")
        return self._take()

    def _refuse(self, message: str) -> None:
        token = self._next
        if token.kind == "end":
            message = f"The expression ends too early. {message}"
        raise ExpressionError(message, token.start, token.end)

    def _or(self) -> Node:
        # Every nesting passes here: deeper ones than Python's own stack holds are refused.
        self._depth += 1
        if self._depth > MOST_DEPTH:
            self._refuse(f"Expressions may be nested {MOST_DEPTH} deep; divide it into columns.")
        left = self._and()
        while self._is("or"):
            self._take()
            right = self._and()
            left = Operation(left.start, right.end, "or", left, right)
        self._depth -= 1
        return left

    def _and(self) -> Node:
        left = self._not()
        while self._is("and"):
            self._take()
            right = self._not()
            left = Operation(left.start, right.end, "and", left, right)
        return left

    def _not(self) -> Node:
        signs = []
        while self._is("not"):
            signs.append(self._take())
        node = self._comparison()
        for sign in reversed(signs):
            node = Negation(sign.start, node.end, "not", node)
        return node

    def _comparison(self) -> Node:
        left = self._sum()
        if self._is("in", "not", "is"):
            return self._membership(left)
        if not self._is(*_COMPARISONS):
            return left
        sign = _COMPARISONS[self._take().value]
        right = self._sum()
        if self._is(*_COMPARISONS):
            self._refuse("Comparisons are joined by and: a < b and b < c.")
        return Operation(left.start, right.end, sign, left, right)

    def _membership(self, left: Node) -> Node:
        if self._is("is"):
            return self._is_missing(left)
        is_negated = self._is("not")
        if is_negated:
            self._take()
        if not self._is("in"):
            self._refuse("Expected in behind not.")
        self._take()
        self._expect("(", "before the values of in.")
        items, closing = self._listed()
        if not items:
            raise ExpressionError("in needs a value in its brackets.", closing.start, closing.end)
        return Membership(left.start, closing.end, left, tuple(items), is_negated)

    def _is_missing(self, left: Node) -> Node:
        self._take()
        is_negated = self._is("not")
        if is_negated:
            self._take()
        if not self._is("missing", "null", "none"):
            self._refuse("Expected missing behind is.")
        return IsMissing(left.start, self._take().end, left, is_negated)

    def _sum(self) -> Node:
        left = self._product()
        while self._is("+", "-", "&"):
            sign = self._take().value
            right = self._product()
            left = Operation(left.start, right.end, sign, left, right)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while self._is("*", "/", "%"):
            sign = self._take().value
            right = self._signed()
            left = Operation(left.start, right.end, sign, left, right)
        return left

    def _signed(self) -> Node:
        signs = []
        while self._is("-", "+"):
            signs.append(self._take())
        node = self._power()
        for sign in reversed(signs):
            if sign.value == "-":
                node = Negation(sign.start, node.end, "-", node)
        return node

    def _power(self) -> Node:
        base = self._atom()
        if not self._is("^", "**"):
            return base
        self._take()
        self._depth += 1
        if self._depth > MOST_DEPTH:
            self._refuse(f"Expressions may be nested {MOST_DEPTH} deep.")
        exponent = self._signed()
        self._depth -= 1
        return Operation(base.start, exponent.end, "^", base, exponent)

    def _atom(self) -> Node:
        token = self._next
        if token.kind == "number":
            self._take()
            return Constant(token.start, token.end, _number(token.value))
        if token.kind == "text":
            self._take()
            return Constant(token.start, token.end, token.value)
        if token.kind == "column":
            self._take()
            return ColumnRef(token.start, token.end, token.value)
        if token.kind == "word":
            return self._word(self._take())
        self._expect("(", "or a value: a number, a text, a [column] or a function.")
        node = self._or()
        self._expect(")", "to close the bracket.")
        return node

    def _word(self, token: Token) -> Node:
        word = token.value.lower()
        if word in _CONSTANTS and not self._is("("):
            return Constant(token.start, token.end, _CONSTANTS[word])
        if word in ("and", "or", "in", "is"):
            raise ExpressionError(f"A value is missing before {word}.", token.start, token.end)
        if not self._is("("):
            return ColumnRef(token.start, token.end, token.value)
        self._take()
        values, closing = self._listed()
        return Call(token.start, closing.end, word, token.end, tuple(values))

    def _listed(self) -> tuple[list[Node], Token]:
        """Read values up to the closing bracket."""
        values: list[Node] = []
        if not self._is(")"):
            values.append(self._or())
            while self._is(","):
                self._take()
                values.append(self._or())
        return values, self._expect(")", "or a comma here.")


def _number(text: str) -> int | float:
    if text.isdigit() and int(text) < 2**63:
        return int(text)
    return float(text)


def _check_size(node: Node) -> None:
    count, level = 0, [node]
    depth = 0
    while level:
        depth += 1
        count += len(level)
        if count > MOST_NODES or depth > MOST_DEPTH:
            raise ExpressionError(
                "This expression is too large; divide it into several columns.",
                node.start,
                node.end,
            )
        level = [child for each in level for child in each.children()]
