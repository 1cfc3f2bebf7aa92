"""Splitting rows in the order of time."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import Task
from armillary.learning.ordered import order_of
from armillary.learning.prepare import prepare
from armillary.learning.split import Shares, Split, split_rows


def _split(when, target=None) -> Split:
    target = np.zeros(len(when), dtype=np.int64) if target is None else target
    when = np.asarray(when, dtype=float)
    rng = np.random.default_rng(0)
    return split_rows(target, classes=True, shares=Shares(), rng=rng, when=when)


def test_the_newest_rows_judge_and_the_oldest_are_learned_from():
    when = np.random.default_rng(1).permutation(1000)

    split = _split(when)

    assert split.sizes() == {"train": 700, "validation": 150, "test": 150}
    assert when[split.train].max() < when[split.validation].min()
    assert when[split.validation].max() < when[split.test].min()


def test_rows_of_one_time_stay_together():
    when = np.repeat([2020, 2021, 2022, 2023], [500, 300, 150, 50])

    split = _split(when)

    assert split.sizes() == {"train": 800, "validation": 150, "test": 50}


def test_rows_of_no_known_time_are_learned_from():
    split = _split([np.nan, 3, 1, np.nan, 2, np.inf])

    assert split.train.tolist() == [0, 2, 3, 5]
    assert (split.validation.tolist(), split.test.tolist()) == ([4], [1])


def test_what_has_no_order_is_refused():
    with pytest.raises(Invalid, match="2 different values"):
        _split([1, 1, 2])
    with pytest.raises(
        Invalid, match="Only the newest rows, which are not learned from, hold 1 of the"
    ):
        _split(np.arange(100), np.repeat([0, 1], [95, 5]))
    with pytest.raises(Invalid, match="dates or numbers"):
        order_of(pd.DataFrame({"when": ["long ago", "yesterday"]}), "when")


def test_dates_order_rows_and_are_not_learned_from():
    days = pd.date_range("2024-01-01", periods=100)[::-1]
    frame = pd.DataFrame({"x": np.arange(100.0), "day": days.astype(str), "y": np.arange(100.0)})
    frame.loc[3, "day"] = None
    task = Task("regression", "y", time="day")

    prepared = prepare(frame, task, Shares(), np.random.default_rng(0))

    assert prepared.task.features == ("x",)
    assert prepared.split.test.tolist() == [*range(3), *range(4, 16)]
    assert 3 in prepared.split.train
    assert "1 row has no known time and can only be learned from, never judge." in prepared.warnings
