"""The rows of a table that a condition on one column lets through."""

from typing import Any

from armillary.capabilities.datasets import cells
from armillary.capabilities.datasets.calls.preview import WHOLE
from armillary.capabilities.datasets.paging import Paging
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Filter(SingleCall):
    """Payload ``{key, columns, column, operator, values, limit}``."""

    id = "datasets.filter"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Count the matches and give the first of them."""
        node = {name: payload[name] for name in ("column", "operator", "values")}
        view: dict[str, Any] = {"columns": None, "sort": [], "search": "", "filter": node}
        with open_table(payload, context) as table:
            paging = Paging(table, view, payload["key"], context)
            found = paging.find(0, payload["limit"], is_exact=True)
            places = range(len(table.columns))
            shown = cells.shape(table.read(found.numbers, places), table.columns, cut_at=WHOLE)
            names = [column.name for column in table.columns]
        rows = [dict(zip(names, row, strict=True)) for row in shown.rows]
        return {"total_rows": found.total_rows, "filtered_rows": rows}


call = Filter()
