"""What a file format promises; one file here is one format, found by the registry."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, cast, runtime_checkable

from armillary.base.registry import discover
from armillary.capabilities.datasets.text.cells import Body

HEAD_BYTES = 4096
LAST_RESORT = "csv"


@dataclass(frozen=True)
class ReadLimits:
    """The largest table that is read."""

    rows: int
    columns: int
    cell_characters: int = 16_000_000
    sheet_cells: int = 25_000_000
    """Cells of the rectangle that a sheet fills, since it is loaded whole."""
    unpacked_bytes: int = 20 << 30
    unpacked_ratio: int = 1000
    members: int = 10_000


@dataclass(frozen=True)
class ReadOptions:
    """What a person says of a file; what is None is found out.

    A format ignores what does not concern it.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: Literal[".", ","] | None = None
    has_header: bool | None = None
    skip_rows: int | None = None
    """Lines or rows above the header, or above the first row where there is none."""
    part: str | None = None
    """Which table of a file with several: a sheet, a table, a member of an archive, a JSON path."""


@dataclass(frozen=True)
class Reading:
    """How far a reader is: bytes of the file and rows of the table."""

    bytes_read: int
    bytes_total: int
    rows: int


@dataclass(frozen=True)
class Beginning:
    """How a text begins, and what of it was taken for the header."""

    lines: tuple[str, ...]
    """The first lines as they stand in the file, long ones cut."""
    skipped_lines: int
    """The lines above the table that were left out."""
    header: Literal["found", "given", "none"]
    """Whether the first line of the table names the columns: it was found to, was said to, or
    does not."""


@dataclass(frozen=True)
class TextTable:
    """A table whose cells are text still: a Parquet file of columns ``c0`` and on, and names."""

    path: Path
    names: tuple[str, ...]
    rows: int
    warnings: tuple[str, ...]
    facts: dict[str, str]
    """What was found out about the file, for people: encoding, delimiter, sheet, …"""
    beginning: Beginning | None = None


@dataclass(frozen=True)
class TypedTable:
    """A table whose cells have types already: a Parquet file of such columns, and names.

    Columns are ``c0`` and on, of the Arrow types that `columns.kinds.Storage` names. Values that
    these do not hold exactly (decimals, nested values, …) come as text, and a warning says so.
    """

    path: Path
    names: tuple[str, ...]
    rows: int
    warnings: tuple[str, ...]
    facts: dict[str, str]


@dataclass(frozen=True)
class Part:
    """One table of a file that holds several; its name is what `ReadOptions.part` takes."""

    name: str
    kind: Literal["sheet", "table", "view", "member", "list"]
    note: str | None = None


@runtime_checkable
class HasParts(Protocol):
    """What a format may have besides: it tells which tables a file holds."""

    def parts(self, source: Path) -> list[Part]:
        """List the tables of a file; raises `Unreadable` where it cannot be opened."""
        ...


@dataclass(frozen=True)
class DelimitedText:
    """A text of which only the beginning was read: it is known how its cells are cut and named.

    Whoever imports it reads the cells in the fastest way that gives the same values.
    """

    body: Body
    names: tuple[str, ...]
    warnings: tuple[str, ...]
    facts: dict[str, str]
    beginning: Beginning
    head: tuple[tuple[str, ...], ...]
    """The cells of the first rows."""


Table = TextTable | TypedTable | DelimitedText


class TableFormat(Protocol):
    """One kind of file that holds a table; offered by its module as ``format``."""

    id: str
    name: str
    suffixes: tuple[str, ...]

    def recognises(self, filename: str, head: bytes) -> bool:
        """Say whether a file of this name and beginning is one of these."""

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, Table]:
        """Read a file into a table in the work folder; raises `Unreadable` where it is none."""


def all_formats() -> list[TableFormat]:
    """Give every format there is."""
    return [cast(TableFormat, found.thing) for found in discover(__name__, "format").values()]


def find_format(filename: str, source: Path) -> TableFormat | None:
    """Find the format of a file by its content and name, or None where there is none for it."""
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    # Anything may be a column of text, so that format is asked last.
    formats = sorted(all_formats(), key=lambda one: one.id == LAST_RESORT)
    return next((one for one in formats if one.recognises(filename, head)), None)
