"""A table on its way through a recipe, as SQL that an engine has yet to run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.recipe.arrow import conform, fields_of
from armillary.learning.recipe.contract import Output, Plan, Situation, Source
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields, arrow_schema
from armillary.learning.storage import sql_type

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Places = npt.NDArray[np.int64]

Lets = Sequence[tuple[str, str]]
_LET = re.compile(r"\bv\d+\b")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_BARE = re.compile(r"c\d+")
_READ_ROWS = 16_384


@dataclass(frozen=True)
class Relation:
    """A table of ``n`` and columns ``c0`` and on, in the order of ``n``."""

    engine: duckdb.DuckDBPyConnection
    sql: str
    at: Situation

    @property
    def fields(self) -> Fields:
        """The columns."""
        return self.at.fields

    def ask(self, *values: str, tail: str = "", lets: Lets = ()) -> list[Any]:
        """Give one row of values, aggregates over the rows."""
        if not values:
            return []
        query = f"select {', '.join(values)} from ({nested(self.sql, lets)}) as t {tail}"
        (row,) = self.engine.execute(query).fetchall()
        return list(row)

    def read(self, *values: str, tail: str = "") -> list[tuple[Any, ...]]:
        """Give rows of values."""
        query = f"select {', '.join(values)} from ({self.sql}) as t {tail}"
        return self.engine.execute(query).fetchall()

    def count(self) -> int:
        """Count the rows."""
        return int(self.ask("count(*)")[0])

    def then(self, plan: Plan) -> Relation:
        """Give what a plan makes of the table; where it shuffles, rows are in any order yet.

        Raises `StepError` where no column is left.
        """
        if not plan.outputs:
            raise StepError("No column is left, and a table needs one.", code="no_columns")
        columns = [f"{_typed(each)} as c{place}" for place, each in enumerate(plan.outputs)]
        chosen = ", ".join([f"{plan.number} as n", *columns])
        source = nested(self.sql, plan.lets)
        fields = Fields(Field(each.name, each.storage) for each in plan.outputs)
        sql = f"select {chosen} from ({source}) as t {plan.tail}"
        return replace(self, sql=sql, at=replace(self.at, fields=fields))

    def facing(self, **changes: Any) -> Relation:
        """Give the same table in another situation."""
        return replace(self, at=replace(self.at, **changes))

    def check(self) -> None:
        """Have the engine plan the query, which raises where a constant in it makes no sense."""
        self.engine.execute(f"select * from ({self.sql}) as t limit 0")

    def settled(self, name: str) -> Relation:
        """Run the query into a temporary table, rows in order, and give a relation on that."""
        self.engine.execute(f"create or replace temp table {name} as {self.sql} order by n")
        return replace(self, sql=f"select * from {name}")

    def reader(self, tail: str = "") -> pa.RecordBatchReader:
        """Give the rows batch by batch under the columns' own names."""
        import pyarrow as pa

        columns = ", ".join(f"c{place}" for place in range(len(self.fields)))
        query = self.engine.sql(f"select {columns} from ({self.sql}) as t {tail}")
        schema = arrow_schema(self.fields)
        batches = (
            pa.RecordBatch.from_arrays(batch.columns, schema=schema)
            for batch in query.to_arrow_reader(_READ_ROWS)
        )
        return pa.RecordBatchReader.from_batches(schema, batches)

    def table(self, tail: str = "") -> pa.Table:
        """Give all rows under the columns' own names."""
        return self.reader(tail).read_all()

    def numbers(self) -> Places:
        """Give the rows' numbers, in order."""
        import numpy as np

        found = self.engine.execute(f"select n from ({self.sql}) as t").fetchnumpy()
        return np.asarray(found["n"], dtype=np.int64)


def nested(sql: str, lets: Lets) -> str:
    """Give a query with further named columns, each of which may use those before it."""
    levels: dict[str, int] = {}
    for name, value in lets:
        used = _LET.findall(_TEXT.sub("''", value))
        levels[name] = 1 + max((levels[each] for each in used), default=0)
    for level in range(1, max(levels.values(), default=0) + 1):
        named = ", ".join(f"{value} as {name}" for name, value in lets if levels[name] == level)
        sql = f"select *, {named} from ({sql}) as t"
    return sql


def over_arrow(
    engine: duckdb.DuckDBPyConnection,
    table: pa.Table,
    name: str,
    *,
    tables: Mapping[str, Source] | None = None,
) -> Relation:
    """Give the relation over a table in memory."""
    import numpy as np
    import pyarrow as pa

    table = conform(table)
    fields = fields_of(table.schema)
    columns = [pa.array(np.arange(table.num_rows)), *table.columns]
    names = ["n", *(f"c{place}" for place in range(len(fields)))]
    engine.register(name, pa.Table.from_arrays(columns, names=names))
    return Relation(engine, f"select * from {name}", Situation(fields, tables or {}))


def _typed(output: Output) -> str:
    if _BARE.fullmatch(output.sql):
        return output.sql
    return f"({output.sql})::{sql_type(output.storage)}"
