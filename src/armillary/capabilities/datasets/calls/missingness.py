"""Where the values of a view are missing."""

from typing import Any

from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Missingness(SingleCall):
    """Payload ``{key, columns, view}``."""

    id = "datasets.missingness"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Count gaps, and find which go together."""
        from armillary.capabilities.datasets.statistics.missing import find_missing

        with open_table(payload, context) as table:
            return find_missing(Selection.of_view(table, payload["view"], context))


call = Missingness()
