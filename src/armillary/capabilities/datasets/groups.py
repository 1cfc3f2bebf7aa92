"""The row groups of stored tables as they were last read, for pages that lie close together.

An engine plans every query anew and reads whole groups for a few rows; here a group is decoded
once and pages are cut from it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets import wide

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_MAX_BYTES = 192 << 20
_THREADS = 2
# What values take in memory, to what they take in a file before it is packed; dictionaries differ.
_UNFOLDED = 1.3
_MAX_FILES = 64
# So few groups are read sooner than a query over them is planned.
_NEAR = 2


@dataclass
class Layout:
    """What the end of a Parquet file says of it."""

    metadata: Any
    starts: np.ndarray
    """The number of each group's first row, and behind the last one that of all rows."""

    @property
    def rows(self) -> int:
        """The number of rows."""
        return int(self.starts[-1])

    @cached_property
    def size_bytes(self) -> int:
        """What the whole table takes in memory, roughly."""
        held = (self.metadata.row_group(group).total_byte_size for group in range(self.groups))
        return int(_UNFOLDED * sum(held))

    @property
    def groups(self) -> int:
        """The number of groups."""
        return len(self.starts) - 1

    def read(self, path: Path, groups: Sequence[int], places: Sequence[int]) -> pa.Table:
        """Read some columns of some groups."""
        import pyarrow.parquet as pq

        # By places, since names need not be told apart; the reader gives them in the file's order.
        chosen = sorted(set(places))
        with pq.ParquetFile(path, metadata=self.metadata, memory_map=True) as file:
            table = file.reader.read_row_groups(
                list(groups), column_indices=chosen, use_threads=True
            )
        return table if chosen == list(places) else table.select(list(map(chosen.index, places)))

    def statistics_of(self, place: int) -> Iterator[Any]:
        """Give what each group says of a column: its ends, its missing cells; None for nothing."""
        for group in range(self.metadata.num_row_groups):
            yield self.metadata.row_group(group).column(place).statistics

    def empty(self, places: Sequence[int]) -> pa.Table:
        """Give no rows of these columns."""
        table: pa.Table = self.metadata.schema.to_arrow_schema().empty_table()
        return table.select(list(places))


class Groups:
    """Decoded row groups, least recently used go first; safe for threads."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._layouts: OrderedDict[Path, Layout] = OrderedDict()
        self._held: OrderedDict[tuple[Path, int], pa.Table] = OrderedDict()
        self._bytes = 0

    def layout(self, path: Path) -> Layout:
        """Give the layout of a file; a path always names the same bytes."""
        import numpy as np
        import pyarrow.parquet as pq

        with self._lock:
            if path in self._layouts:
                self._layouts.move_to_end(path)
                return self._layouts[path]
        metadata = pq.read_metadata(path)
        sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
        layout = Layout(metadata, np.cumsum([0, *sizes]))
        with self._lock:
            self._layouts[path] = layout
            if len(self._layouts) > _MAX_FILES:
                self._layouts.popitem(last=False)
        return layout

    def is_near(self, path: Path, numbers: Sequence[int]) -> bool:
        """Whether reading the groups that hold some rows is the shortest way to these.

        It is where they are few or held already, and where the whole table has room here: read
        once, every other page is there.
        """
        layout = self.layout(path)
        if layout.size_bytes <= self._max_bytes:
            return True
        groups = {group for group, _ in _by_group(layout, _ordered(numbers))}
        if len(groups) <= _NEAR:
            return True
        with self._lock:
            return all((path, group) in self._held for group in groups)

    def read(
        self, path: Path, numbers: Sequence[int] | np.ndarray, places: Sequence[int]
    ) -> pa.Table:
        """Give the cells of the rows of these numbers, in this order, in these columns."""
        import numpy as np
        import pyarrow as pa

        layout, ordered = self.layout(path), _ordered(numbers)
        wanted = list(_by_group(layout, ordered))
        tables = self._load(path, layout, [group for group, _ in wanted], places)
        pieces = [
            _pick(table, ordered[held] - layout.starts[group])
            for table, (group, held) in zip(tables, wanted, strict=True)
        ]
        found = pa.concat_tables(pieces)
        if len(ordered) == len(numbers) and bool((ordered == np.asarray(numbers)).all()):
            return found
        return found.take(np.searchsorted(ordered, numbers))

    def _load(
        self, path: Path, layout: Layout, groups: Sequence[int], places: Sequence[int]
    ) -> list[pa.Table]:
        width = layout.metadata.num_columns
        if width > wide.MANY_COLUMNS:
            return [layout.read(path, [group], places) for group in groups]
        held: dict[int, Any] = {group: self._find((path, group)) for group in groups}
        missing = [group for group in groups if held[group] is None]

        def decode(group: int) -> pa.Table:
            return layout.read(path, [group], range(width))

        if len(missing) == 1:
            decoded = [decode(missing[0])]
        else:
            with ThreadPoolExecutor(_THREADS) as pool:
                decoded = list(pool.map(decode, missing))
        for group, table in zip(missing, decoded, strict=True):
            held[group] = table
            self._keep((path, group), table)
        return [held[group].select(list(places)) for group in groups]

    def _find(self, key: tuple[Path, int]) -> pa.Table | None:
        with self._lock:
            table = self._held.get(key)
            if table is not None:
                self._held.move_to_end(key)
            return table

    def _keep(self, key: tuple[Path, int], table: pa.Table) -> None:
        with self._lock:
            if key not in self._held:
                self._held[key] = table
                self._bytes += table.nbytes
            while self._bytes > self._max_bytes and self._held:
                self._bytes -= self._held.popitem(last=False)[1].nbytes


def _ordered(numbers: Sequence[int] | np.ndarray) -> np.ndarray:
    import numpy as np

    return np.unique(np.asarray(numbers, dtype=np.int64))


def _by_group(layout: Layout, ordered: np.ndarray) -> Iterator[tuple[int, slice]]:
    """Give each group that holds some of the ordered rows, and which of these it holds."""
    import numpy as np

    ends = np.searchsorted(ordered, layout.starts)
    for group in range(len(ends) - 1):
        if ends[group] < ends[group + 1]:
            yield group, slice(int(ends[group]), int(ends[group + 1]))


def _pick(table: pa.Table, places: np.ndarray) -> pa.Table:
    # A slice costs nothing, and pages are mostly that.
    if places[-1] - places[0] + 1 == len(places):
        return table.slice(int(places[0]), len(places))
    return table.take(places)
