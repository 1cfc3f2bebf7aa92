"""Rows that are too far from what a model saw in training, and rows that are not."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning import bundle
from armillary.learning.contract import Task
from armillary.learning.fit import fit


def _flats(count: int, seed: int) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    area = chance.normal(80, 20, count)
    return pd.DataFrame(
        {
            "area": area,
            "price": 10 * area + chance.normal(0, 60, count),
            "town": chance.choice(["Bonn", "Köln"], count),
            "built": pd.Timestamp("1990-01-01")
            + pd.to_timedelta(chance.integers(0, 9000, count), "D"),
            "let": np.where(area + chance.normal(0, 10, count) > 80, "yes", "no"),
        }
    )


@pytest.fixture(scope="module")
def model() -> Any:
    *_, last = fit(_flats(1500, 0), Task("classification", "let"), "decision_tree", {}, seed=1)
    return last.model()


ROW = {"area": 80.0, "price": 800.0, "town": "Bonn", "built": "2001-05-01"}


def test_rows_of_the_same_world_are_near(model: Any) -> None:
    strange = model.strange(_flats(4000, 5))

    # Of 4,000 honest rows a handful may lie beyond all 1,050 that were seen.
    assert strange.is_far.sum() <= 8


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"area": 900.0, "price": 9000.0}, "area is 900, where it saw"),
        ({"price": 300.0, "area": 120.0}, "its numbers do not occur together"),
        ({"area": None}, "area is missing, which it never was"),
    ],
)
def test_what_was_never_seen_is_told(model: Any, change: Any, why: str) -> None:
    strange = model.strange([ROW, {**ROW, **change}])

    assert strange.is_far.tolist() == [False, True]
    assert strange.why(1).startswith("too far from what it saw: ")
    assert why in strange.why(1)


def test_what_hardly_matters_makes_no_row_strange(model: Any) -> None:
    strange = model.strange([{**ROW, "town": "Rome"}])

    assert strange.is_far.tolist() == [False]


def test_what_was_seen_travels_with_the_model(model: Any, tmp_path: Path) -> None:
    bundle.save(model, tmp_path / "it", {})

    again = bundle.load(tmp_path / "it")

    assert again.profile == model.profile
    assert again.strange([{**ROW, "area": 900.0}]).is_far.tolist() == [True]  # type: ignore[union-attr]  # it has a profile
