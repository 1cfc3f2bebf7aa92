"""Comma-separated values, in UTF-8."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from armillary.base.sql import quoted
from armillary.capabilities.datasets.export_source import Source

# What spreadsheets take for the beginning of a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")


class Csv:
    """A header, then a line for each row; missing cells are empty."""

    id = "csv"
    media_type = "text/csv; charset=utf-8"

    def head(self, names: Sequence[str], *, is_safe: bool) -> bytes:
        """Write the header."""
        return _lines([[_safe(name) if is_safe else name for name in names]]).encode()

    def write(self, source: Source, path: Path, *, is_safe: bool) -> None:
        """Have the engine write the lines; rows of very many columns are written here."""
        if not source.is_wide:
            sql, values = source.query(_cells(source, is_safe=is_safe))
            into = f"{quoted(str(path))} (format csv, header false, use_tmp_file false)"
            source.table.engine.execute(f"copy ({sql}) to {into}", values)
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            for batch in source.batches():
                columns = [[_as_text(cell) for cell in column.to_pylist()] for column in batch]
                if is_safe:
                    columns = [_all_safe(source, at, cells) for at, cells in enumerate(columns)]
                file.write(_lines(zip(*columns, strict=True)))


export = Csv()


def _cells(source: Source, *, is_safe: bool) -> Iterator[str]:
    """Give the SQL of each cell: texts that look like formulas get an apostrophe in front."""
    pattern = quoted(f"^({_FORMULA.pattern})")
    for place, column in zip(source.places, source.columns, strict=True):
        is_text = is_safe and column.storage == "str"
        yield f"regexp_replace(c{place}, {pattern}, '''\\1')" if is_text else f"c{place}"


def _all_safe(source: Source, at: int, cells: list[str | None]) -> list[str | None]:
    if source.columns[at].storage != "str":
        return cells
    return [None if cell is None else _safe(cell) for cell in cells]


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _lines(rows: Any) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _as_text(cell: Any) -> str | None:
    if cell is None:
        return None
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
