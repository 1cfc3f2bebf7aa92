"""An expression as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    """A part of an expression, from character ``start`` to ``end``."""

    start: int
    end: int

    def children(self) -> Iterator[Node]:
        """Give the parts of this part."""
        return iter(())


@dataclass(frozen=True)
class Constant(Node):
    """A number, a text, true, false, or None for missing."""

    value: Any


@dataclass(frozen=True)
class ColumnRef(Node):
    """The value of a column; a bare word may turn out to be none."""

    name: str


@dataclass(frozen=True)
class Negation(Node):
    """``-x`` or ``not x``."""

    sign: str
    of: Node

    def children(self) -> Iterator[Node]:
        """Give the operand."""
        yield self.of


@dataclass(frozen=True)
class Operation(Node):
    """Two parts joined by a sign or by ``and`` or ``or``."""

    sign: str
    left: Node
    right: Node

    def children(self) -> Iterator[Node]:
        """Give both sides."""
        yield self.left
        yield self.right


@dataclass(frozen=True)
class Membership(Node):
    """``x in (a, b)``, or ``not in``."""

    of: Node
    items: tuple[Node, ...]
    is_negated: bool

    def children(self) -> Iterator[Node]:
        """Give the value and the items."""
        yield self.of
        yield from self.items


@dataclass(frozen=True)
class IsMissing(Node):
    """``x is missing``, or ``is not missing``."""

    of: Node
    is_negated: bool

    def children(self) -> Iterator[Node]:
        """Give the value."""
        yield self.of


@dataclass(frozen=True)
class Call(Node):
    """A function of some values; its name ends at ``name_end``."""

    name: str
    name_end: int
    values: tuple[Node, ...]

    def children(self) -> Iterator[Node]:
        """Give the values."""
        yield from self.values
