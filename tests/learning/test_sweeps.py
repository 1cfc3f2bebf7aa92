"""Values to try of a parameter, and trying them."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry, get_entry, list_entries
from armillary.learning.contract import ONE_THREAD, Task
from armillary.learning.params import check
from armillary.learning.sweeps import SEEDS, Trial, sample, try_values, values_for


@pytest.mark.parametrize("entry", list_entries(), ids=lambda entry: entry.id)
def test_every_value_to_try_is_one_the_algorithm_takes(entry: CatalogueEntry) -> None:
    for name, default in entry.defaults().items():
        try:
            values = values_for(entry, name, default)
        except Invalid:
            # Lists, such as the layers of a net.
            assert isinstance(default, list)
            continue
        assert default in values, name
        assert 2 <= len(values) <= 9, (name, values)
        for value in values:
            assert check(entry, {name: value}, door="strict").errors == []


def test_numbers_are_spread_around_the_present_one() -> None:
    assert values_for(get_entry("lightgbm"), "learning_rate", 0.1) == [
        0.0016,
        0.0063,
        0.025,
        0.1,
        0.4,
        1.0,
    ]
    assert values_for(get_entry("random_forest"), "criterion", "gini")[0] == "gini"


def test_a_tree_without_depth_learns_less_than_a_deep_one() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.random(600), "b": rng.random(600)})
    frame["y"] = ((frame["a"] > 0.5) ^ (frame["b"] > 0.5)).map({True: "yes", False: "no"})
    task = Task("classification", "y", None, None)

    trials = [
        found
        for found in try_values(frame, task, "decision_tree", {}, "max_depth", [1, 8], ONE_THREAD)
        if isinstance(found, Trial)
    ]

    assert [(one.place, one.seed) for one in trials] == [
        (place, seed) for seed in SEEDS for place in (0, 1)
    ]
    shallow = [one.validation for one in trials if one.place == 0]
    deep = [one.validation for one in trials if one.place == 1]
    assert all(
        low is not None and high is not None and low + 0.2 < high
        for low, high in zip(shallow, deep, strict=True)
    )


def test_each_trial_says_what_its_numbers_are() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.random(200)})
    frame["y"] = 3 * frame["a"] + rng.normal(0, 0.1, 200)
    task = Task("regression", "y", None, None)

    first = next(
        found
        for found in try_values(frame, task, "decision_tree", {}, "max_depth", [2], ONE_THREAD)
        if found is not None
    )

    assert first.metric == "rmse"
    assert first.validation is not None
    assert 0.05 < first.validation < 0.5


def test_a_sample_is_bounded_and_always_the_same() -> None:
    frame = pd.DataFrame({"a": np.arange(10_000)})

    assert len(sample(frame)) == 2_000
    assert sample(frame).equals(sample(frame))
    assert sample(frame.head(50)) is not None
