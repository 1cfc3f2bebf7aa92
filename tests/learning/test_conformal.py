"""Sets and intervals that hold the truth as often as they say."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning import bundle
from armillary.learning.conformal import Conformal, learn, verify
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.scores import Judged


def rows(size: int, rng: np.random.Generator) -> Judged:
    truth = rng.normal(size=size)
    return Judged("regression", truth, truth + rng.standard_t(3, size))


def test_the_stated_share_of_fresh_rows_is_held_whatever_the_errors_are_like():
    rng = np.random.default_rng(1)
    shares = []
    for _ in range(200):
        found = learn(rows(99, rng))
        assert found is not None
        shares.append(verify(found, rows(500, rng))["coverage"])

    # Exactly 90 of 100 on average with 99 rows; two hundred draws leave a spread of 0.002.
    assert np.mean(shares) == pytest.approx(0.9, abs=0.008)


def test_too_few_rows_say_nothing():
    rng = np.random.default_rng(2)

    assert learn(rows(8, rng)) is None
    assert learn(rows(9, rng)) is not None


def test_sets_of_classes_are_never_empty():
    sets = Conformal(0.9, 0.3, 50).sets(np.array([[0.5, 0.5], [0.9, 0.1], [0.75, 0.25]]))

    assert sets.tolist() == [[True, False], [True, False], [True, False]]


@pytest.mark.parametrize("kind", ["classification", "regression"])
def test_a_stored_model_says_how_far_its_predictions_reach(kind, tmp_path):
    rng = np.random.default_rng(3)
    a = rng.normal(size=300)
    numbers = a + rng.normal(0, 0.5, 300)
    y = np.where(numbers > 0, "yes", "no") if kind == "classification" else numbers
    frame = pd.DataFrame({"a": a, "y": y})
    algorithm = "naive_bayes" if kind == "classification" else "linear_regression"
    *_, last = fit(frame, Task(kind, "y"), algorithm, {}, seed=0)
    bundle.save(last.model(), tmp_path / "model", {})

    loaded = bundle.load(tmp_path / "model")

    (said,) = loaded.predict_rows([{"a": 0.05}]).to_rows()
    assert said == last.model().predict_rows([{"a": 0.05}]).to_rows()[0]
    told = last.evaluation["conformal"]
    assert told["low"] <= told["coverage"] <= told["high"]
    assert told["holds"]
    if kind == "regression":
        assert said["interval"]["low"] < said["prediction"] < said["interval"]["high"]
        assert said["interval"]["level"] == 0.9
    else:
        assert said["prediction"] in said["set"]["classes"]
