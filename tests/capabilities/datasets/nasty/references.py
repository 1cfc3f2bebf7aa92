"""What other readers make of the same files, with and without being told how to read them."""

import gzip
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from armillary.capabilities.datasets.containers import unwrap
from armillary.capabilities.datasets.formats import DelimitedText, ReadOptions, find_format
from tests.capabilities.datasets.importer import LIMITS

Rows = Sequence[Sequence[Any]]


def plain_csv(path: Path) -> Rows:
    """Read as pandas does without being told anything."""
    return of_frame(pd.read_csv(path))


def told_csv(path: Path) -> tuple[Rows, str]:
    """Read as pandas does when it is told what our reader found out; gives that, too."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        unpacked = _end(unwrap(path, path.name, work, LIMITS, ReadOptions()))
        found = find_format(unpacked.filename, unpacked.path)
        assert found is not None
        text = _end(found.read(unpacked.path, work, LIMITS, unpacked.options))
        assert isinstance(text, DelimitedText)
        dialect = text.body.dialect
        with text.body.path.open("rb") as file:
            file.seek(text.body.start_byte)
            frame = pd.read_csv(
                file,
                sep=dialect.delimiter,
                quotechar=dialect.quote or '"',
                quoting=0 if dialect.quote else 3,
                escapechar=dialect.escape,
                skipinitialspace=dialect.skip_space,
                header=None,
                names=list(range(text.body.width)),
                index_col=False,
                dtype=str,
                keep_default_na=False,
                on_bad_lines="skip",
            )
    why = (
        f"delimiter {dialect.delimiter!r}, {text.facts.get('encoding')}, header "
        f"{text.beginning.header}, {text.beginning.skipped_lines} lines above"
    )
    return of_frame(frame), why


def sheet(path: Path, name: str | None) -> Rows:
    """Read every row of a sheet with values, those above its table and its header too."""
    frame = pd.read_excel(path, sheet_name=name or 0, header=None, engine="calamine")
    return of_frame(frame.dropna(axis="columns", how="all"))


def parquet(path: Path) -> Rows:
    """Read as pyarrow does, structs taken apart."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    while any(pa.types.is_struct(each.type) for each in table.schema):
        table = table.flatten()
    columns = [column.to_pylist() for column in table.columns]
    return without_blank([list(row) for row in zip(*columns, strict=True)])


def records(path: Path) -> pd.DataFrame:
    """Read a list of records, or lines of them, as Python and pandas do."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    found: list[Any] = []
    at, decoder = 0, json.JSONDecoder()
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found += value if isinstance(value, list) else [value]
    if not found or not all(isinstance(each, dict) for each in found):
        raise ValueError("no list of records")
    return pd.json_normalize(found)


def of_frame(frame: pd.DataFrame) -> Rows:
    """Give a frame's rows without those that are wholly blank."""
    return without_blank(frame.astype(object).to_numpy().tolist())


def without_blank(rows: Rows) -> Rows:
    """Leave out the rows that are wholly blank."""
    return [row for row in rows if not all(is_blank(cell) for cell in row)]


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing."""
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or (not isinstance(cell, list | dict | tuple) and bool(pd.isna(cell)))


def _end(steps: Any) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
