"""The steps of a recipe as a model keeps them: fitted, and applied to rows it is asked about."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import CheckedStep, check_steps
from armillary.learning.recipe.contract import Plan, Situation, State
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.recipe.made import Made
from armillary.learning.recipe.rows import to_table
from armillary.learning.recipe.tracing import Traced

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

_FORMAT = 1


@dataclass(frozen=True)
class FittedRecipe:
    """Steps with what they learned in a training.

    ``fields`` are the columns that go in; those in ``needed`` must be there, the others make
    nothing that the model uses. Steps that leave rows out are not among the steps.
    """

    fields: Fields
    needed: frozenset[str]
    steps: tuple[CheckedStep, ...]
    states: tuple[State, ...]
    described: tuple[Mapping[str, Any], ...] = ()
    made: Made | None = None
    """How the rows of the training were prepared; None where that was not kept."""

    def apply(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give what the steps make of a table; extra columns are ignored, a missing one refused."""
        columns = {str(name): frame.iloc[:, place] for place, name in enumerate(frame.columns)}
        self._require(columns)
        return self._run(to_table(self.fields, columns, len(frame)))

    def apply_rows(self, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """Give what the steps make of rows given as ``{column: value}``; null is missing."""
        for row in rows:
            self._require(row)
        columns = {
            field.name: [row.get(field.name) for row in rows]
            for field in self.fields
            if field.name in self.needed
        }
        return self._run(to_table(self.fields, columns, len(rows)))

    def traced(self, target: str | None) -> Traced:
        """Follow the columns through the steps; what is made of the target has it as a source."""
        traced = Traced.begin(self.fields)
        for plan in self._plans(self.fields):
            traced = traced.then(plan, target)
        return traced

    def describe(self) -> list[dict[str, Any]]:
        """Describe the columns that predicting needs."""
        return [dict(each) for each in self.described]

    def to_json(self) -> bytes:
        """Give the recipe as strict JSON."""
        return to_json(
            {
                "format": _FORMAT,
                "fields": [[field.name, field.storage] for field in self.fields],
                "needed": sorted(self.needed),
                "steps": [step.to_json() for step in self.steps],
                "states": list(self.states),
                "described": list(self.described),
                **({} if self.made is None else {"made": self.made.to_json()}),
            }
        )

    @staticmethod
    def from_json(data: bytes) -> FittedRecipe:
        """Rebuild what `to_json` gave; raises `Invalid` where it is something else."""
        try:
            content = from_json(data)
            if content["format"] != _FORMAT:
                raise ValueError(f"format {content['format']}, where {_FORMAT} is read")
            return FittedRecipe(
                Fields.read(content["fields"]),
                frozenset(content["needed"]),
                tuple(check_steps(content["steps"])),
                tuple(content["states"]),
                tuple(content["described"]),
                Made.from_json(content["made"]) if content.get("made") else None,
            )
        except (KeyError, TypeError, ValueError, Invalid) as error:
            raise Invalid(
                f"The recipe of the model cannot be read: {error}.", code="broken_model"
            ) from error

    def plans(self) -> Iterator[Plan]:
        """Give what each step makes of the columns before it, as SQL."""
        return self._plans(self.fields)

    def _plans(self, fields: Fields) -> Iterator[Plan]:
        at = Situation(fields, is_fitting=False)
        for step, state in zip(self.steps, self.states, strict=True):
            plan = step.kind.alone(at, step.values, state)
            yield plan
            after = Fields(Field(each.name, each.storage) for each in plan.outputs)
            at = Situation(after, is_fitting=False)

    def _run(self, table: pa.Table) -> pd.DataFrame:
        from armillary.learning.recipe.relation import over_arrow

        with _Engine() as engine:
            relation = over_arrow(engine, table, "given")
            for plan in self._plans(relation.fields):
                relation = relation.then(plan)
            return to_frame(relation.table())

    def _require(self, given: Mapping[str, Any]) -> None:
        missing = [field.name for field in self.fields if field.name in self.needed - given.keys()]
        if missing:
            named = ", ".join(map(repr, missing[:20]))
            raise Invalid(
                f"The model needs the column{'s' if len(missing) > 1 else ''} {named}, which the "
                "rows lack. Give null where a value is not known.",
                code="missing_columns",
                details={"missing": missing},
            )


class _Engine:
    """A connection for one use to the one engine of this process."""

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._cursor = _shared_engine().cursor()
        return self._cursor

    def __exit__(self, *_: object) -> None:
        self._cursor.close()


_opening = threading.Lock()


def _shared_engine() -> duckdb.DuckDBPyConnection:
    # Opening takes 20 ms, and several threads may want to at once.
    with _opening:
        return _open()


@cache
def _open() -> duckdb.DuckDBPyConnection:
    from armillary.learning.recipe.engine import open_memory

    return open_memory()
