"""Stretches of rows from all over a stored table."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from armillary.capabilities.datasets.samples import read_stretches


def _stored(folder: Path, rows: int) -> Path:
    path = folder / "table.parquet"
    table = pa.table({"number": np.arange(rows), "other": np.arange(rows) * 2.0})
    pq.write_table(table, path, row_group_size=5_000)
    return path


def test_a_small_table_is_read_whole(tmp_path: Path) -> None:
    table, places, of_rows = read_stretches(_stored(tmp_path, 7_000), ["number"])

    assert (table.column_names, of_rows) == (["number"], 7_000)
    assert table["number"].to_pylist() == places.tolist() == list(range(7_000))


def test_of_a_large_table_stretches_from_all_over_are_read(tmp_path: Path) -> None:
    path = _stored(tmp_path, 400_000)

    table, places, of_rows = read_stretches(path, None, most_cells=100_000)

    assert of_rows == 400_000
    assert len(places) == table.num_rows == 24_000
    assert table["number"].to_pylist() == places.tolist()
    assert (places.min(), places.max()) == (0, 395_999)
    assert (np.diff(places) == 1).mean() > 0.99
