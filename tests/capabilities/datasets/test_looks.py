"""The looks at long tables: what they tell is what is told of short ones."""

import math
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.capabilities.datasets.columns import glance as glances
from armillary.capabilities.datasets.columns import tall
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.kinds import Storage
from armillary.capabilities.datasets.columns.profile import (
    ColumnProfile,
    count_duplicates,
    profile_columns,
)

ROWS = 5000
STORAGES: tuple[Storage, ...] = (
    "int64", "int64", "float64", "float64", "float64", "float64", "str", "str", "str", "bool",
    "date", "datetime64[us]", "str",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of every kind of column, with gaps, in several row groups."""
    random = np.random.default_rng(3)
    reals = random.normal(size=ROWS)
    odd = np.where(random.random(ROWS) < 0.1, np.inf, np.round(reals, 1))
    odd[::50], odd[1::50] = np.nan, -np.inf
    gaps = random.random(ROWS) < 0.2
    days = np.datetime64("2020-01-01") + random.integers(0, 300, ROWS)
    columns = [
        pa.array(np.arange(ROWS)),
        pa.array(random.integers(-5, 5, ROWS), mask=gaps),
        pa.array(reals, mask=gaps),
        pa.array(odd),
        pa.array([None] * ROWS, pa.float64()),
        pa.array([1e300, -1e300] * (ROWS // 2)),
        pa.array([f"row {place}" for place in range(ROWS)]),
        pa.array(random.choice(["red", "green", "blue"], ROWS), mask=gaps),
        pa.array([f"city {each}" for each in random.zipf(1.5, ROWS) % 900]),
        pa.array(random.random(ROWS) < 0.3),
        pa.array(days.astype("datetime64[D]")),
        pa.array(days.astype("datetime64[us]") + random.integers(0, 10**9, ROWS)),
        pa.array([None] * ROWS, pa.string()),
    ]
    table = pa.table({f"name {place}": column for place, column in enumerate(columns)})
    path = tmp_path_factory.mktemp("looks").resolve() / "table.parquet"
    pq.write_table(pa.concat_tables([table, table.slice(0, 9)]), path, row_group_size=1000)
    return path


@pytest.fixture
def engine(path: Path) -> duckdb.DuckDBPyConnection:
    return open_engine([path.parent], path.parent / "spill", threads=2, memory_bytes=256 << 20)


def whole(engine: duckdb.DuckDBPyConnection, path: Path) -> list[ColumnProfile]:
    return [each for group in profile_columns(engine, path, STORAGES, ROWS + 9) for each in group]


@pytest.mark.parametrize("most_rows", [tall.MOST_ROWS, 1500])
def test_long_tables_are_profiled_as_short_ones_are(
    engine: duckdb.DuckDBPyConnection, path: Path, monkeypatch: pytest.MonkeyPatch, most_rows: int
) -> None:
    monkeypatch.setattr(tall, "MOST_ROWS", most_rows)
    monkeypatch.setattr(tall, "_BATCH_ROWS", 512)

    found = list(tall.profile_tall(tall.LongTable(engine, path, STORAGES, ROWS + 9)))

    for ours, expected in zip(found, whole(engine, path), strict=True):
        assert (ours.filled, ours.distinct) == (expected.filled, expected.distinct)
        assert (ours.minimum, ours.maximum) == (expected.minimum, expected.maximum)
        assert (ours.mean_length or 0) == pytest.approx(expected.mean_length or 0, rel=1e-12)
        assert ours.examples == expected.examples
        assert_numbers_are(ours, expected)
        # Of values that are as frequent any may be among the first.
        assert list((ours.top or {}).values()) == list((expected.top or {}).values())


def assert_numbers_are(ours: ColumnProfile, expected: ColumnProfile) -> None:
    """Both compute in doubles; only the order of the sums differs, unless it was estimated."""
    assert (ours.numbers is None) == (expected.numbers is None)
    for name, value in (expected.numbers or {}).items():
        mine = (ours.numbers or {})[name]
        is_estimate = ours.is_approximate and name.startswith("q")
        if is_estimate and value is not None and abs(value) < 1e100:
            assert mine == pytest.approx(value, abs=0.05 * (ours.maximum - ours.minimum))
        elif not is_estimate:
            assert (mine is None) == (value is None), name
            assert (mine or 0) == pytest.approx(value or 0, rel=1e-9, abs=1e-12), name


def test_duplicates_of_long_tables_are_counted(
    engine: duckdb.DuckDBPyConnection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tall, "MOST_ROWS", 1500)
    table = tall.LongTable(engine, path, STORAGES, ROWS + 9)

    assert tall.count_tall_duplicates(table) == 9
    assert count_duplicates(engine, path, len(STORAGES)) == 9


def test_a_glance_is_exact_in_what_the_first_answer_needs(
    engine: duckdb.DuckDBPyConnection, path: Path
) -> None:
    found = glances.glance(engine, path, STORAGES)

    for ours, expected in zip(found, whole(engine, path), strict=True):
        assert ours.filled == expected.filled
        assert (ours.minimum, ours.maximum) == (expected.minimum, expected.maximum)
        assert ours.examples == expected.examples
        if expected.distinct <= 60:
            assert ours.distinct == expected.distinct
            assert ours.top == expected.top
    # It has to come near where the share of different values makes an identifier.
    assert found[0].distinct == pytest.approx(ROWS, rel=0.2)
    assert found[6].distinct == pytest.approx(ROWS, rel=0.2)
    assert not math.isnan(glances.memory_of(found, STORAGES, ROWS))


@pytest.mark.parametrize(
    ("filled", "distinct", "share", "expected"),
    [
        (1000, 1000, 0.1, 10_000),
        (1000, 10, 0.1, 10),
        # Drawn from a thousand: 1000 * (1 - exp(-1)), and after ten times as many all but none.
        (1000, 632, 0.1, 1000),
        (1000, 900, 1.0, 900),
        (0, 0, 0.5, 0),
    ],
)
def test_values_of_a_part_tell_how_many_the_whole_has(
    filled: int, distinct: int, share: float, expected: int
) -> None:
    assert glances.extrapolated(filled, distinct, share) == pytest.approx(expected, rel=0.01)
