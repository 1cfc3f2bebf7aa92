"""The functions that expressions know; one file here is one family of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from armillary.base.registry import discover
from armillary.learning.recipe.expression.types import Type


@dataclass(frozen=True)
class Parameter:
    """One value that a function takes.

    ``words`` are the only texts it may be, written as they are; ``is_fixed`` means that it must be
    written out, since it is the same for every row.
    """

    name: str
    types: tuple[Type, ...]
    words: tuple[str, ...] = ()
    is_fixed: bool = False


Returns = Type | Callable[[Sequence[Type]], Type | None]
Sql = str | Callable[[Sequence[Type]], str]


@dataclass(frozen=True)
class Function:
    """A function: what it takes, gives and says to people.

    ``sql`` has ``{0}`` and on for the values (and ``{all}`` for all of them), or gives such a text
    for their types; ``optional`` of the last parameters may be left out, and the last one may come
    many times where ``is_open``.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Returns
    sql: Sql
    description: str
    example: str
    result: str
    optional: int = 0
    is_open: bool = False

    def signature(self) -> str:
        """Write how it is called: ``round(x, digits?)``."""
        names = [parameter.name for parameter in self.parameters]
        must = len(names) - self.optional
        shown = [name if place < must else f"{name}?" for place, name in enumerate(names)]
        return f"{self.name}({', '.join(shown)}{', …' if self.is_open else ''})"


@dataclass(frozen=True)
class Family:
    """Functions that belong together."""

    id: str
    name: str
    functions: tuple[Function, ...]


@cache
def all_families() -> tuple[Family, ...]:
    """Give every family."""
    return tuple(cast(Family, each.thing) for each in discover(__name__, "family").values())


@cache
def all_functions() -> Mapping[str, Function]:
    """Give every function by its name."""
    return {each.name: each for family in all_families() for each in family.functions}
