"""Successive halving: who goes on, and that going on is the same as never having waited."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.halving import Climber, Stand, find_next, rungs_of, with_rounds
from armillary.learning.search.objective import get_objective
from armillary.learning.search.trial import run_trial

AUC = get_objective("classification")


def test_rungs_are_shares_of_the_rounds_of_what_can_go_on() -> None:
    values = get_entry("lightgbm").defaults()

    assert rungs_of("lightgbm", values | {"n_estimators": 900}) == (100, 300, 900)
    assert rungs_of("lightgbm", values | {"n_estimators": 30}) == (10, 30)
    assert rungs_of("lightgbm", values | {"n_estimators": 9}) == (9,)
    planned = values | {"n_estimators": 900, "learning_rate_schedule": "cosine"}
    assert rungs_of("lightgbm", planned) == ()
    assert rungs_of("logistic_regression", get_entry("logistic_regression").defaults()) == ()


def test_the_best_third_of_a_rung_goes_on_the_highest_rung_first() -> None:
    waiting = [Climber(place, [0.5 + place / 100], True) for place in range(5)]

    assert find_next(waiting[:2], AUC, is_last_call=False) is None
    assert find_next(waiting[:3], AUC, is_last_call=False) == 2
    assert find_next(waiting, AUC, is_last_call=False) == 4
    gone = [*waiting[:4], Climber(4, [0.54], False)]
    assert find_next(gone, AUC, is_last_call=False) is None
    above = [*waiting[:2], *(Climber(place, [0.6, 0.6 + place / 100], True) for place in (2, 3, 4))]
    assert find_next(above, AUC, is_last_call=False) == 4
    assert find_next(waiting[:2], AUC, is_last_call=True) == 1
    errors = [Climber(0, [2.0], True), Climber(1, [1.0], True), Climber(2, [3.0], True)]
    assert find_next(errors, get_objective("regression"), is_last_call=False) == 1


@pytest.mark.parametrize(
    ("algorithm_id", "values"),
    [
        ("lightgbm", {"n_estimators": 27, "subsample": 0.7}),
        ("feedforward_nn", {"epochs": 27, "hidden_layers": [8]}),
        ("random_forest", {"n_estimators": 27}),
    ],
)
def test_going_on_from_a_rung_is_the_same_as_learning_all_at_once(algorithm_id, values) -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(240, 3)), columns=list("abc"))
    table["y"] = np.where(table["a"] * table["b"] > rng.normal(0, 0.3, 240), "up", "down")
    ground = lay_ground(table, Task("classification", "y"), 0, 2)
    complete = {**get_entry(algorithm_id).defaults(), **values}
    stand, learned = None, []

    for rounds in rungs_of(algorithm_id, complete):
        part = with_rounds(algorithm_id, complete, rounds)
        looks = list(run_trial(ground, AUC, algorithm_id, part, 0, stand=stand))
        ended = [look for look in looks if look.score]
        scores = [score for look in ended for score in look.score.scores]
        states = tuple(look.state() for look in ended)
        stand = Stand.from_bytes(
            Stand(states, tuple(look.score.fit_s for look in ended)).to_bytes()
        )
        learned.append(len(looks))

    whole = [look.score.scores[0] for look in run_trial(ground, AUC, algorithm_id, complete, 0)
             if look.score]  # fmt: skip
    assert scores == pytest.approx(whole, abs=1e-9)
    assert len(learned) == 2
