"""The rows of a search and its trials: what is kept apart, and what comes out the same."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.search.ground import Ground, lay_ground, usual_folds
from armillary.learning.search.objective import get_objective, metrics_of
from armillary.learning.search.trial import run_trial

CLASSES = Task("classification", "y")


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    frame["y"] = np.where(frame["a"] + frame["b"] > rng.normal(size=200), "up", "down")
    return frame


def seen(ground: Ground) -> set[int]:
    rows: set[int] = set()
    for fold in ground.folds:
        for part in (fold.split.train, fold.split.validation, fold.split.test):
            rows |= set(part.tolist())
    return rows


def whole(ground: Ground, algorithm_id: str, metric: str | None = None, **values):
    objective = get_objective(ground.task.kind, metric)
    complete = {**get_entry(algorithm_id).defaults(), **values}
    looks = list(run_trial(ground, objective, algorithm_id, complete, seed=0))
    return [score for look in looks if look.score for score in look.score.scores]


def test_no_trial_sees_the_rows_that_judge_the_winner(table) -> None:
    ground = lay_ground(table, CLASSES, seed=3)

    *_, last = fit(table, CLASSES, "logistic_regression", {}, seed=3)

    held = ground.prepared.split.test
    assert last.evaluation["split"]["test"] == len(held) == 30
    judged = pd.DataFrame(last.model().proof_rows)
    assert judged.equals(ground.prepared.frame.iloc[held[:5]].reset_index(drop=True))
    assert not seen(ground) & set(held.tolist())


def test_folds_hold_every_row_once_and_learn_every_class(table) -> None:
    table.loc[:1, "y"] = "rare"
    table["y"] = table["y"].astype(str)

    ground = lay_ground(table, CLASSES, seed=0)

    held = [row for fold in ground.folds for row in fold.split.test.tolist()]
    assert len(held) == len(set(held)) == 170 - 3
    target = ground.prepared.target.values
    for fold in ground.folds:
        assert set(target[fold.split.train]) == {0, 1, 2}
        parts = (fold.split.train, fold.split.validation, fold.split.test)
        assert len(set(np.concatenate(parts))) == 170
    assert ground.held_to_learned == pytest.approx(0.25, abs=0.01)


def test_groups_stay_together(table) -> None:
    table["star"] = np.repeat(np.arange(40), 5)

    ground = lay_ground(table, Task("classification", "y", group="star"), seed=0)

    for fold in ground.folds:
        stars = [set(part // 5) for part in (fold.split.train, fold.split.validation)]
        stars.append(set(fold.split.test // 5))
        assert not stars[0] & stars[1]
        assert not stars[2] & (stars[0] | stars[1])
    table["star"] = np.repeat(np.arange(4), 50)
    with pytest.raises(Invalid, match="fewer folds"):
        lay_ground(table, Task("classification", "y", group="star"), seed=0)


def test_where_rows_abound_one_part_is_held_out_and_scored_in_pieces(table) -> None:
    ground = lay_ground(table, CLASSES, seed=0, n_folds=1)

    assert (len(ground.folds), ground.n_scores) == (1, 5)
    assert len(whole(ground, "naive_bayes")) == 5
    assert [usual_folds(rows) for rows in (1_000, 50_000, 1_000_000)] == [5, 3, 1]


@pytest.mark.parametrize("metric", metrics_of("classification"))
def test_every_metric_of_classes_can_be_sought(table, metric) -> None:
    scores = whole(lay_ground(table, CLASSES, seed=0), "logistic_regression", metric)

    assert len(scores) == 5
    objective = get_objective("classification", metric)
    guess = np.log(2) if metric == "log_loss" else 0.5
    assert objective.gain(float(np.mean(scores)), guess) > 0


@pytest.mark.parametrize("metric", metrics_of("regression"))
def test_every_metric_of_numbers_can_be_sought(table, metric) -> None:
    table["y"] = 2 * table["a"] + table["b"]
    task = Task("regression", "y")

    scores = whole(lay_ground(table, task, seed=0), "linear_regression", metric)

    assert np.mean(scores) == pytest.approx(1.0 if metric == "r2" else 0.0, abs=0.05)


def test_the_same_seed_gives_the_same_scores_and_steps_can_be_judged(table) -> None:
    ground = lay_ground(table, CLASSES, seed=0)

    assert whole(ground, "random_forest", n_estimators=20) == whole(
        lay_ground(table, CLASSES, seed=0), "random_forest", n_estimators=20
    )
    values = get_entry("lightgbm").defaults()
    trying = run_trial(ground, get_objective("classification"), "lightgbm", values, seed=0)
    first = next(trying)
    trying.close()
    assert first.score is None
    assert 0 < first.fraction < 0.2
    assert len(first.judge().scores) == 1


def test_what_cannot_be_sought_is_told() -> None:
    with pytest.raises(Invalid, match="one of auc"):
        get_objective("classification", "rmse")
    with pytest.raises(Invalid, match="classification and regression"):
        get_objective("clustering")
