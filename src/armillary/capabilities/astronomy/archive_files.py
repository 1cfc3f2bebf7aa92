"""The archive's own CSV files: recognised by what they hold, and refused where that is not whole.

They may be compressed by gzip, have any name, and begin with comments marked by ``#``.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from armillary.capabilities.astronomy.missions import Mission, all_missions
from armillary.capabilities.datasets import Unreadable

_GZIP = b"\x1f\x8b"
_MOST_LINES = 1000
_LEAST_FEATURES = 3
_MOST_BYTES = 1 << 30


@dataclass(frozen=True)
class Whole:
    """What a table that is whole holds."""

    rows: int
    columns: int
    labelled: int


def find_file(folder: Path, mission: Mission) -> Path | None:
    """Give the newest file of a folder that is a mission's table, or None."""
    try:
        paths = [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return None
    mine = [path for path in paths if _is_csv(path) and recognise(path) is mission]
    return max(mine, key=lambda path: (path.stat().st_mtime, path.name), default=None)


def recognise(path: Path) -> Mission | None:
    """Say which mission's table a file is, by its column names; None for any other."""
    try:
        with _open_text(path) as file:
            header = next(_records(file), [])
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        return None
    columns = {name.strip() for name in header}
    for mission in all_missions():
        if {mission.target, mission.star} <= columns and _knows_enough(mission, columns):
            return mission
    return None


def unpack(path: Path, to: Path) -> None:
    """Write a file as plain text; raises `Unreadable` where what is compressed broke off."""
    written = 0
    try:
        with _open_bytes(path) as source, to.open("wb") as out:
            while chunk := source.read(1 << 20):
                written += len(chunk)
                if written > _MOST_BYTES:
                    raise Unreadable("The table is larger than a gibibyte; none of ours is.")
                out.write(chunk)
    except (EOFError, gzip.BadGzipFile) as error:
        raise Unreadable("The compressed table breaks off; fetch it again.") from error


def check_whole(path: Path, mission: Mission, expected_rows: int | None = None) -> Whole:
    """Read a plain table to its end; raises `Unreadable` unless it is the mission's and whole."""
    with path.open("rb") as file:
        head = file.read(512).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<votable")):
        raise Unreadable("Expected a CSV table; a web page or XML came.")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return _check_records(_records(file), mission, expected_rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"Expected a CSV table in UTF-8; it cannot be read ({error}).") from error


def _check_records(
    records: Iterator[list[str]], mission: Mission, expected_rows: int | None
) -> Whole:
    header = [name.strip() for name in next(records, [])]
    if mission.target not in header or not _knows_enough(mission, set(header)):
        raise Unreadable(_what_came(mission, header))
    target, rows, labelled = header.index(mission.target), 0, 0
    for record in records:
        rows += 1
        if len(record) != len(header):
            raise Unreadable(
                f"Row {rows} of the table has {len(record)} fields; expected {len(header)}. "
                "It seems to break off; fetch it again."
            )
        labelled += mission.disposition_of(record[target]) is not None
    if expected_rows is not None and rows != expected_rows:
        raise Unreadable(f"The archive has {expected_rows:,} rows; {rows:,} came. Fetch it again.")
    if not labelled:
        raise Unreadable(
            f"No row of the table has a known {mission.target}; expected "
            f"{', '.join(mission.labels)}."
        )
    return Whole(rows, len(header), labelled)


def _what_came(mission: Mission, header: list[str]) -> str:
    shown = ", ".join(header[:5]) or "nothing"
    return (
        f"Expected the table of {mission.title} with {mission.target} and its measurements; "
        f"the columns that came begin with {shown[:200]}."
    )


def _knows_enough(mission: Mission, columns: set[str]) -> bool:
    return len(mission.features_in(columns)) >= _LEAST_FEATURES


def _records(file: IO[str]) -> Iterator[list[str]]:
    """Give the rows of a table behind its comments; empty lines are none."""
    lines = _behind_comments(file)
    return (record for record in csv.reader(lines, strict=True) if record)


def _behind_comments(file: IO[str]) -> Iterator[str]:
    for place, line in enumerate(file):
        if line.startswith("#") and place < _MOST_LINES:
            continue
        yield line
        break
    yield from file


def _open_text(path: Path) -> IO[str]:
    return io.TextIOWrapper(_open_bytes(path), encoding="utf-8", newline="")


def _open_bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == _GZIP
    return gzip.open(path, "rb") if is_packed else path.open("rb")  # type: ignore[return-value]  # a GzipFile reads as any file does


def _is_csv(path: Path) -> bool:
    return path.name.lower().endswith((".csv", ".csv.gz"))
