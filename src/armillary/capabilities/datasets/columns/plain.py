"""Columns that are copied without a check of every cell, and what their file proves of them.

Parquet says of each group of rows what the least and the greatest value is, and says it of no
group with a NaN in it: so both come to light that nobody looked for while the rows were copied.
Of dates the engine also reads words, such as `epoch` for the first day of 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.columns.dates import FOUR_DIGITS
from armillary.capabilities.datasets.columns.inference import TRIMMED, Cells, source
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.text.cells import NeedsCare, column_names
from armillary.learning.storage import sql_type

if TYPE_CHECKING:
    import duckdb

_VISIBLE = "!"
_EPOCH, _WORD = date(1970, 1, 1), b"epoch"
_FIRST_DAY, _LAST_DAY = (date(1000, 1, 1) - _EPOCH).days, (date(9999, 12, 31) - _EPOCH).days
_CHUNK_BYTES = 1 << 20
# Nothing but blanks, and little else, comes before an exclamation mark.
IS_BLANK = f"{{v}} < '{_VISIBLE}' and {TRIMMED.format('{v}')} = ''"
"""SQL that tells whether a text cell ``{v}`` is nothing but blanks."""


@dataclass(frozen=True)
class MayBePlain:
    """Which columns may be copied without checks, as far as can be told before."""

    numbers: bool
    texts: bool = True
    dates: bool = True


NOTHING_PLAIN = MayBePlain(numbers=False, texts=False, dates=False)


class Misjudged(NeedsCare):
    """A plain column holds a cell that its check would have made a missing value."""


@dataclass(frozen=True)
class Column:
    """One column of the table that is made."""

    name: str
    kind: Kind
    is_plain: bool = False
    """Whether nothing has to be checked on the way: the engine itself reads its numbers or dates,
    or no cell of its text is expected to be nothing but blanks."""
    doubt: str | None = None
    """SQL of what no cell ``{v}`` of a column of text may be for it to be proven text."""

    @property
    def is_plain_number(self) -> bool:
        """Whether the engine itself reads its numbers."""
        return self.is_plain and self.kind.storage == "float64"

    @property
    def read_as(self) -> str:
        """Name the type of which the engine itself reads it; text, unless it is plain."""
        return sql_type(self.kind.storage) if self.is_plain else sql_type("str")

    @property
    def is_read(self) -> bool:
        """Whether the engine itself reads its values, and refuses what is none."""
        return self.is_plain and self.kind.storage != "str"


def find_early(cells: Cells) -> frozenset[int]:
    """Find the columns of a text in which cells come before all that is visible, as blanks do."""
    names = column_names(cells.width)
    asked = ", ".join(f"count_if({name} < '{_VISIBLE}' and {name} <> '')" for name in names)
    query = f"select {asked} from {source(cells.path, cells.width)}"
    (counts,) = cells.engine.execute(query).fetchall()
    return frozenset(place for place, count in enumerate(counts) if count)


def check_plain(
    engine: duckdb.DuckDBPyConnection, text: Path, path: Path, columns: Sequence[Column]
) -> None:
    """Raise `Misjudged` where a plain column has something that only a check would have found.

    That is a NaN, a text of nothing but blanks, or a date that was written in another way.
    """
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
    firsts = " or ".join(
        f"c{place} = date '{_EPOCH}'" for place in doubtful if columns[place].kind.storage == "date"
    )
    if firsts and engine.execute(f"select 1 from {table} where {firsts} limit 1").fetchone():
        _refuse_word(text)


def _is_proven(column: Column, group: Any) -> bool:
    stats = group.statistics
    if stats is None or not stats.has_null_count:
        return False
    if stats.null_count == group.num_values:
        return True
    if not stats.has_min_max:
        return False
    if column.kind.storage == "date":
        least, greatest = stats.min_raw, stats.max_raw
        # The first day of 1970 may have been a word.
        is_usual = least >= _FIRST_DAY and greatest <= _LAST_DAY
        return is_usual and not least <= 0 <= greatest
    return column.kind.storage != "str" or str(stats.min) >= _VISIBLE


def _look(name: str, column: Column) -> str:
    if column.kind.storage == "date":
        return f"not ({FOUR_DIGITS.format('date').format(x=name)})"
    return f"({IS_BLANK.format(v=name)})" if column.kind.storage == "str" else f"isnan({name})"


def _refuse_word(text: Path) -> None:
    """Raise `Misjudged` where a text has the word for the first day of 1970 in it."""
    before = b""
    with text.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            if _WORD in (before + chunk).lower():
                raise Misjudged
            before = chunk[-len(_WORD) :]
