"""LightGBM, driven round by round."""

from itertools import islice

import lightgbm
import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import SetParam, Task
from armillary.learning.fit import fit
from armillary.learning.leafwise.booster import BoosterPredictor, read_booster


def _table(n_classes: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(400, 6)), columns=list("abcdef"))
    noisy = frame["a"] + frame["b"] * frame["c"] + rng.normal(size=400)
    frame["y"] = pd.qcut(noisy, n_classes, labels=False)
    return frame


def _fit(params, *, table=None, resume=None):
    return fit(
        _table() if table is None else table,
        Task("classification", "y"),
        "lightgbm",
        params,
        seed=3,
        resume=resume,
    )


@pytest.mark.parametrize(
    "drawn", [{"subsample": 0.6}, {"colsample": 0.5}, {"subsample": 0.6, "colsample": 0.5}]
)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_resumed_training_draws_the_same_rows_and_columns(drawn, n_classes):
    params = {"n_estimators": 12, **drawn}
    table = _table(n_classes)
    expected = list(_fit(params, table=table))

    running = _fit(params, table=table)
    looks = list(islice(running, 5))
    state = looks[-1].state()
    running.close()
    looks += list(_fit(params, table=table, resume=state))[1:]

    assert [look.metrics for look in looks] == [look.metrics for look in expected]
    assert looks[-1].evaluation == expected[-1].evaluation


def test_the_round_that_is_best_on_the_validation_part_is_kept():
    *looks, last = _fit({"n_estimators": 60, "early_stopping_rounds": None, "learning_rate": 0.5})

    losses = [look.metrics["val_loss"] for look in looks]
    best = int(np.argmin(losses)) + 1
    assert best < 60
    assert [look.step for look in looks if look.best][-1] == best
    short = list(_fit({"n_estimators": best, "learning_rate": 0.5}))
    assert last.evaluation == short[-1].evaluation


def test_patience_stops_it_and_says_why():
    *_, last = _fit({"n_estimators": 500, "early_stopping_rounds": 5, "learning_rate": 0.5})

    assert last.step == last.total < 500
    kept = last.step - 5
    assert last.warnings[-1] == (
        f"Stopped after round {last.step}: no improvement in 5 rounds. "
        f"The model is that of round {kept}."
    )


def test_it_stops_where_no_split_helps():
    *_, last = _fit({"n_estimators": 500, "min_split_gain": 1000.0, "early_stopping_rounds": None})

    assert last.step < 500
    assert "no split improves the trees" in last.warnings[-1]


def test_a_changed_learning_rate_survives_an_interruption():
    def steered(resume_after):
        running = _fit({"n_estimators": 8})
        looks = [next(running), running.send(SetParam("learning_rate", 0.9))]
        if resume_after:
            state = looks[-1].state()
            running.close()
            running = _fit({"n_estimators": 8}, resume=state)
            next(running)
        return [look.metrics for look in [*looks, *running]]

    assert steered(resume_after=True) == steered(resume_after=False)


def test_rare_classes_count_more_when_balanced():
    table = _table()
    table = pd.concat([table[table["y"] == 0], table[table["y"] == 1].head(30)], ignore_index=True)

    def recall(weight):
        *_, last = _fit({"class_weight": weight, "n_estimators": 20}, table=table)
        matrix = np.array(last.evaluation["confusion_matrix"])
        return matrix[1, 1] / matrix[1].sum()

    assert recall("balanced") > recall("none")


@pytest.mark.parametrize("objective", ["binary", "multiclass", "regression", "regression_l1"])
def test_many_rows_are_predicted_as_lightgbm_predicts_them(objective):
    table = _table(3 if objective == "multiclass" else 2)
    settings = {"objective": objective, "verbosity": -1, "num_threads": 1}
    if objective == "multiclass":
        settings["num_class"] = 3
    features = table[list("abcdef")].to_numpy()
    trained = lightgbm.train(settings, lightgbm.Dataset(features, table["y"]), 120)
    booster = read_booster(trained.model_to_string().encode())
    rows = np.random.default_rng(1).normal(size=(1_500, 6))

    many = BoosterPredictor(booster).predict(rows)

    expected = trained.predict(rows)
    if objective == "binary":
        expected = np.stack([1 - expected, expected], axis=1)
    np.testing.assert_allclose(many, expected, rtol=0, atol=1e-12)
    few = BoosterPredictor(booster).predict(rows[:5])
    np.testing.assert_allclose(many[:5], few, rtol=0, atol=1e-12)


def test_leaves_larger_than_the_table_predict_the_mean_also_where_columns_are_drawn():
    frame = pd.DataFrame({"a": np.arange(60.0), "b": np.arange(60.0) % 7, "y": np.arange(60.0)})
    values = {"min_samples_leaf": 500, "colsample": 0.5, "n_estimators": 3}

    *_, last = fit(frame, Task("regression", "y"), "lightgbm", values, seed=0)

    said = last.model().predictor.predict(last.model().preprocess.encode(frame))
    assert len(set(said.round(9).tolist())) == 1
