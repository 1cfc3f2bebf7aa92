"""Sets and intervals that hold the truth as often as they say."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from armillary.learning import bundle
from armillary.learning.conformal import Conformal, learn, verify
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.judging import MOST_HELD
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


def weighed_rows(size: int, rng: np.random.Generator) -> Judged:
    """Give rows of which few are hard, and count six times."""
    is_hard = rng.random(size) < 0.2
    truth = rng.normal(size=size)
    output = truth + np.where(is_hard, 3.0, 0.5) * rng.normal(size=size)
    weights = np.where(is_hard, 6.0, 1.0)
    return Judged("regression", truth, output, weights=weights)


def test_the_stated_share_is_one_of_weight_where_rows_count_differently():
    rng = np.random.default_rng(4)
    weighted, plain = [], []
    for _ in range(200):
        learned, fresh = weighed_rows(199, rng), weighed_rows(500, rng)
        found, blind = learn(learned), learn(replace(learned, weights=None))
        assert found is not None
        assert blind is not None
        weighted.append(verify(found, fresh)["coverage"])
        plain.append(verify(blind, fresh)["coverage"])

    # Of 199 rows some 80 witnesses are left: 0.9 of their weight, 0.002 of spread over the draws.
    assert np.mean(weighted) == pytest.approx(0.9, abs=0.01)
    assert np.mean(plain) < 0.8


def test_equal_weights_change_nothing_and_too_few_heavy_rows_say_nothing():
    rng = np.random.default_rng(5)
    judged = rows(50, rng)
    few = rows(12, rng)

    assert learn(replace(judged, weights=np.full(50, 2.5))) == learn(judged)
    assert learn(replace(few, weights=np.array([1.0] * 11 + [100.0]))) is None


def test_sets_of_classes_are_never_empty():
    sets = Conformal(0.9, 0.3, 50, 50).sets(np.array([[0.5, 0.5], [0.9, 0.1], [0.75, 0.25]]))

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


@pytest.mark.parametrize("special", [{}, {"weight": "w"}, {"group": "g"}])
def test_of_many_rows_a_draw_says_how_far_predictions_reach(special):
    rng = np.random.default_rng(5)
    size = 8 * MOST_HELD
    frame = pd.DataFrame({"x": rng.normal(size=size), "w": rng.random(size) + 0.5})
    frame["y"] = 2 * frame["x"] + rng.normal(size=size)
    frame["g"] = np.arange(size) // 2

    task = Task("regression", "y", features=("x",), **special)
    *_, last = fit(frame, task, "linear_regression", {}, seed=0)
    found = last.model().evaluation["conformal"]

    assert found["rows"] == MOST_HELD
    # 1.645 standard deviations hold nine of ten.
    assert found["reach"] == pytest.approx(1.645, abs=0.05)
    assert found["coverage"] == pytest.approx(0.9, abs=0.015)
    assert found["holds"]
