"""One whole cell of a table."""

from typing import Any

from armillary.base.errors import NotFound
from armillary.capabilities.datasets import cells
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Cell(SingleCall):
    """Payload ``{key, columns, row, column}``."""

    id = "datasets.cell"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Read the cell."""
        with open_table(payload, context) as table:
            place = table.place(payload["column"])
            row = payload["row"]
            if row >= table.rows:
                raise NotFound(
                    f"There is no row {row:,}; the last one is {table.rows - 1:,}.",
                    code="row_not_found",
                )
            column = table.columns[place]
            values = table.read([row], [place])
        shown = cells.shape(values, [column], cut_at=2**31 - 1)
        special = shown.specials[0][2] if shown.specials else None
        return {"value": shown.rows[0][0], "special": special, "dtype": column.storage}


call = Cell()
