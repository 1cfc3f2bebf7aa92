"""Small good files with some bytes changed: whatever comes of them, it is a table or a refusal.

Set FUZZ_EXAMPLES to look longer than a test run has time for.
"""

import bz2
import gzip
import io
import lzma
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.capabilities.datasets.fuzzing import ReadingProcess
from tests.capabilities.datasets.importer import folder

_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
_FRAME = pd.DataFrame(
    {
        "n": [1, 2, 3, None],
        "s": ["x", "longer text", "", "ü"],
        "t": pd.to_datetime(["2020-01-01", "2021-02-03", None, "1999-12-31"]),
        "b": [True, False, True, False],
    }
)
_PLAIN = _FRAME.drop(columns="t")
_NESTED = pa.table({"l": [[1, 2], [], None], "o": [{"a": 1, "b": "x"}, None, {"a": 2, "b": "y"}]})


def _parquet(table: pa.Table, **options: object) -> bytes:
    target = io.BytesIO()
    pq.write_table(table, target, **options)
    return target.getvalue()


def _arrow(new: Callable[..., Any]) -> bytes:
    target = io.BytesIO()
    table = pa.Table.from_pandas(_FRAME)
    with new(target, table.schema) as writer:
        writer.write_table(table)
    return target.getvalue()


def _xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        # Stored plainly, so that a changed byte is one of XML more often than of its packing.
        sheet = book.add_worksheet()
        for place, row in enumerate([["n", "s"], [1, "x"], [2.5, "y"]]):
            sheet.write_row(place, 0, row)
    return _repacked(target.getvalue(), zipfile.ZIP_STORED)


def _repacked(data: bytes, compression: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name), given.read(name), compression)
    return target.getvalue()


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.csv"), _csv(), zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("b.csv"), _csv())
    return target.getvalue()


def _sqlite() -> bytes:
    with folder() as work:
        path = work / "t.db"
        connection = sqlite3.connect(path)
        connection.execute("pragma page_size = 512")
        connection.execute("create table t (n integer, s text)")
        connection.executemany("insert into t values (?, ?)", [(n, "x" * n) for n in range(60)])
        connection.execute("create view v as select n + 1 as m from t")
        connection.commit()
        connection.close()
        return path.read_bytes()


def _csv() -> bytes:
    return _FRAME.to_csv(index=False).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "t.csv": _csv,
    "t.tsv": lambda: _FRAME.to_csv(index=False, sep="\t", quoting=1).encode("utf-16"),
    "t.parquet": lambda: _parquet(pa.Table.from_pandas(_FRAME)),
    "nested.parquet": lambda: _parquet(_NESTED, compression="none", data_page_version="2.0"),
    "t.arrow": lambda: _arrow(pa.ipc.new_file),
    "t.arrows": lambda: _arrow(pa.ipc.new_stream),
    "t.xlsx": _xlsx,
    "t.json": lambda: _PLAIN.to_json(orient="records").encode(),
    "split.json": lambda: _PLAIN.to_json(orient="split").encode(),
    "columns.json": lambda: _PLAIN.to_json().encode(),
    "t.ndjson": lambda: _PLAIN.to_json(orient="records", lines=True).encode(),
    "t.sqlite": _sqlite,
    "t.zip": _zip,
    "t.csv.gz": lambda: gzip.compress(_csv(), mtime=0),
    "t.csv.bz2": lambda: bz2.compress(_csv()),
    "t.csv.xz": lambda: lzma.compress(_csv()),
    "t.csv.zst": lambda: pa.Codec("zstd").compress(_csv(), asbytes=True),
}

_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "set", "flip", "insert", "remove", "double", "cut"]),
        st.floats(0, 1),
        st.one_of(
            st.sampled_from(
                [b"\0", b"\xff", b"\x80", b"\xff\xff\xff\x7f", b"\xff" * 8, b'"', b"{"]
            ),
            st.binary(min_size=1, max_size=6),
        ),
    ),
    min_size=1,
    max_size=6,
)


def _changed(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    """Change bytes at places that are given as shares of the whole."""
    made = bytearray(data)
    for way, share, given_bytes in changes:
        place = int(share * len(made))
        end = place + len(given_bytes)
        if way == "set":
            made[place:end] = given_bytes
        elif way == "flip" and place < len(made):
            made[place] ^= 1 << given_bytes[0] % 8
        elif way == "insert":
            made[place:place] = given_bytes
        elif way == "remove":
            del made[place:end]
        elif way == "double":
            made[place:place] = made[place : place + 64]
        elif way == "cut" and share > 0.5:
            del made[place:]
    return bytes(made) or b"\0"


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcess]:
    """A process that reads for all tests."""
    with ReadingProcess() as process:
        yield process


@pytest.mark.parametrize("filename", FILES)
def test_the_good_file_is_read(filename: str, reader: ReadingProcess) -> None:
    verdict = reader.read(FILES[filename](), filename)

    assert verdict.kind == "table", verdict


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("filename", FILES)
def test_a_changed_file_is_a_table_or_refused(filename: str, reader: ReadingProcess) -> None:
    data = FILES[filename]()

    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=_EXAMPLES <= 100,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_CHANGES)
    def look(changes: list[tuple[str, float, bytes]]) -> None:
        verdict = reader.read(_changed(data, changes), filename)

        assert verdict.is_well, verdict
        assert verdict.kind == "table" or verdict.said.endswith((".", "'")), verdict

    look()


def test_a_process_that_dies_is_seen() -> None:
    with ReadingProcess() as process:
        process._process.kill()

        assert process.read(b"a\n1\n", "t.csv").kind == "crashed"
        assert process.read(b"a\n1\n", "t.csv").kind == "table"
