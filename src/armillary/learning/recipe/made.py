"""How the rows of a training were prepared, as SQL that anybody can run again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from armillary.learning.recipe.checking import CheckedStep
from armillary.learning.recipe.contract import Plan, Situation, Source, State
from armillary.learning.recipe.fields import Fields
from armillary.learning.recipe.relation import Relation

GIVEN, PART, OTHER = "given", "part", "other"


@dataclass(frozen=True)
class Made:
    """Queries over the table ``given``, and behind the split over the rows ``part`` of one part.

    Each gives ``n`` and the columns ``c0`` and on, which are called ``columns`` before the split
    and ``columns_behind`` behind it. The table given has the columns ``given``, None where these
    are those of the model's recipe; ``others`` are the tables ``other_1`` and on that were joined,
    by the ids of their datasets.
    """

    before: str
    columns: tuple[str, ...]
    train: str
    held: str
    columns_behind: tuple[str, ...]
    given: Fields | None = None
    others: Mapping[str, Source] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        found = {**vars(self)}
        if self.given is None:
            del found["given"], found["others"]
            return found
        others = [
            {"id": identity, "name": one.name, "fields": _listed(one.fields)}
            for identity, one in self.others.items()
        ]
        return found | {"given": _listed(self.given), "others": others}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Made:
        """Rebuild what `to_json` gave."""
        columns, behind = (tuple(map(str, data[key])) for key in ("columns", "columns_behind"))
        before, train, held = (str(data[key]) for key in ("before", "train", "held"))
        given = None if data.get("given") is None else Fields.read(data["given"])
        others = {
            str(one["id"]): _other(place, str(one["name"]), Fields.read(one["fields"]))
            for place, one in enumerate(data.get("others") or (), start=1)
        }
        return Made(before, columns, train, held, behind, given, others)


@dataclass(frozen=True)
class Ahead:
    """The steps before the split with what they know, and the tables that they were run over."""

    given: Fields
    tables: Mapping[str, Source]
    steps: Sequence[tuple[CheckedStep, State]]

    def written(self) -> tuple[str, Fields, Mapping[str, Source]]:
        """Give all of them as one query over `GIVEN`, its columns, and the others it asks for."""
        named = {
            identity: _other(place, one.name, one.fields)
            for place, (identity, one) in enumerate(self.tables.items(), start=1)
        }
        relation = _nothing_from(GIVEN, Situation(self.given, named))
        for step, state in self.steps:
            relation = relation.then(step.kind.plan(relation.at, step.values, state))
        return relation.sql, relation.fields, named


def written(fields: Fields, plans: Iterable[Plan], source: str) -> tuple[str, Fields]:
    """Give what plans make of a table one after another, as one query, and its columns."""
    relation = _nothing_from(source, Situation(fields))
    for plan in plans:
        relation = relation.then(plan)
    return relation.sql, relation.fields


def made_of(ahead: Ahead, base: Fields, train: Sequence[Plan], held: Sequence[Plan]) -> Made:
    """Give the queries of the steps before the split and of those behind it, for both parts.

    ``base`` are the columns of the rows that the model is asked about.
    """
    first, there, others = ahead.written()
    of_train, behind = written(there, train, PART)
    of_held, _ = written(there, held, PART)
    made = Made(first, tuple(there.names), of_train, of_held, tuple(behind.names))
    return made if ahead.given is base else replace(made, given=ahead.given, others=others)


def _nothing_from(source: str, at: Situation) -> Relation:
    """Begin with all rows of a table; putting queries together runs nothing and asks no engine."""
    return Relation(cast(Any, None), f"select * from {source}", at)


def _other(place: int, name: str, fields: Fields) -> Source:
    return Source(name, fields, f"select * from {OTHER}_{place}")


def _listed(fields: Fields) -> list[list[str]]:
    return [[one.name, one.storage] for one in fields]
