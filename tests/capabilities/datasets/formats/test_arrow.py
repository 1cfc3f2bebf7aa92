"""Arrow files and streams, Feather 2 among them."""

import io
from typing import Any

import pyarrow as pa
import pytest

from armillary.capabilities.datasets.errors import Unreadable
from tests.capabilities.datasets.importer import import_bytes

TABLE = pa.table(
    {
        "n": pa.array([1, None, 3], pa.int32()),
        "s": pa.array(["x", "", None]).dictionary_encode(),
        "l": [[1], [], None],
    }
)
ROWS = [(1, "x", "[1]"), (None, "", "[]"), (3, None, None)]


def as_file(table: pa.Table, **options: Any) -> bytes:
    target = io.BytesIO()
    with pa.ipc.new_file(target, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table)
    return target.getvalue()


def as_stream(table: pa.Table) -> bytes:
    target = io.BytesIO()
    with pa.ipc.new_stream(target, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (as_file(TABLE), "t.arrow"),
        (as_file(TABLE, compression="zstd"), "t.feather"),
        (as_file(TABLE, compression="lz4"), "no name of its own"),
        (as_stream(TABLE), "t.arrows"),
        (as_stream(TABLE), "t.bin"),
    ],
)
def test_every_form_is_read(data: bytes, filename: str) -> None:
    assert import_bytes(data, filename).rows == ROWS


def test_the_old_feather_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="Feather file of version 1"):
        import_bytes(b"FEA1" + bytes(40) + b"FEA1", "t.feather")


@pytest.mark.parametrize("make", [as_file, as_stream])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_a_file_cut_off_is_refused(make: Any, kept: float) -> None:
    data = make(TABLE)

    with pytest.raises(Unreadable, match="cannot be read"):
        import_bytes(data[: int(kept * len(data))], "t.arrow")


def test_offsets_that_point_outside_are_refused() -> None:
    table = pa.table({"s": ["abc", "def"]})
    data = as_file(table)
    offsets = b"\0\0\0\0\x03\0\0\0\x06\0\0\0"
    assert data.count(offsets) == 1

    with pytest.raises(Unreadable, match="cannot be read"):
        import_bytes(data.replace(offsets, b"\0\0\0\0\x03\0\0\0\xff\xff\xff\x7f"), "t.arrow")
