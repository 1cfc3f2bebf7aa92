"""Trials that learn as many rounds as there is time for."""

import itertools

import numpy as np
import pandas as pd

from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Machine, Task
from armillary.learning.params import check
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.pacing import Pace, is_tried
from armillary.learning.search.trial import run_trial

_RNG = np.random.default_rng(0)
_FRAME = pd.DataFrame(_RNG.normal(size=(200, 3)), columns=list("abc"))
_FRAME["y"] = _FRAME["a"] + _RNG.normal(size=200)


def _values(algorithm: str, **given: object) -> dict[str, object]:
    return check(get_entry(algorithm), given, door="strict").require()


def _run(algorithm: str, values: dict[str, object], seconds: float | None) -> list[object]:
    """Run a trial with a clock that goes on by half a second whenever somebody looks at it."""
    ticks = itertools.count()
    machine = Machine(clock=lambda: next(ticks) / 2)
    ground = lay_ground(_FRAME, Task("regression", "y"), 0, 2)
    looks = run_trial(
        ground, get_objective("regression"), algorithm, values, 0, machine, seconds=seconds
    )
    return [look for look in looks if look.score is not None]


def test_boosting_learns_the_rounds_there_is_time_for_in_larger_steps():
    wished = _values("lightgbm", n_estimators=1500, learning_rate=0.005)

    folds = _run("lightgbm", wished, seconds=200.0)

    # A round takes half a second, and each of two folds has a hundred.
    learned = folds[0].values
    assert abs(learned["n_estimators"] - 200) <= 10
    assert 0.005 < learned["learning_rate"] < 0.01
    assert folds[1].values == learned
    assert is_tried(("lightgbm", wished), ("lightgbm", learned))
    again = _run("lightgbm", learned, seconds=None)
    assert [one.score.scores for one in again] == [one.score.scores for one in folds]


def test_what_comes_before_the_first_round_is_no_round():
    wished = _values("xgboost", n_estimators=1500, learning_rate=0.05)
    pace = Pace("xgboost", wished, 10.0, 4_000)

    # To begin took two seconds; a round takes a hundredth.
    told = [pace.settle(step, 2.0 + step / 100) for step in range(1, 120)]

    assert not any(told)
    assert abs(pace.values["n_estimators"] - 800) <= 2


def test_a_first_round_that_takes_half_of_the_time_tells_enough():
    wished = _values("random_forest", n_estimators=100)
    pace = Pace("random_forest", wished, 10.0, 4_000)

    pace.settle(5, 6.0)

    assert pace.values["n_estimators"] == 10


def test_a_forest_has_fewer_trees_and_is_told_so():
    wished = _values("extra_trees", n_estimators=400)

    (first, second) = _run("extra_trees", wished, seconds=4.0)

    assert first.values["n_estimators"] < 400
    assert second.values == first.values


def test_what_fits_stays_as_it_is():
    wished = _values("lightgbm", n_estimators=20)

    for seconds in (None, 1_000.0):
        assert [one.values for one in _run("lightgbm", wished, seconds)] == [wished, wished]


def test_a_planned_learning_rate_is_left_alone():
    wished = _values("lightgbm", n_estimators=900, learning_rate_schedule="cosine")
    pace = Pace("lightgbm", wished, 1.0, 200)

    assert not pace.settle(10, 1.0)
    assert pace.values == wished


def test_what_somebody_wished_is_left_alone():
    wished = _values("lightgbm", n_estimators=900, learning_rate=0.05)

    rounds = Pace("lightgbm", wished, 1.0, 200, ("n_estimators",))
    rate = Pace("lightgbm", wished, 1.0, 200, ("learning_rate",))

    assert not rounds.settle(10, 0.5)
    assert not rate.settle(10, 0.5)
    assert rounds.values == wished
    assert rate.values == {**wished, "n_estimators": 20}


def test_only_fewer_rounds_make_a_trial_the_same():
    wished = _values("lightgbm", n_estimators=900, num_leaves=15)

    assert not is_tried(("lightgbm", wished), ("xgboost", wished))
    assert not is_tried(("lightgbm", wished), ("lightgbm", {**wished, "num_leaves": 16}))
    assert not is_tried(("lightgbm", wished), ("lightgbm", {**wished, "n_estimators": 1000}))
    assert not is_tried(("lightgbm", wished), ("lightgbm", {**wished, "learning_rate": 0.2}))
    assert is_tried(("lightgbm", wished), ("lightgbm", {**wished, "n_estimators": 100}))
