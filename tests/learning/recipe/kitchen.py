"""Running steps on small tables, as every part of the product does it."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.contract import Source
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.relation import over_arrow
from armillary.learning.recipe.run import Done, run

Column = list[Any]


@dataclass(frozen=True)
class Cooked:
    """What came out: the columns, and what each step did."""

    table: pa.Table
    dones: list[Done]

    def __getitem__(self, name: str) -> Column:
        """Give the values of a column."""
        values: Column = self.table.column(name).to_pylist()
        return values

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return list(self.table.column_names)

    @property
    def types(self) -> list[str]:
        """How the columns are stored."""
        return [field.storage for field in self.dones[-1].relation.fields]

    @property
    def notes(self) -> str:
        """What the last step told, one a line."""
        return "\n".join(self.dones[-1].notes)


def cook(
    table: pa.Table | dict[str, Any],
    *steps: dict[str, Any],
    door: Any = "strict",
    others: dict[str, pa.Table] | None = None,
    states: Any = (),
) -> Cooked:
    """Run steps over a table; raises `AppError` as the job would."""
    engine = open_memory()
    table = table if isinstance(table, pa.Table) else pa.table(table)
    tables = {}
    for place, (name, other) in enumerate((others or {}).items()):
        held = over_arrow(engine, other, f"other_{place}")
        tables[name] = Source(name, held.fields, held.sql)
    relation = over_arrow(engine, table, "source", tables=tables)
    dones = list(run(relation, check_steps(steps, door=door), states=states))
    return Cooked(dones[-1].relation.table(), dones)


def step(kind: str, **params: Any) -> dict[str, Any]:
    """Write a step."""
    return {"type": kind, "params": params}
