"""Tables that have types already: nothing is inferred, and every value stays what it is."""

import datetime
import math
from collections.abc import Generator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.capabilities.datasets import opening, second_look
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TypedTable
from tests.capabilities.datasets.importer import Table, import_bytes


class TypedFormat:
    """Reads every file as one given table."""

    id = "typed"
    name = "Typed"
    suffixes = (".typed",)

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take everything."""
        return True

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, TypedTable]:
        """Write the table as formats do."""
        path = work / "typed.parquet"
        names = tuple(self._table.column_names)
        numbered = self._table.rename_columns([f"c{place}" for place in range(len(names))])
        pq.write_table(numbered, path)
        yield Reading(1, 1, self._table.num_rows)
        return TypedTable(path, names, self._table.num_rows, ("A warning of the format.",), {})


def import_typed(monkeypatch: pytest.MonkeyPatch, table: pa.Table) -> Table:
    monkeypatch.setattr(opening, "find_format", lambda filename, source: TypedFormat(table))
    return import_bytes(b"anything", "table.typed")


def test_every_value_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.date(2020, 2, 29)
    moment = datetime.datetime(2020, 2, 29, 12, 30, 15, 250)
    given = pa.table(
        {
            "i": pa.array([2**63 - 1, None, -(2**63)], pa.int64()),
            "f": pa.array([math.nan, math.inf, None], pa.float64()),
            "b": pa.array([True, None, False]),
            "d": pa.array([day, None, day], pa.date32()),
            "t": pa.array([moment, None, moment], pa.timestamp("us")),
            "s": pa.array(["", None, " NA "], pa.string()),
        }
    )
    stored: dict[str, pa.Table] = {}
    monkeypatch.setattr(
        second_look,
        "count_duplicates",
        lambda engine, path, width: stored.setdefault("table", pq.read_table(path)) and 0,
    )

    table = import_typed(monkeypatch, given)

    assert table.dtypes == ["int64", "float64", "bool", "date", "datetime64[us]", "str"]
    assert stored["table"].schema.equals(given.schema)
    found = stored["table"].to_pydict()
    expected = given.to_pydict()
    assert math.isnan(found["f"][0])
    assert found["f"][1:] == expected["f"][1:]
    assert {**found, "f": 0} == {**expected, "f": 0}
    assert table.imported.warnings == ["A warning of the format."]


def test_nan_counts_as_filled_and_spoils_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    table = import_typed(monkeypatch, pa.table({"f": [math.nan, 1.0, 3.0, None]}))

    [column] = table.imported.columns
    assert column["missing"] == 1
    assert column["numbers"] is not None
    assert (column["numbers"]["mean"], column["numbers"]["max"]) == (2.0, 3.0)


def test_a_table_without_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="2 columns but no rows"):
        import_typed(
            monkeypatch, pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], "str")})
        )


def test_a_type_that_no_column_has_is_a_fault_of_the_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(TypeError, match="got int32 in c0"):
        import_typed(monkeypatch, pa.table({"a": pa.array([1], pa.int32())}))
