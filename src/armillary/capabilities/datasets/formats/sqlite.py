"""SQLite files: one table or view of each."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from armillary.base.sql import identifier
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    Part,
    Reading,
    ReadLimits,
    ReadOptions,
    TypedTable,
)
from armillary.capabilities.datasets.typed.columns import Batch, remarks, write_twice
from armillary.capabilities.datasets.typed.names import clean_names
from armillary.capabilities.datasets.typed.values import Seen
from armillary.capabilities.datasets.typed.writing import batch_rows, refuse_columns
from armillary.capabilities.datasets.words import counted, listed

_MAGIC = b"SQLite format 3\x00"
# A query that gives no row for so long is one that never will: a view may count to infinity.
_PATIENCE_S = 30.0
_CHECK_S = 600.0
_STEPS = 100_000
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "randomblob", "zeroblob", "fts3_tokenizer"})


class SqliteFormat:
    """Reads a table as it lies in the file: nothing is written, attached or loaded."""

    id = "sqlite"
    name = "SQLite"
    suffixes = (".sqlite", ".sqlite3", ".db", ".db3")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take what begins as SQLite's files do."""
        return head.startswith(_MAGIC)

    def parts(self, source: Path) -> list[Part]:
        """List tables and views."""
        with _open(source, ReadLimits(0, 0)) as base:
            return base.tables()

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Copy one table, or what a view gives."""
        total = source.stat().st_size
        with _open(source, limits) as base:
            part, others = _choose(base, options.part)
            if part.kind == "table":
                base.refuse_damage(part.name)
            names = base.columns(part.name)
            refuse_columns(len(names), limits)
            header = clean_names(names)
            size = batch_rows(len(names))
            seen = [Seen(with_date_texts=True) for _ in names]

            def batches() -> Iterator[Batch]:
                return base.batches(part.name, size, total)

            target = work / "typed.parquet"
            rows, decisions = yield from write_twice(batches, seen, target, limits, total)
        told = (*_tell_others(part, others), *base.warnings(), *header.warnings)
        facts: dict[str, str] = {part.kind: part.name}
        return TypedTable(target, header.names, rows, (*told, *remarks(names, decisions)), facts)


format = SqliteFormat()  # noqa: A001  # the word by which formats are found


@dataclass
class _Base:
    """An open database of somebody else's making."""

    connection: sqlite3.Connection
    repaired: int = 0
    until: float = field(default=0.0)

    def tables(self) -> list[Part]:
        """List the tables and views, tables first, in the order in which they were made."""
        found = self._ask(
            "select name, type, sql from sqlite_master where type in ('table', 'view') "
            "order by type, rowid"
        ).fetchall()
        found = [(name, kind, sql) for name, kind, sql in found if isinstance(name, str)]
        virtual = {name for name, _, sql in found if _is_virtual(sql)}
        return [
            Part(name, "table" if kind == "table" else "view")
            for name, kind, _ in found
            # Virtual tables run code over tables of their own, whose names begin with theirs.
            if name not in virtual
            and not name.startswith("sqlite_")
            and not any(name.startswith(f"{each}_") for each in virtual)
        ]

    def columns(self, table: str) -> list[str]:
        """Give the names of a table's columns."""
        with closing(self._ask(f"select * from {identifier(table)} limit 0")) as cursor:
            return [str(column[0]) for column in cursor.description]

    def is_empty(self, table: str) -> bool:
        """Whether a table has no row."""
        return self._ask(f"select 1 from {identifier(table)} limit 1").fetchone() is None

    def batches(self, table: str, size: int, total: int) -> Iterator[Batch]:
        """Give a table's rows as columns."""
        self.repaired = 0
        cursor = self._ask(f"select * from {identifier(table)}")
        while rows := cursor.fetchmany(size):
            columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
            yield columns, total // 2
            self._wait()

    def refuse_damage(self, table: str) -> None:
        """Raise `Unreadable` where the pages of a table do not fit together."""
        self.until = time.monotonic() + _CHECK_S
        found = self.connection.execute(f"pragma quick_check({identifier(table)})").fetchone()
        if found is not None and found[0] != "ok":
            raise _refusal(ValueError(str(found[0]).splitlines()[-1]))

    def warnings(self) -> tuple[str, ...]:
        """Tell what had to be repaired."""
        if not self.repaired:
            return ()
        texts = counted(self.repaired, "text")
        return (f"{texts} that are not UTF-8, with � for what cannot be read.",)

    def decode(self, text: bytes) -> str:
        """Give a text, whatever its bytes are."""
        try:
            return text.decode()
        except UnicodeDecodeError:
            self.repaired += 1
            return text.decode("utf-8", "replace")

    def is_late(self) -> bool:
        """Whether the present query has had its time."""
        return time.monotonic() > self.until

    def _wait(self) -> None:
        self.until = time.monotonic() + _PATIENCE_S

    def _ask(self, query: str) -> sqlite3.Cursor:
        self._wait()
        return self.connection.execute(query)


@contextmanager
def _open(source: Path, limits: ReadLimits) -> Iterator[_Base]:
    _refuse_cut_off(source)
    try:
        address = f"{source.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True, cached_statements=0)) as connection:
            base = _Base(connection)
            connection.text_factory = base.decode
            _confine(connection, limits, base.is_late)
            yield base
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise Unreadable(
                f"The SQLite file gave no row for {_PATIENCE_S:.0f} s. A view may never end; "
                "choose a table."
            ) from error
        raise _refusal(error) from error
    except MemoryError as error:
        # A damaged length asks for more than there is.
        raise _refusal(ValueError("a value is too long")) from error
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise _refusal(error) from error


def _refuse_cut_off(source: Path) -> None:
    """Raise `Unreadable` where the file has fewer pages than it says; they would read as empty."""
    with source.open("rb") as file:
        head = file.read(100)
    page_bytes = int.from_bytes(head[16:18], "big")
    page_bytes = 65_536 if page_bytes == 1 else page_bytes
    pages = int.from_bytes(head[28:32], "big")
    is_said = head[24:28] == head[92:96]
    if len(head) < 100 or (is_said and source.stat().st_size < pages * page_bytes):
        raise _refusal(ValueError("it ends before its last page"))


def _confine(
    connection: sqlite3.Connection, limits: ReadLimits, is_late: Callable[[], bool]
) -> None:
    """Let queries read and nothing else, however the file was made."""
    for pragma in ("trusted_schema = off", "query_only = on", "cell_size_check = on"):
        connection.execute(f"pragma {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(4 * limits.cell_characters, 1 << 20))
    connection.set_progress_handler(lambda: int(is_late()), _STEPS)
    connection.set_authorizer(_authorise)


def _authorise(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_PRAGMA and first == "quick_check":
        return sqlite3.SQLITE_OK
    is_function = action == sqlite3.SQLITE_FUNCTION
    if action in _ALLOWED and not (is_function and second in _FORBIDDEN_FUNCTIONS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _choose(base: _Base, wanted: str | None) -> tuple[Part, list[Part]]:
    """Choose a table, by its name or as the first that has rows; gives the others too."""
    parts = base.tables()
    if not parts:
        raise Unreadable("The SQLite file has no table. Choose one that holds data.")
    if wanted is not None:
        chosen = next((part for part in parts if part.name == wanted), None)
        if chosen is None:
            known = listed([repr(part.name) for part in parts])
            raise Unreadable(f"There is no table {wanted!r} in the file; there is {known}.")
    else:
        filled = (part for part in parts if not base.is_empty(part.name))
        chosen = next(filled, None)
        if chosen is None:
            raise Unreadable("No table of the SQLite file has rows. Choose one that holds data.")
    return chosen, [part for part in parts if part is not chosen]


def _tell_others(part: Part, others: list[Part]) -> tuple[str, ...]:
    if not others:
        return ()
    names = listed([repr(other.name) for other in others])
    return (f"The {part.kind} {part.name!r} was read; the file also has {names}.",)


def _is_virtual(sql: object) -> bool:
    return isinstance(sql, str) and sql.lstrip().lower().startswith("create virtual")


def _refusal(error: Exception) -> Unreadable:
    return Unreadable(
        f"The SQLite file cannot be read: {str(error).rstrip('.')}. It may be damaged, or be "
        "written by a program that was still at work; copy it when that has ended."
    )
