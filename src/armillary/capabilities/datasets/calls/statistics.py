"""What the columns of a view of a table are like."""

from typing import Any

from armillary.capabilities.datasets.paging import places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.jobs.calls import CallContext, HostName, SingleCall

_EXCERPT = 20_000


class Statistics(SingleCall):
    """Payload ``{key, columns, view, exact}``."""

    id = "datasets.statistics"
    host: HostName = "analyses"

    def warm(self) -> None:
        """Import what reads tables."""
        import duckdb  # noqa: F401  # imported for its own sake
        import pyarrow.compute
        import pyarrow.parquet  # noqa: F401  # as above

        import armillary.capabilities.datasets.statistics.whole  # noqa: F401  # as above

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Describe the columns the view shows, of the rows it lets through."""
        from armillary.capabilities.datasets.statistics import whole
        from armillary.capabilities.datasets.statistics.selection import Selection

        view, key = payload["view"], payload["key"]
        with open_table(payload, context) as table:
            places = places_of(table, view["columns"])
            everything = Selection(table, context)
            is_whole = view["filter"] is None and not view["search"]
            if not payload["exact"] and is_whole:
                excerpt = everything.excerpt(_EXCERPT)
                found = whole.describe_columns(excerpt, places, None)
                if excerpt is everything:
                    return {**found, "is_estimate": False}
                return {**whole.scale(found, table.rows), "is_estimate": True}
            known = whole.describe_whole(everything, key)
            if is_whole:
                columns = {table.columns[place].name for place in places}
                kept = {name: one for name, one in known["columns"].items() if name in columns}
                return {**known, "columns": kept, "is_estimate": False}
            selection = Selection.of_view(table, view, context)
            found = whole.describe_columns(selection, places, known)
            return {**found, "is_estimate": False}


call = Statistics()
