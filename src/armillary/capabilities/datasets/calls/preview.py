"""One page of a table's rows as objects, in the shape that clients of the platform know."""

from typing import Any

from armillary.capabilities.datasets import cells
from armillary.capabilities.datasets.paging import Paging, places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall

WHOLE = 2**31 - 1


class Preview(SingleCall):
    """Payload ``{key, columns, view, page, page_size}``."""

    id = "datasets.preview"
    host: HostName = "tables"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Find the page's rows by the sorted and searched columns alone, then read them whole."""
        view = payload["view"]
        with open_table(payload, context) as table:
            columns = [table.columns[place] for place in places_of(table, view["columns"])]
            places = places_of(table, view["columns"])
            paging = Paging(table, view, payload["key"], context)
            found = paging.find(payload["page"], payload["page_size"], is_exact=True)
            shown = cells.shape(table.read(found.numbers, places), columns, cut_at=WHOLE)
        names = [column.name for column in columns]
        rows = [dict(zip(names, row, strict=True)) for row in shown.rows]
        return {"rows": rows, "total_rows": found.total_rows}


call = Preview()
