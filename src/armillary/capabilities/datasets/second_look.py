"""The second look at an imported table: every value counted, every lost or odd cell found."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.columns.direct import Tally, rows_of
from armillary.capabilities.datasets.columns.findings import (
    Finding,
    TextRows,
    find_lost,
    find_odd,
    with_lines,
)
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.columns.profile import (
    ColumnProfile,
    count_duplicates,
    profile_columns,
)
from armillary.capabilities.datasets.columns.tall import (
    LongTable,
    count_tall_duplicates,
    profile_tall,
)
from armillary.capabilities.datasets.formats import DelimitedText
from armillary.capabilities.datasets.text.lines import find_lines
from armillary.capabilities.datasets.text.survey import Survey
from armillary.capabilities.datasets.wide import MANY_COLUMNS
from armillary.learning.storage import Storage

if TYPE_CHECKING:
    import duckdb

# Shorter tables are faster profiled many columns at a time.
_LONG_ROWS = 100_000


@dataclass(frozen=True)
class Written:
    """A table as it was written: its file, how its columns were read, and what became null."""

    path: Path
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    tallies: tuple[Tally, ...]
    rows: int
    is_direct: bool = False
    """Whether the engine itself read the text, since all of its lines are regular."""


@dataclass(frozen=True)
class Closer:
    """What the second look tells."""

    profiles: list[ColumnProfile]
    duplicate_rows: int
    findings: list[Finding]


def look_closely(
    engine: duckdb.DuckDBPyConnection, table: Written, text: TextRows | None
) -> Generator[float, None, Closer]:
    """Look at every value of a table, giving the share that is done.

    ``text`` are its rows as text, needed only where cells became missing.
    """
    storages = [kind.storage for kind in table.kinds]
    profiles: list[ColumnProfile] = []
    for one in profile(engine, table.path, storages, table.rows):
        profiles.append(one)
        yield 0.6 * len(profiles) / len(table.names)
    duplicates = count_repeated(engine, table.path, storages, table.rows)
    yield 0.75
    findings = find_odd(engine, table.path, storages, table.kinds)
    yield 0.85
    if text is not None:
        findings += find_lost(engine, text, table.kinds, table.tallies)
        findings = with_lines(findings, text.find_lines)
    return Closer(profiles, duplicates, findings)


def copied_rows(copy: Path, text: DelimitedText) -> TextRows:
    """Give the rows of a text whose cells were copied to a Parquet file."""
    listed = ", ".join(f"c{place}" for place in range(text.body.width))
    sql = f"(select file_row_number as row, {listed} from {source(copy, text.body.width)})"
    return TextRows(sql, lambda rows: find_lines(text.body, rows))


def regular_rows(text: DelimitedText, found: Survey) -> TextRows:
    """Give the rows of a text that the engine itself reads."""
    listed = ", ".join(f"c{place}" for place in range(text.body.width))
    sql = f"(select row_number() over () - 1 as row, {listed} from {rows_of(text.body)})"
    return TextRows(sql, lambda rows: find_lines(text.body, rows, found))


def profile(
    engine: duckdb.DuckDBPyConnection, path: Path, storages: Sequence[Storage], rows: int
) -> Iterator[ColumnProfile]:
    """Profile the columns of a stored table in the way that is quickest for its shape, in order."""
    if _is_long(storages, rows):
        yield from profile_tall(LongTable(engine, path, storages, rows))
        return
    for group in profile_columns(engine, path, storages, rows):
        yield from group


def count_repeated(
    engine: duckdb.DuckDBPyConnection, path: Path, storages: Sequence[Storage], rows: int
) -> int:
    """Count the rows of a stored table that repeat an earlier one."""
    if _is_long(storages, rows):
        return count_tall_duplicates(LongTable(engine, path, storages, rows))
    return count_duplicates(engine, path, len(storages))


def _is_long(storages: Sequence[Storage], rows: int) -> bool:
    return rows >= _LONG_ROWS and len(storages) <= MANY_COLUMNS
