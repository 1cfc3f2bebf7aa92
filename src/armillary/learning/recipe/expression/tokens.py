"""Cutting the text of an expression into words, numbers, texts, columns and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from armillary.learning.recipe.expression.errors import ExpressionError

TokenKind = Literal["number", "text", "column", "word", "sign", "end"]
_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WORD = re.compile(r"[^\W\d]\w*")
_SIGNS = ("<=", ">=", "!=", "<>", "==", "**", *"+-*/%^&=<>(),")
_INSTEAD = {"&&": "and", "||": "or", "!": "not", ";": ",", "{": "(", "}": ")"}
_PAIRS = {"[": "]", "`": "`", "'": "'", '"': '"'}


@dataclass(frozen=True)
class Token:
    """One piece of an expression; ``value`` is what it stands for without quotes."""

    kind: TokenKind
    value: str
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """Give the pieces, at last one of kind *end*; raises `ExpressionError` at what is none."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token(text, place)
        yield token
        place = token.end
    yield Token("end", "", len(text), len(text))


def _token(text: str, start: int) -> Token:
    if text[start] in _PAIRS:
        return _quoted(text, start)
    for kind, pattern in (("number", _NUMBER), ("word", _WORD)):
        found = pattern.match(text, start)
        if found:
            return Token(kind, found.group(), start, found.end())  # type: ignore[arg-type]  # a kind
    for wrong, instead in _INSTEAD.items():
        if text.startswith(wrong, start) and not text.startswith("!=", start):
            end = start + len(wrong)
            raise ExpressionError(f"Write {instead} instead of {wrong}.", start, end)
    for sign in _SIGNS:
        if text.startswith(sign, start):
            return Token("sign", sign, start, start + len(sign))
    raise ExpressionError(f"{text[start]!r} means nothing here.", start, start + 1)


def _quoted(text: str, start: int) -> Token:
    """Read a text in quotes or a column in brackets; its end, written twice, stands for itself."""
    closing = _PAIRS[text[start]]
    is_column = text[start] in "[`"
    place, value = start + 1, ""
    while place < len(text):
        if text[place] != closing:
            value += text[place]
            place += 1
        elif text.startswith(closing * 2, place):
            value += closing
            place += 2
        else:
            return Token("column" if is_column else "text", value, start, place + 1)
    what = "column's name" if is_column else "text"
    raise ExpressionError(f"This {what} has no end: write {closing} behind it.", start, len(text))
