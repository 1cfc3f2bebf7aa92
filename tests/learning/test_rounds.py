"""How far boosting is, and when patience has run out."""

from itertools import accumulate

import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.rounds import Progress

PATIENT = {"n_estimators": 100, "early_stopping_rounds": 3}


def _after(losses: list[float], min_delta: float) -> Progress:
    begin = Progress(learning_rate=0.1)
    return list(
        accumulate(
            losses, lambda so_far, loss: so_far.after(loss, min_delta=min_delta), initial=begin
        )
    )[-1]


def test_small_gains_do_not_hold_patience_off_but_the_best_round_is_kept():
    losses = [1.0, 0.9, 0.899, 0.898, 0.897]

    strict, lax = _after(losses, 0.01), _after(losses, 0.0)

    assert (strict.best_round, strict.waited, strict.is_over(PATIENT)) == (5, 3, True)
    assert (lax.best_round, lax.waited, lax.is_over(PATIENT)) == (5, 0, False)


def test_small_gains_add_up():
    assert _after([1.0, 0.994, 0.988], 0.01).waited == 0


def test_progress_of_before_there_was_a_least_improvement_waits_since_its_best_round():
    assert Progress(0.1, rounds=8, best_round=6, best_loss=0.5).waited == 2


@pytest.mark.parametrize(
    ("algorithm_id", "params"),
    [
        ("lightgbm", {"n_estimators": 60, "early_stopping_rounds": 3}),
        ("xgboost", {"n_estimators": 60, "early_stopping_rounds": 3}),
        ("hist_gradient_boosting", {"max_iter": 60, "early_stopping_rounds": 3}),
        ("feedforward_nn", {"epochs": 30, "early_stopping_epochs": 3, "learning_rate": 0.01}),
    ],
)
def test_a_large_least_improvement_stops_earlier(algorithm_id: str, params: dict[str, float]):
    table: pd.DataFrame = load_breast_cancer(as_frame=True).frame
    task = Task("classification", "target")

    steps = []
    for min_delta in (0.0, 0.2):
        *_, last = fit(table, task, algorithm_id, {**params, "min_delta": min_delta}, seed=0)
        steps.append(last.step)

    assert steps[1] < steps[0]
