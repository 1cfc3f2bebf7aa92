"""One page of a table's rows, sorted and searched."""

from typing import Any

from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Preview(SingleCall):
    """Payload ``{key, columns, rows, page, page_size, sort_by, sort_desc, search}``."""

    id = "datasets.preview"
    host: HostName = "tables"

    def warm(self) -> None:
        """Import the engine."""
        import duckdb  # noqa: F401  # imported for its own sake

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Find the page's rows by the sorted and searched columns alone, then read them whole."""
        page, size = payload["page"], payload["page_size"]
        start = page * size
        with open_table(payload, context) as table:
            if not payload["sort_by"] and not payload["search"]:
                total = payload["rows"]
                numbers = list(range(start, min(start + size, total)))
                return {"rows": table.read(numbers), "total_rows": total}
            where, values = table.search(payload["search"]) if payload["search"] else ("true", [])
            order = "file_row_number"
            if payload["sort_by"]:
                way = "desc" if payload["sort_desc"] else "asc"
                order = f"c{table.place(payload['sort_by'])} {way} nulls last, file_row_number"
            total = table.count(where, values) if payload["search"] else payload["rows"]
            numbers = table.find(where, values, order, start, size)
            return {"rows": table.read(numbers), "total_rows": total}


call = Preview()
