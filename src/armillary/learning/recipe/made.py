"""How the rows of a training were prepared, as SQL that anybody can run again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from armillary.learning.recipe.contract import Plan, Situation
from armillary.learning.recipe.fields import Fields
from armillary.learning.recipe.relation import Relation

GIVEN, PART = "given", "part"


@dataclass(frozen=True)
class Made:
    """Queries over the table ``given``, and behind the split over the rows ``part`` of one part.

    Each gives ``n`` and the columns ``c0`` and on, which are called ``columns`` before the split
    and ``columns_behind`` behind it.
    """

    before: str
    columns: tuple[str, ...]
    train: str
    held: str
    columns_behind: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {**vars(self)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Made:
        """Rebuild what `to_json` gave."""
        columns, behind = (tuple(map(str, data[key])) for key in ("columns", "columns_behind"))
        before, train, held = (str(data[key]) for key in ("before", "train", "held"))
        return Made(before, columns, train, held, behind)


def written(fields: Fields, plans: Iterable[Plan], source: str) -> tuple[str, Fields]:
    """Give what plans make of a table one after another, as one query, and its columns."""
    # Nothing is run: putting queries together asks no engine.
    relation = Relation(cast(Any, None), f"select * from {source}", Situation(fields))
    for plan in plans:
        relation = relation.then(plan)
    return relation.sql, relation.fields


def made_of(
    fields: Fields, before: Sequence[Plan], train: Sequence[Plan], held: Sequence[Plan]
) -> Made:
    """Give the queries of the steps before the split and of those behind it, for both parts."""
    first, there = written(fields, before, GIVEN)
    of_train, behind = written(there, train, PART)
    of_held, _ = written(there, held, PART)
    return Made(first, tuple(there.names), of_train, of_held, tuple(behind.names))
