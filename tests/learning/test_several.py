"""Several targets learned at once."""

from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import AppError
from armillary.learning import bundle
from armillary.learning.contract import Task
from armillary.learning.fit import fit

PRICES = ("price", "rent")
MARKS = ("is_old", "colour")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(240, 3)), columns=["a", "b", "c"])
    frame["price"] = 3 * frame["a"] - frame["b"] + rng.normal(scale=0.1, size=240)
    frame["rent"] = 200 * frame["c"] + rng.normal(scale=1.0, size=240)
    frame["is_old"] = frame["a"] > 0
    frame["colour"] = pd.qcut(frame["c"], 3, labels=["red", "green", "blue"]).astype(str)
    return frame


def _task(names: tuple[str, ...]) -> Task:
    kind = "regression" if names == PRICES else "classification"
    return Task(kind, names[0], ("a", "b", "c"), targets=names)


@pytest.mark.parametrize("names", [PRICES, MARKS])
@pytest.mark.parametrize("algorithm_id", ["random_forest", "lightgbm", "feedforward_nn"])
def test_each_target_gets_a_value_and_is_judged_and_all_by_the_mean(
    table: pd.DataFrame, tmp_path: Path, names: tuple[str, ...], algorithm_id: str
) -> None:
    rounds = {"epochs": 60, "learning_rate": 0.01} if algorithm_id == "feedforward_nn" else {}
    *_, last = fit(table, _task(names), algorithm_id, rounds, seed=1)

    model = last.model()
    metric = "r2" if names == PRICES else "accuracy"
    judged = {
        name: each["overall_metrics"][metric] for name, each in last.evaluation["targets"].items()
    }
    assert list(judged) == list(names)
    assert min(judged.values()) > 0.75
    assert model.metrics[metric] == pytest.approx(np.mean(list(judged.values())))
    bundle.save(model, tmp_path / "model", {})
    loaded = bundle.load(tmp_path / "model")
    row = {"a": 1.5, "b": 0.0, "c": 1.5}
    (said,) = loaded.predict_rows([row]).to_rows()
    assert said["targets"] == model.predict_rows([row]).to_rows()[0]["targets"]
    values = {name: each["prediction"] for name, each in said["targets"].items()}
    if names == PRICES:
        assert 2 < values["price"] < 7
        assert 150 < values["rent"] < 450
        assert said["prediction"] == values["price"]
    else:
        assert values == {"is_old": True, "colour": "blue"}
        assert set(said["targets"]["colour"]["probabilities"]) == {"red", "green", "blue"}
    assert (
        len(loaded.predict(table.iloc[:0]).targets["colour" if names == MARKS else "rent"].values)
        == 0
    )


def test_each_target_is_learned_as_if_it_were_the_only_one(table: pd.DataFrame) -> None:
    *_, both = fit(table, _task(PRICES), "linear_regression", {}, seed=1)
    *_, alone = fit(
        table, Task("regression", "price", ("a", "b", "c")), "linear_regression", {}, seed=1
    )

    assert both.evaluation["targets"]["price"]["overall_metrics"] == pytest.approx(
        alone.evaluation["overall_metrics"], nan_ok=True
    )


@pytest.mark.parametrize("algorithm_id", ["lightgbm", "feedforward_nn"])
def test_interrupted_it_goes_on_as_if_it_had_not_been(
    table: pd.DataFrame, algorithm_id: str
) -> None:
    rounds = {"epochs": 8} if algorithm_id == "feedforward_nn" else {"n_estimators": 12}
    whole = list(fit(table, _task(PRICES), algorithm_id, rounds, seed=1))

    running = fit(table, _task(PRICES), algorithm_id, rounds, seed=1)
    looks = list(islice(running, 4))
    state = looks[-1].state()
    running.close()
    *_, last = fit(table, _task(PRICES), algorithm_id, rounds, seed=1, resume=state)

    assert last.evaluation == whole[-1].evaluation
    assert {"val_loss", "val_loss_price", "val_loss_rent"} <= looks[0].metrics.keys()


def test_stopped_early_it_still_answers_for_every_target(table: pd.DataFrame) -> None:
    running = fit(table, _task(PRICES), "lightgbm", {}, seed=1)
    model = next(running).model()
    running.close()

    (said,) = model.predict_rows([{"a": 0.0, "b": 0.0, "c": 0.0}]).to_rows()
    assert list(said["targets"]) == ["price", "rent"]


def test_what_goes_first_goes_first_for_all(table: pd.DataFrame, tmp_path: Path) -> None:
    first = [{"algorithm_id": "pca", "hyperparameters": {"n_components": 3}}]
    *_, last = fit(table, _task(PRICES), "linear_regression", {}, seed=1, first=first)

    bundle.save(last.model(), tmp_path / "model", {})
    assert bundle.load(tmp_path / "model").task.targets == PRICES
    assert last.evaluation["overall_metrics"]["r2"] > 0.9


def test_rows_without_one_of_the_targets_are_left_out(table: pd.DataFrame) -> None:
    gaps = table.copy()
    gaps.loc[:9, "price"] = np.nan
    gaps.loc[5:19, "rent"] = np.nan

    first = next(fit(gaps, _task(PRICES), "linear_regression", {}, seed=1))

    assert sum(first.model().evaluation["split"].values()) == 220


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (Task("regression", "price", targets=("price", "price")), "different targets"),
        (Task("regression", "price", targets=("price", "nothing")), "no column 'nothing'"),
        (Task("regression", "price", targets=("price", "colour")), "Regression predicts numbers"),
        (Task("regression", "price", ("a", "rent"), targets=PRICES), "The target 'rent' cannot"),
        (
            Task("classification", "is_old", targets=MARKS, class_weights={"True": 2.0}),
            "one target",
        ),
    ],
)
def test_targets_that_cannot_be_learned_together_are_refused(
    table: pd.DataFrame, task: Task, said: str
) -> None:
    with pytest.raises(AppError, match=said):
        next(fit(table, task, "lightgbm", {}, seed=1))
