"""Columns that are copied without a check of every cell, and what their file proves of them.

Parquet says of each group of rows what the least and the greatest value is, and says it of no
group with a NaN in it: so both come to light that nobody looked for while the rows were copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.columns.inference import TRIMMED, Cells, source
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.text.cells import NeedsCare, column_names

if TYPE_CHECKING:
    import duckdb

_VISIBLE = "!"
# Nothing but blanks, and little else, comes before an exclamation mark.
IS_BLANK = f"{{v}} < '{_VISIBLE}' and {TRIMMED.format('{v}')} = ''"
"""SQL that tells whether a text cell ``{v}`` is nothing but blanks."""


@dataclass(frozen=True)
class MayBePlain:
    """Which columns may be copied without checks, as far as can be told before."""

    numbers: bool
    texts: bool = True


NOTHING_PLAIN = MayBePlain(numbers=False, texts=False)


class Misjudged(NeedsCare):
    """A plain column holds a cell that its check would have made a missing value."""


@dataclass(frozen=True)
class Column:
    """One column of the table that is made."""

    name: str
    kind: Kind
    is_plain: bool = False
    """Whether nothing has to be checked on the way: the engine itself reads its numbers, or no
    cell of its text is expected to be nothing but blanks."""
    doubt: str | None = None
    """SQL of what no cell ``{v}`` of a column of text may be for it to be proven text."""

    @property
    def is_plain_number(self) -> bool:
        """Whether the engine itself reads its numbers."""
        return self.is_plain and self.kind.storage != "str"


def find_early(cells: Cells) -> frozenset[int]:
    """Find the columns of a text in which cells come before all that is visible, as blanks do."""
    names = column_names(cells.width)
    asked = ", ".join(f"count_if({name} < '{_VISIBLE}' and {name} <> '')" for name in names)
    query = f"select {asked} from {source(cells.path, cells.width)}"
    (counts,) = cells.engine.execute(query).fetchall()
    return frozenset(place for place, count in enumerate(counts) if count)


def check_plain(engine: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[Column]) -> None:
    """Raise `Misjudged` where a plain column has a NaN, or a text of nothing but blanks."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    doubtful = [
        place
        for place, column in enumerate(columns)
        if column.is_plain
        and not all(
            _is_proven(column, metadata.row_group(group).column(place))
            for group in range(metadata.num_row_groups)
        )
    ]
    if not doubtful:
        return
    looks = " or ".join(_look(f"c{place}", columns[place]) for place in doubtful)
    table = source(path, metadata.num_columns)
    if engine.execute(f"select 1 from {table} where {looks} limit 1").fetchone():
        raise Misjudged


def _is_proven(column: Column, group: Any) -> bool:
    stats = group.statistics
    if stats is None or not stats.has_null_count:
        return False
    if stats.null_count == group.num_values:
        return True
    if not stats.has_min_max:
        return False
    return column.kind.storage != "str" or str(stats.min) >= _VISIBLE


def _look(name: str, column: Column) -> str:
    return f"({IS_BLANK.format(v=name)})" if column.kind.storage == "str" else f"isnan({name})"
