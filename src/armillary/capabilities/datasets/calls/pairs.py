"""Points of several columns of a view."""

from typing import Any

from armillary.capabilities.datasets.paging import places_of
from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.statistics.selection import Selection
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Pairs(SingleCall):
    """Payload ``{key, columns, meanings, view, colour, points}``; the view names the columns."""

    id = "datasets.pairs"
    host: HostName = "analyses"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Draw the points."""
        from armillary.capabilities.datasets.statistics.pairing import pair

        view, colour = payload["view"], payload["colour"]
        with open_table(payload, context) as table:
            places = places_of(table, view["columns"])
            place = None if colour is None else table.place(colour)
            selection = Selection.of_view(table, view, context)
            return pair(selection, places, place, payload["meanings"], payload["points"])


call = Pairs()
