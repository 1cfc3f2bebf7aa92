"""The folds of a search: in time, by recipes that learn, and what cannot be dealt."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.base.errors import Invalid
from armillary.learning import bundle
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Encoding, Task
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import TrainingRecipe, begin
from armillary.learning.search.bags import Bag
from armillary.learning.search.ground import Ground, lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.stacking import Candidate, find_weights, stack
from armillary.learning.search.trial import run_trial
from tests.learning.recipe.kitchen import step

IN_TIME = Task("classification", "y", time="t")


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["a", "b"])
    frame["t"] = rng.permutation(200).astype(float)
    frame["y"] = np.where(frame["a"] > rng.normal(size=200), "up", "down")
    return frame


def test_folds_in_time_learn_from_what_came_before(table) -> None:
    table.loc[:2, "t"] = np.nan

    ground = lay_ground(table, IN_TIME, seed=0)

    when = table["t"].to_numpy()[ground.prepared.target.rows]
    newest = -np.inf
    for fold in ground.folds:
        learned, steering, held = (
            when[part] for part in (fold.split.train, fold.split.validation, fold.split.test)
        )
        assert np.nanmax(learned) < steering.min() < steering.max() < held.min()
        assert held.min() > newest
        assert {0, 1, 2} <= set(fold.split.train)
        newest = held.max()
    assert len(ground.folds) == 5
    assert when[ground.prepared.split.test].min() > newest
    assert ground.learns_anew
    shares = [len(fold.split.train) + len(fold.split.validation) for fold in ground.folds]
    assert shares[0] / 170 == pytest.approx(0.5, abs=0.02)
    (alone,) = lay_ground(table, IN_TIME, seed=0, n_folds=1).folds
    assert (len(alone.split.test), len(alone.parts)) == (34, 5)


def test_rows_of_one_time_stay_together_and_too_few_times_are_told(table) -> None:
    table["t"] = np.repeat(np.arange(20.0), 10)

    ground = lay_ground(table, IN_TIME, seed=0, n_folds=3)

    for fold in ground.folds:
        held = set(table["t"][fold.split.test])
        assert not held & set(table["t"][fold.split.train])
    table["t"] = np.repeat(np.arange(5.0), 40)
    with pytest.raises(Invalid, match="Ask for fewer folds"):
        lay_ground(table, IN_TIME, seed=0)


def test_a_fold_before_a_class_first_occurs_is_left_out_and_told(table) -> None:
    table = table.sort_values("t", ignore_index=True)
    table.loc[110:112, "y"] = "late"

    ground = lay_ground(table, IN_TIME, seed=0)

    assert 0 < len(ground.folds) < 5
    assert "left out" in ground.notes[0]
    classes = ground.prepared.target.values
    assert all(set(classes[fold.split.train]) == {0, 1, 2} for fold in ground.folds)


def test_folds_that_hold_one_class_back_are_told(table) -> None:
    table["y"] = np.where((table["t"] < 60) & (table["a"] > 0), "x", "z")

    ground = lay_ground(table, IN_TIME, seed=0, n_folds=3)

    assert ground.notes[0].startswith("In every fold the rows held back are all of one class")


def test_a_class_of_one_group_cannot_be_held_back(table) -> None:
    table["star"] = np.arange(200) // 5
    table["y"] = np.where(table["star"] == 3, "rare", "usual")

    with pytest.raises(Invalid, match="Ask for fewer folds, or split the rows in another way"):
        lay_ground(table, Task("classification", "y", group="star"), seed=0)


def prepared(table: pd.DataFrame, *steps) -> TrainingRecipe:
    return begin(open_memory(), pa.Table.from_pandas(table), check_steps(list(steps)), {})


def test_a_recipe_learns_from_the_training_rows_of_every_fold(table) -> None:
    recipe = prepared(table, step("scale", columns=["a"]))

    ground = lay_ground(recipe.frame, Task("classification", "y"), 0, 3, recipe=recipe)

    means = []
    for fold in ground.folds:
        frame, split = fold.prepared.frame, fold.split
        assert frame["a"].iloc[split.train].mean() == pytest.approx(0.0, abs=1e-9)
        assert frame["a"].iloc[split.train].std(ddof=0) == pytest.approx(1.0, abs=1e-2)
        means.append(fold.prepared.recipe.states[0])
    assert means[0] != means[1] != means[2]
    assert sum(len(fold.split.test) for fold in ground.folds) == 170 - 2


def test_rows_that_a_recipe_leaves_out_of_learning_are_judged_all_the_same(table) -> None:
    table.loc[::10, "a"] = 100.0
    recipe = prepared(table, step("outlier_removal", columns=["a"]))

    ground = lay_ground(recipe.frame, Task("classification", "y"), 0, 3, recipe=recipe)

    for fold in ground.folds:
        assert fold.prepared.frame["a"].iloc[fold.split.train].max() < 100
    held = [fold.prepared.frame["a"].iloc[fold.split.test].max() for fold in ground.folds]
    assert max(held) == 100
    assert sum(len(fold.split.test) for fold in ground.folds) == 170 - 2


def test_a_fold_that_a_recipe_fails_on_is_left_out_and_the_others_judge(table) -> None:
    recipe = prepared(table, step("scale", columns=["a"]))
    whole, count = recipe.split_at, []

    def fails_once(*given):
        count.append(given)
        if len(count) == 2:
            raise Invalid("It leaves nothing.")
        return whole(*given)

    recipe.split_at = fails_once
    ground = lay_ground(recipe.frame, Task("classification", "y"), 0, 3, recipe=recipe)

    assert len(ground.folds) == 2
    assert ground.notes == ("Fold 1 was left out: It leaves nothing.",)


def outcome_of(ground: Ground, seed: int = 0):
    candidates = []
    for name, values in (("lightgbm", {"n_estimators": 10}), ("logistic_regression", {})):
        complete = {**get_entry(name).defaults(), **values}
        looks = run_trial(ground, get_objective("classification"), name, complete, seed)
        bag = Bag.of([look.model for look in looks if look.model])
        candidates.append(Candidate(name, complete, bag))
    running = stack(ground, candidates, seed)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("hold_out", [True, False])
def test_the_stack_of_a_recipe_takes_raw_rows(table, tmp_path, hold_out: bool) -> None:
    table.loc[::7, "a"] = np.nan
    recipe = prepared(table, step("handle_missing", method="mean", columns=["a"]))
    ground = lay_ground(
        recipe.frame, Task("classification", "y"), 0, 3, recipe=recipe, hold_out=hold_out
    )

    found = outcome_of(ground)

    assert len(found.model.predictor.members) <= 2
    bundle.save(found.model, tmp_path / "m", {})
    kept = bundle.load(tmp_path / "m")
    rows = [{"a": None, "b": 1.0, "t": 1}, {"a": 3.0, "b": 0.0, "t": 2}]
    assert [one["prediction"] for one in kept.predict_rows(rows).to_rows()][1] == "up"
    assert len(kept.recipe.steps) == 1


def test_a_stack_in_time_learns_all_that_is_not_newer_than_what_judges(table) -> None:
    ground = lay_ground(table, IN_TIME, 0, 3)

    found = outcome_of(ground)
    learned = ground.steered(Encoding()).table
    folded = lay_ground(table, IN_TIME, 0, 3, hold_out=False).steered(Encoding()).table

    assert len(found.model.predictor.members) <= 2
    assert (len(learned.target), len(learned.validation_target)) == (140, 30)
    assert (len(folded.target), len(folded.validation_target)) == (170, 30)


def test_weights_of_rows_count_in_scores_and_in_the_stack(table) -> None:
    table["w"] = np.where(table["a"] > 0, 5.0, 1.0)
    ground = lay_ground(table, Task("classification", "y", weight="w"), 0, 3)
    values = get_entry("decision_tree").defaults()

    looks = run_trial(ground, get_objective("classification", "accuracy"), "decision_tree",
                      values, 0)  # fmt: skip
    (first, *_) = [look for look in looks if look.score]

    right = first.model.output.argmax(axis=1) == ground.folds[0].held_truth
    expected = np.average(right, weights=ground.folds[0].prepared.test_weights())
    assert first.score.scores == (pytest.approx(expected),)
    assert len(ground.held_weights()) == len(ground.held_truth())
    truth = np.array([0.0, 1.0, 2.0, 3.0])
    one, other = truth + np.array([0, 0, 1, 1]), truth + np.array([1, 1, 0, 0])
    counts = np.array([9.0, 9.0, 1e-9, 1e-9])
    assert find_weights([one, other], truth, False, counts) == pytest.approx([1, 0], abs=1e-3)
