"""The numbers that describe columns, against pandas."""

import numpy as np
import pandas as pd
import pytest

from armillary.capabilities.datasets import schema
from tests.capabilities.datasets.importer import import_bytes, import_text


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """A table of every kind of column, with gaps."""
    random = np.random.default_rng(7)
    rows = 500
    frame = pd.DataFrame(
        {
            "whole": random.integers(-1000, 1000, rows),
            "real": random.normal(size=rows),
            "gaps": np.where(random.random(rows) < 0.2, np.nan, random.normal(size=rows)),
            "word": random.choice(["red", "green", "blue"], rows, p=[0.5, 0.3, 0.2]),
            "truth": random.random(rows) < 0.3,
            "day": pd.date_range("2020-01-01", periods=rows).strftime("%Y-%m-%d"),
        }
    )
    return pd.concat([frame, frame.head(7)], ignore_index=True)


def test_statistics_are_those_of_pandas(frame: pd.DataFrame) -> None:
    table = import_bytes(frame.to_csv(index=False).encode())

    rows = table.imported.rows
    found = {entry["name"]: schema.statistics(entry, rows) for entry in table.imported.columns}
    for name in ("whole", "real", "gaps"):
        expected = frame[name].describe()
        stats = found[name]
        assert stats["non_null_count"] == expected["count"]
        assert stats["null_count"] == frame[name].isna().sum()
        assert stats["null_percentage"] == pytest.approx(frame[name].isna().mean() * 100, abs=1e-4)
        assert stats["unique_count"] == frame[name].nunique()
        # Both compute in doubles; only the order of the sums differs.
        for ours, theirs in {
            "mean": "mean",
            "std": "std",
            "min": "min",
            "max": "max",
            "q25": "25%",
            "q50": "50%",
            "q75": "75%",
        }.items():
            assert stats[ours] == pytest.approx(expected[theirs], rel=1e-12), (name, ours)
    counts = frame["word"].value_counts()
    assert found["word"]["top_values"] == counts.to_dict()
    assert list(found["word"]["top_values"]) == list(counts.index)
    assert found["word"]["most_common"] == counts.index[0]
    assert found["truth"]["top_values"] == {
        "false": int((~frame["truth"]).sum()),
        "true": int(frame["truth"].sum()),
    }
    assert table.imported.duplicate_rows == 7
    assert len(found["day"]["top_values"]) == 10


def test_infinities_do_not_spoil_the_other_numbers() -> None:
    table = import_text("x,n\ninf,1\n1.0,2\n3.0,3\n-inf,4\n")

    stats = schema.statistics(table.imported.columns[0], 4)
    assert (stats["min"], stats["max"], stats["mean"]) == (1.0, 3.0, 2.0)
    assert stats["non_null_count"] == 4


def test_a_deviation_that_no_double_holds_is_null() -> None:
    table = import_text("x,n\n1e308,1\n-1e308,2\n1e308,3\n")

    stats = schema.statistics(table.imported.columns[0], 3)
    assert stats["std"] is None
    assert stats["max"] == 1e308


def test_the_smallest_whole_number_has_statistics() -> None:
    table = import_text("x,n\n0,1\n-9223372036854775808,2\n")

    stats = schema.statistics(table.imported.columns[0], 2)
    assert (stats["min"], stats["max"]) == (-(2**63), 0)


def test_tiny_numbers_have_their_deviation() -> None:
    table = import_text("x,n\n1e-20,1\n3e-20,2\n5e-20,3\n")

    stats = schema.statistics(table.imported.columns[0], 3)
    assert stats["std"] == pytest.approx(2e-20, rel=1e-12)


def test_an_empty_column_has_a_profile() -> None:
    table = import_text("x,n\n,1\n,2\n")

    assert schema.statistics(table.imported.columns[0], 2) == {
        "dtype": "float64",
        "non_null_count": 0,
        "null_count": 2,
        "null_percentage": 100.0,
        "unique_count": 0,
        "top_values": {},
        "most_common": None,
    }
