"""Values to try of a parameter, and trying them."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry, get_entry, list_entries
from armillary.learning.contract import ONE_THREAD, Task
from armillary.learning.params import check
from armillary.learning.sweeps import SEEDS, Budget, Stopped, Trial, sample, try_values, values_for


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
        for found in try_values(
            frame, task, "decision_tree", {}, "max_depth", [1, 8], ONE_THREAD, Budget(60)
        )
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
        for found in try_values(
            frame, task, "decision_tree", {}, "max_depth", [2], ONE_THREAD, Budget(60)
        )
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


class Clock:
    """Moves on by a second each time that it is read."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def _sweep(parameter: str, values: list[int], seconds: float, **params: object) -> list[Trial]:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.random(120), "b": rng.random(120)})
    frame["y"] = (frame["a"] > frame["b"]).map({True: "yes", False: "no"})
    task = Task("classification", "y", None, None)
    budget = Budget(seconds, Clock())
    tried = try_values(frame, task, "feedforward_nn", params, parameter, values, ONE_THREAD, budget)
    return [one for one in tried if one is not None]


def test_what_takes_too_long_is_stopped_at_its_share_and_stands_at_its_best() -> None:
    trials = _sweep("epochs", [2, 10_000], 120, early_stopping_epochs=None)

    short, long = trials[:2]
    assert short.stopped is None
    assert long.stopped is not None
    assert long.stopped.total == 10_000
    assert 10 < long.stopped.step < 54
    assert long.validation is not None


def test_a_sweep_is_over_when_its_time_is_however_long_each_value_would_take() -> None:
    found = _sweep("epochs", [500, 1_000, 5_000, 10_000], 400, early_stopping_epochs=None)

    assert [(one.place, one.seed) for one in found] == [
        (place, seed) for seed in (0, 1) for place in range(4)
    ]
    # Each has an even share of what is left, but for what the clock counts between them.
    steps = [one.stopped.step for one in found if one.stopped is not None]
    assert len(steps) == len(found)
    assert min(steps) > 0.75 * max(steps)
    assert sum(steps) < 400


def test_other_seeds_of_what_was_stopped_stop_at_the_same_step() -> None:
    trials = _sweep("epochs", [1, 10_000], 200, early_stopping_epochs=None)

    stopped = [one.stopped for one in trials if one.place == 1]
    assert len(stopped) == 2
    assert stopped[0] == stopped[1]
    # What is quick has all its seeds all the same.
    assert [one.seed for one in trials if one.place == 0] == [0, 1, 2]


def test_however_little_time_there_is_each_value_has_a_round() -> None:
    trials = _sweep("epochs", [3, 5], 1, early_stopping_epochs=None)

    assert [one.stopped for one in trials] == [Stopped(1, 3, "epoch"), Stopped(1, 5, "epoch")]
    assert all(one.validation is not None for one in trials)
