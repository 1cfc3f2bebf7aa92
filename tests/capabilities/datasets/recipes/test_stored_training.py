"""A training's recipe over stored tables: as over tables in memory, and little of it in memory."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.recipes import sources
from armillary.learning.contract import Task
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin, begin_on
from tests.learning.recipe.kitchen import step

ROWS, NUMBERS = 150_000, 12
STEPS = [
    step("sort", by=[{"column": "f0"}]),
    step("handle_missing", method="mean", columns=["x"]),
    step("scale", columns=["x", "f1"]),
]


def test_what_memory_should_not_hold_goes_to_disk_until_the_training_ends(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    numbers = {f"f{place}": rng.normal(size=ROWS) for place in range(NUMBERS)}
    gaps = np.where(rng.random(ROWS) < 0.1, np.nan, rng.normal(size=ROWS))
    table = pa.table({"x": pa.array(gaps, from_pandas=True), **numbers, "y": rng.random(ROWS)})
    storage, spill = LocalStorage(tmp_path), tmp_path / "spill"
    pq.write_table(table, storage.root / "table.parquet", row_group_size=32_768)
    payload = {"key": "table.parquet", "fields": [[name, "float64"] for name in table.column_names]}
    engine = open_engine([storage.root], spill, threads=1, memory_bytes=40 << 20)
    steps, places, task = check_steps(STEPS), rng.permutation(ROWS), Task("regression", "y")
    train, held = np.sort(places[:1000]), np.sort(places[1000:])

    recipe = begin_on(sources.open_relation(engine, storage, payload, {}), steps)
    after = recipe.split_at(train, held, task, 0)

    assert any(spill.iterdir())
    expected = begin(open_memory(), table, steps, {}).split_at(train, held, task, 0)
    pd.testing.assert_frame_equal(after.frame, expected.frame)
    assert np.array_equal(after.train, expected.train)
    assert np.array_equal(after.held, expected.held)
    recipe.close()
    assert not spill.exists()
