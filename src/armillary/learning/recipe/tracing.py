"""Which columns of a table each column behind some steps is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from armillary.learning.recipe.contract import Plan
from armillary.learning.recipe.fields import Field, Fields

_TEXT = re.compile(r"'(?:[^']|'')*'")
_NONE: frozenset[str] = frozenset()
_NAME = re.compile(r"\b[cv]\d+\b")


@dataclass(frozen=True)
class Traced:
    """The columns at some place of a recipe, each with the columns that it began as."""

    fields: Fields
    sources: tuple[frozenset[str], ...]

    @staticmethod
    def begin(fields: Fields) -> Traced:
        """Begin where every column is made of itself."""
        return Traced(fields, tuple(frozenset([field.name]) for field in fields))

    def then(self, plan: Plan, marked: str | None = None) -> Traced:
        """Follow a plan; a column of the marked name counts as a source from where it is made."""
        known = {f"c{place}": sources for place, sources in enumerate(self.sources)}
        for name, sql in plan.lets:
            known[name] = _sources(sql, known)
        fields = Fields(Field(each.name, each.storage) for each in plan.outputs)
        own = [frozenset([each.name]) if each.name == marked else _NONE for each in plan.outputs]
        made = (_sources(each.sql, known) for each in plan.outputs)
        return Traced(fields, tuple(one | other for one, other in zip(own, made, strict=True)))

    def of(self, names: Sequence[str]) -> frozenset[str]:
        """Give all that some columns are made of."""
        places = (self.fields.place(name) for name in names)
        return frozenset().union(*(self.sources[place] for place in places))


def _sources(sql: str, known: dict[str, frozenset[str]]) -> frozenset[str]:
    # What stands in a text of somebody is no column.
    found = _NAME.findall(_TEXT.sub("''", sql))
    return frozenset().union(*(known[name] for name in found if name in known))
