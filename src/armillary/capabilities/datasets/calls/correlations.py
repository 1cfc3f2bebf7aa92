"""How strongly the columns of a view belong together."""

from typing import Any

from armillary.capabilities.datasets.paging import places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Correlations(SingleCall):
    """Payload ``{key, columns, meanings, view, method}``; the view names the columns."""

    id = "datasets.correlations"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Relate each column with each."""
        from armillary.capabilities.datasets.statistics import relating

        view, meanings, method = payload["view"], payload["meanings"], payload["method"]
        with open_table(payload, context) as table:
            if view["columns"] is None:
                places = relating.choose(table.columns, meanings, method)
            else:
                places = places_of(table, view["columns"])
            relating.check(places)
            selection = Selection.of_view(table, view, context)
            return relating.relate(selection, places, meanings, method)


call = Correlations()
