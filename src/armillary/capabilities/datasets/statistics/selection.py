"""The rows of a view, read column by column so that no more than one is held whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Unavailable
from armillary.capabilities.datasets.queries import StoredTable
from armillary.jobs.calls import CallContext

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_SEED = 0
_STRETCH = 8192
# Above this share of a group it is sooner to read it and leave out than to gather.
_DENSE = 0.5


class Selection:
    """Rows of a table; ``numbers`` are theirs in ascending order, None means all."""

    def __init__(
        self, table: StoredTable, context: CallContext, numbers: np.ndarray | None = None
    ) -> None:
        self.table = table
        self.context = context
        self.numbers = numbers

    @staticmethod
    def of_view(table: StoredTable, view: Any, context: CallContext) -> Selection:
        """Select the rows that the filter and the search of a view let through."""
        if view["filter"] is None and not view["search"]:
            return Selection(table, context)
        where, values = table.where(view["filter"], view["search"])
        numbers = table.fetch_numbers(
            f"select file_row_number from {table.source} where {where}", values
        )
        numbers.sort()
        return Selection(table, context, numbers)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.table.rows if self.numbers is None else len(self.numbers)

    def sample(self, size: int) -> Selection:
        """Give at most so many of the rows, drawn evenly; always the same ones."""
        import numpy as np

        if self.rows <= size:
            return self
        places = np.random.default_rng(_SEED).choice(self.rows, size, replace=False)
        places.sort()
        numbers = places if self.numbers is None else self.numbers[places]
        return Selection(self.table, self.context, numbers)

    def excerpt(self, size: int) -> Selection:
        """Give about so many of the rows, in stretches evenly over the table: soon read."""
        import numpy as np

        if self.rows <= size:
            return self
        starts = self.table.groups.layout(self.table.path).starts
        if self.numbers is None:
            ends = starts
        else:
            ends = np.append(np.arange(0, self.rows, _STRETCH), self.rows)
        wanted = max(1, round(size / (ends[1] - ends[0])))
        chosen = np.unique(np.linspace(0, len(ends) - 2, wanted).astype(int))
        most = -(-size // len(chosen))
        places = np.concatenate(
            [np.arange(ends[each], min(ends[each + 1], ends[each] + most)) for each in chosen]
        )
        numbers = places if self.numbers is None else self.numbers[places]
        return Selection(self.table, self.context, numbers)

    def check(self) -> None:
        """Raise where nobody waits any more; to be asked between pieces of work."""
        if self.context.is_cancelled:
            raise Unavailable("Nobody waits for this any more.", code="cancelled")

    def read(self, place: int) -> pa.ChunkedArray:
        """Read one column."""
        (column,) = self.read_some([place])
        return column

    def read_some(self, places: Sequence[int]) -> list[pa.ChunkedArray]:
        """Read some columns; raises where nobody waits for them any more."""
        self.check()
        columns: list[pa.ChunkedArray] = self._read(places).columns
        return columns

    def _read(self, places: Sequence[int]) -> pa.Table:
        import numpy as np
        import pyarrow as pa

        groups, path = self.table.groups, self.table.path
        layout = groups.layout(path)
        if self.numbers is None:
            return layout.read(path, range(len(layout.starts) - 1), places)
        if not len(self.numbers):
            return layout.empty(places)
        held = np.unique(np.searchsorted(layout.starts, self.numbers, side="right") - 1)
        table = layout.read(path, held.tolist(), places)
        sizes = np.diff(layout.starts)[held]
        # Where the rows stand among those of the groups that were read.
        shifts = np.cumsum([0, *sizes[:-1]]) - layout.starts[held]
        at = np.searchsorted(layout.starts[held], self.numbers, side="right") - 1
        local = self.numbers + shifts[at]
        if len(local) > _DENSE * table.num_rows:
            mask = np.zeros(table.num_rows, dtype=bool)
            mask[local] = True
            return table.filter(pa.array(mask))
        return table.take(local)
