"""Parquet: every type comes in exactly, or as text with a word about it."""

import datetime
import decimal
import io
import math
import uuid
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits
from tests.capabilities.datasets.importer import Table, import_bytes

MOMENT = datetime.datetime(2020, 2, 29, 12, 30, 15, 250)


def parquet(columns: dict[str, Any] | pa.Table, **options: Any) -> bytes:
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    target = io.BytesIO()
    pq.write_table(table, target, **options)
    return target.getvalue()


def read(columns: dict[str, Any] | pa.Table, **options: Any) -> Table:
    return import_bytes(parquet(columns, **options), "table.parquet")


@pytest.mark.parametrize(
    ("array", "dtype", "values"),
    [
        (pa.array([1, None, -128], pa.int8()), "int64", [1, None, -128]),
        (pa.array([2**63 - 1], pa.uint64()), "int64", [2**63 - 1]),
        (pa.array([0.5, None], pa.float16()), "float64", [0.5, None]),
        (pa.array([0.1], pa.float32()), "float64", [0.10000000149011612]),
        (pa.array([True, None, False]), "bool", [True, None, False]),
        (pa.array(["", None, " NA "]), "str", ["", None, " NA "]),
        (pa.array(["a", None, "a"]).dictionary_encode(), "str", ["a", None, "a"]),
        (pa.array(["x" * 99], pa.large_string()), "str", ["x" * 99]),
        (pa.array([None, None], pa.null()), "float64", [None, None]),
        (pa.array([MOMENT], pa.timestamp("ns")), "datetime64[us]", [MOMENT]),
        (pa.array([MOMENT.replace(microsecond=0)], pa.timestamp("s")), "datetime64[us]", None),
        (pa.array([decimal.Decimal("12.50")], pa.decimal128(10, 2)), "float64", [12.5]),
        (pa.array([decimal.Decimal("1.5")], pa.decimal128(38, 18)), "float64", [1.5]),
        (pa.array([decimal.Decimal(10**17)], pa.decimal128(18, 0)), "int64", [10**17]),
    ],
    ids=str,
)
def test_types_that_lose_nothing(array: pa.Array, dtype: str, values: list[Any] | None) -> None:
    table = read({"x": array, "y": list(range(len(array)))})

    assert table.dtypes[0] == dtype
    if values is not None:
        assert [row[0] for row in table.rows] == values
    assert "kept" not in table.warnings


@pytest.mark.parametrize(
    ("array", "values", "said"),
    [
        (pa.array([2**64 - 1, 0], pa.uint64()), [str(2**64 - 1), "0"], "too large for 64 bits"),
        (
            pa.array([decimal.Decimal("12345678901234567890.5")], pa.decimal128(38, 1)),
            ["12345678901234567890.5"],
            "more than 15 digits",
        ),
        (pa.array([b"abc", None], pa.binary()), ["abc", None], "Bytes that are UTF-8"),
        (pa.array([b"\xff\x00"], pa.binary()), ["ff00"], "hexadecimal"),
        (pa.array([b"\x00\x01"], pa.binary(2)), ["0001"], "hexadecimal"),
        (pa.array([datetime.time(1, 2, 3, 40)]), ["01:02:03.00004"], "Times of day"),
        (pa.array([[1, None], [], None]), ["[1,null]", "[]", None], "JSON text"),
        (
            pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
            ['{"a":1}', None],
            "JSON text",
        ),
        (
            pa.array([[("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int64())),
            ['[["a",1],["a",2]]'],
            "JSON text",
        ),
    ],
    ids=str,
)
def test_what_becomes_text_is_told(array: pa.Array, values: list[Any], said: str) -> None:
    table = read({"x": array})

    assert table.dtypes == ["str"]
    assert [row[0] for row in table.rows] == values
    assert said in table.warnings
    assert ": x." in table.warnings


def test_times_with_a_zone_are_kept_in_utc() -> None:
    paris = pa.array([MOMENT.replace(tzinfo=datetime.UTC)], pa.timestamp("us", "Europe/Paris"))

    table = read({"x": paris})

    assert table.rows == [(MOMENT,)]
    assert "Times of the zone Europe/Paris kept in UTC: x." in table.warnings


def test_nanoseconds_that_are_cut_are_told() -> None:
    table = read({"x": pa.array([1_000_000_001], pa.timestamp("ns"))})

    assert table.rows == [(datetime.datetime(1970, 1, 1, 0, 0, 1),)]
    assert "Times to the nanosecond cut to the microsecond: x." in table.warnings


def test_durations_are_seconds() -> None:
    table = read({"x": pa.array([1_500], pa.duration("ms"))})

    assert table.rows == [(1.5,)]
    assert "Durations kept as seconds: x." in table.warnings


def test_structs_are_taken_apart() -> None:
    table = read({"a": [{"b": {"c": 1}, "d": "x"}, None, {"b": None, "d": "y"}], "e": [1, 2, 3]})

    assert list(table.frame.columns) == ["a.b.c", "a.d", "e"]
    assert table.rows == [(1, "x", 1), (None, None, 2), (None, "y", 3)]


def test_identifiers_of_128_bits_are_read_as_people_write_them() -> None:
    identity = uuid.UUID(int=5)

    table = read({"x": pa.array([identity.bytes, None], pa.uuid())})

    assert table.rows == [(str(identity),), (None,)]


def test_floats_that_are_no_numbers_stay() -> None:
    table = read({"x": [math.nan, math.inf, -math.inf, None, 1.0]})

    assert table.frame["x"].tolist()[1:3] == [math.inf, -math.inf]
    assert table.imported.columns[0]["missing"] == 1


def test_old_times_beyond_nanoseconds_are_read() -> None:
    far = datetime.datetime(9999, 12, 31)

    table = read(
        {"x": pa.array([far], pa.timestamp("us"))},
        use_deprecated_int96_timestamps=True,
    )

    assert table.rows == [(far,)]


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        (pa.timestamp("us"), 5_000_000 * 86_400_000_000, 5_000_000 * 86_400_000_000),
        (pa.timestamp("s"), 5_000_000 * 86_400, 5_000_000 * 86_400_000),  # Parquet keeps ms
        (pa.date32(), 5_000_000, 5_000_000),
        (pa.date64(), 5_000_000 * 86_400_000, 5_000_000),
    ],
    ids=str,
)
def test_dates_that_no_calendar_reaches_are_numbers(
    kind: pa.DataType, number: int, kept: int
) -> None:
    width = pa.int32() if kind.bit_width == 32 else pa.int64()

    table = read({"x": pa.array([0, number], width).cast(kind)})

    assert table.rows == [(0,), (kept,)]
    assert "beyond the years 1 to 9999, all kept as numbers" in table.warnings


def test_rows_are_read_in_order_across_row_groups() -> None:
    table = read({"x": range(50_000)}, row_group_size=777)

    assert table.frame["x"].tolist() == list(range(50_000))


def test_columns_of_one_name_are_refused() -> None:
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])

    with pytest.raises(Unreadable, match="'a' 2 times"):
        read(twice)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(Unreadable, match="1 column but no rows"):
        read({"x": pa.array([], pa.int64())})


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (ReadLimits(rows=2, columns=9), "ARMILLARY_MAX_ROWS"),
        (ReadLimits(rows=9, columns=1), "ARMILLARY_MAX_COLUMNS"),
        (ReadLimits(9, 9, cell_characters=2), "ARMILLARY_MAX_CELL_CHARACTERS"),
    ],
)
def test_limits_are_named(limits: ReadLimits, name: str) -> None:
    data = parquet({"a": ["abc", "b", "c"], "b": [1, 2, 3]})

    with pytest.raises(Unreadable, match=name):
        import_bytes(data, "table.parquet", limits)


def test_a_damaged_page_is_refused_by_its_checksum() -> None:
    data = bytearray(
        parquet(
            {"x": list(range(1000))},
            compression="none",
            use_dictionary=False,
            write_page_checksum=True,
        )
    )
    data[500] ^= 1

    with pytest.raises(Unreadable, match="CRC"):
        import_bytes(bytes(data), "table.parquet")


@pytest.mark.parametrize("kept", [4, 12, 100, -1])
def test_a_file_cut_off_is_refused(kept: int) -> None:
    data = parquet({"x": [1, 2, 3]})

    with pytest.raises(Unreadable, match="cannot be read"):
        import_bytes(data[:kept], "table.parquet")


def test_an_encrypted_file_is_named_so(test_data: Path) -> None:
    path = test_data / "nasty/parquet/duckdb/encryption/encrypted_footer.parquet"

    with pytest.raises(Unreadable, match="encrypted"):
        import_bytes(path.read_bytes(), path.name)
