"""One page of a view of a table, in the shape of the product's own client."""

from typing import Any

from armillary.capabilities.datasets import cells
from armillary.capabilities.datasets.paging import Paging, check_cells, places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Query(SingleCall):
    """Payload ``{key, columns, view, page, page_size, exact}``."""

    id = "datasets.query"
    host: HostName = "tables"

    def warm(self) -> None:
        """Import what reads tables."""
        import duckdb  # noqa: F401  # imported for its own sake
        import pyarrow.compute
        import pyarrow.parquet  # noqa: F401  # as above

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Find the rows of the page, then read them whole."""
        view, page, size = payload["view"], payload["page"], payload["page_size"]
        with open_table(payload, context) as table:
            places = places_of(table, view["columns"])
            check_cells(size, len(places))
            paging = Paging(table, view, payload["key"], context)
            found = paging.find(page, size, is_exact=payload["exact"])
            shown = cells.shape(
                table.read(found.numbers, places), [table.columns[place] for place in places]
            )
        return {
            "rows": shown.rows,
            "row_numbers": list(found.numbers),
            "total_rows": found.total_rows,
            "page": page,
            "page_size": size,
            "specials": shown.specials,
            "cut": shown.cut,
            "is_estimate": found.is_estimate,
        }


call = Query()
