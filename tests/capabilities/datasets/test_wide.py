"""Reading rows out of row groups, and writing very wide tables group by group."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.capabilities.datasets.columns import convert, profile, writer
from armillary.capabilities.datasets.wide import read_columns
from tests.capabilities.datasets.importer import import_text


@pytest.mark.parametrize(
    "numbers", [[0], [3, 4, 5], [9, 10, 11], [24], [20, 3, 11, 4], list(range(25)), [24, 0]]
)
def test_rows_are_found_in_their_groups_and_given_in_order(
    tmp_path: Path, numbers: list[int]
) -> None:
    path = tmp_path / "table.parquet"
    table = pa.table({"a": list(range(25)), "b": [f"t{i}" for i in range(25)]})
    pq.write_table(table, path, row_group_size=10)

    columns = read_columns(path, numbers)

    assert columns == [numbers, [f"t{number}" for number in numbers]]


def test_a_table_written_some_columns_at_a_time_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [f"{i},t{i % 3},{i / 4},2020-01-{i % 28 + 1:02},{i % 5}" for i in range(100)]
    text = "\n".join(["a,b,c,d,e", *rows, *rows[:4]])

    at_once = import_text(text)
    monkeypatch.setattr(convert, "_COLUMNS_AT_ONCE", 2)
    monkeypatch.setattr(writer, "_GROUP_CELLS", 35)
    monkeypatch.setattr(profile, "_COLUMNS_AT_ONCE", 2)
    in_parts = import_text(text)

    pd.testing.assert_frame_equal(in_parts.frame, at_once.frame)
    assert in_parts.imported.columns == at_once.imported.columns
    assert in_parts.imported.duplicate_rows == at_once.imported.duplicate_rows == 4
