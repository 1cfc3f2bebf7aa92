"""How learning rates change over a training, against cases done by hand."""

from typing import Any

import pandas as pd
import pytest
from sklearn.datasets import make_classification

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.schedules import factor


def params(schedule: str, halving: int = 4, warm_up: int = 0) -> dict[str, Any]:
    return {
        "learning_rate_schedule": schedule,
        "learning_rate_halving": halving,
        "warm_up": warm_up,
    }


def test_a_constant_rate_stays_and_warms_up_evenly():
    assert [factor(params("constant"), done, 10) for done in (0, 9)] == [1.0, 1.0]
    risen = [factor(params("constant", warm_up=3), done, 10) for done in range(5)]
    assert risen == [0.25, 0.5, 0.75, 1.0, 1.0]


def test_steps_halve_and_an_exponential_falls_as_far():
    assert [factor(params("step"), done, 99) for done in (3, 4, 8)] == [1.0, 0.5, 0.25]
    assert factor(params("exponential"), 2, 99) == pytest.approx(0.5**0.5)
    assert factor(params("exponential"), 8, 99) == pytest.approx(0.25)


def test_cosine_ends_near_nothing():
    assert factor(params("cosine"), 0, 10) == 1.0
    assert factor(params("cosine"), 5, 10) == pytest.approx(0.5)
    assert factor(params("cosine"), 10, 10) == pytest.approx(0.0)


ROUNDS = {"lightgbm": "n_estimators", "xgboost": "n_estimators", "feedforward_nn": "epochs"}


@pytest.mark.parametrize("algorithm_id", sorted(ROUNDS))
@pytest.mark.parametrize("schedule", ["step", "exponential", "cosine"])
def test_a_scheduled_training_resumes_exactly_and_differs_from_a_constant_one(
    algorithm_id: str, schedule: str
) -> None:
    numbers, target = make_classification(200, 5, n_informative=4, n_redundant=0, random_state=1)
    table = pd.DataFrame(numbers, columns=list("abcde")).assign(y=target)

    def looks(given: dict[str, Any], state: Any = None) -> Any:
        values = {ROUNDS[algorithm_id]: 9, "warm_up": 2, "learning_rate": 0.2, **given}
        return fit(table, Task("classification", "y"), algorithm_id, values, seed=0, resume=state)

    given = {"learning_rate_schedule": schedule, "learning_rate_halving": 2}
    whole = [look.metrics for look in looks(given)]
    running = looks(given)
    first = [next(running) for _ in range(4)]
    state = first[-1].state()
    running.close()
    rest = [look.metrics for look in looks(given, state)][1:]

    assert [look.metrics for look in first] + rest == whole
    assert whole != [look.metrics for look in looks({})]
