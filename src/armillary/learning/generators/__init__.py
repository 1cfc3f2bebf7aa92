"""The generators of tables: one file, one ``generator``, found by the registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from armillary.base.errors import NotFound
from armillary.base.registry import discover
from armillary.learning.generating import TableGenerator
from armillary.learning.params import Checked, check


@cache
def all_generators() -> dict[str, TableGenerator]:
    """Give every generator by id; loads no library that computes."""
    found = discover(__name__, "generator")
    return {identity: cast(TableGenerator, item.thing) for identity, item in found.items()}


def get_generator(generator_id: str) -> TableGenerator:
    """Give one generator; raises `NotFound` naming those there are."""
    known = all_generators()
    if generator_id not in known:
        raise NotFound(
            f"There is no generator {generator_id!r}; there are: {', '.join(known)}.",
            code="generator_not_found",
        )
    return known[generator_id]


def check_params(generator: TableGenerator, given: Mapping[str, Any]) -> Checked:
    """Check parameters exactly as the generator's schema says, defaults filled in."""
    return check(_Declared(generator), given, door="strict")


@dataclass(frozen=True)
class _Declared:
    """A generator as the checks of parameters see it."""

    generator: TableGenerator

    @property
    def name(self) -> str:
        return self.generator.about.name

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        properties: Mapping[str, Mapping[str, Any]] = self.generator.params.schema()["properties"]
        return properties

    def defaults(self) -> dict[str, Any]:
        return self.generator.params.defaults()
