"""Folds, what they hold back, and what they say together."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from armillary.base.errors import Invalid
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.prepare import prepare
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.split import Shares
from armillary.learning.validation import Validation, lay_folds
from tests.learning.recipe.kitchen import step

TASK = Task("classification", "y", ("a", "b"))
GROUPED = Task("classification", "y", ("a", "b"), group="who")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    a = rng.normal(size=300)
    y = np.where(a + rng.normal(0, 0.7, 300) > 0, "yes", "no")
    who, day = rng.integers(0, 40, 300), rng.permutation(300)
    return pd.DataFrame({"a": a, "b": rng.normal(size=300), "y": y, "who": who, "day": day})


def folds_of(frame, task, validation, order=None):
    prepared = prepare(frame, task, Shares(), np.random.default_rng(0))
    return prepared, lay_folds(prepared, validation, np.random.default_rng(2), order)


@pytest.mark.parametrize(
    ("task", "validation"),
    [(TASK, Validation("k_fold", 4)), (TASK, Validation("repeated", 3, 2)),
     (GROUPED, Validation("grouped", 5)), (GROUPED, Validation("k_fold", 3))],
)  # fmt: skip
def test_every_row_but_those_of_the_test_part_is_held_back_once_a_round(frame, task, validation):
    prepared, splits = folds_of(frame, task, validation)

    rest = np.setdiff1d(np.arange(300), prepared.split.test)
    assert len(splits) == validation.n_fits
    for start in range(0, len(splits), validation.folds):
        held = np.concatenate([split.test for split in splits[start : start + validation.folds]])
        assert np.array_equal(np.sort(held), rest)
    for split in splits:
        parts = [split.train, split.validation, split.test]
        assert np.array_equal(np.sort(np.concatenate(parts)), rest)
        assert min(map(len, parts)) > 0
        if prepared.groups is not None:
            groups = [set(prepared.groups[part].tolist()) for part in parts]
            assert not groups[0] & groups[1]
            assert not (groups[0] | groups[1]) & groups[2]


def test_in_time_nothing_is_learned_from_what_comes_later(frame):
    day = frame["day"].to_numpy()
    _, splits = folds_of(frame, TASK, Validation("time", 4, column="day"), day)

    sizes = []
    for split in splits:
        learned = np.concatenate([split.train, split.validation])
        assert day[learned].max() < day[split.test].min()
        sizes.append(len(learned))
    assert sizes == sorted(sizes)


def test_the_interval_is_that_of_the_corrected_resampled_t_test(frame):
    *_, last = fit(frame, TASK, "naive_bayes", {}, seed=0, validation=Validation("k_fold", 4))

    found = last.evaluation["cross_validation"]

    each = [fold["scores"]["accuracy"] for fold in found["each"]]
    ratio = np.mean([fold["rows"] / fold["learned_from"] for fold in found["each"]])
    reach = stats.t.ppf(0.975, 3) * np.sqrt((1 / 4 + ratio) * np.var(each, ddof=1))
    accuracy = found["table"][0]
    assert accuracy["value"] == pytest.approx(np.mean(each))
    assert accuracy["high"] == pytest.approx(min(1, np.mean(each) + reach))
    assert last.evaluation["scores"]["rows"] == last.evaluation["split"]["test"]


def test_folds_leave_the_model_and_its_test_part_as_they_are(frame):
    *_, alone = fit(frame, TASK, "naive_bayes", {}, seed=0)
    *_, folded = fit(frame, TASK, "naive_bayes", {}, seed=0, validation=Validation("k_fold", 3))

    assert folded.evaluation["scores"] == alone.evaluation["scores"]


def test_an_interrupted_training_goes_on_with_the_folds_that_are_left(frame):
    asked = {"seed": 0, "validation": Validation("k_fold", 3)}
    values = {"n_estimators": 10}
    *_, whole = fit(frame, TASK, "random_forest", values, **asked)
    begun = fit(frame, TASK, "random_forest", values, **asked)
    snapshot = next(each for each in begun if each.told == "Fold 3 of 3")
    state = snapshot.state()
    begun.close()

    *looks, last = fit(frame, TASK, "random_forest", values, resume=state, **asked)

    assert {look.told for look in looks} == {"Folds follow", "Fold 3 of 3"}
    assert last.evaluation["cross_validation"] == whole.evaluation["cross_validation"]


def test_a_fold_without_positives_has_no_area_and_says_so():
    rng = np.random.default_rng(4)
    rows = 200
    rare = np.zeros(rows, dtype=bool)
    rare[:8] = True
    frame = pd.DataFrame({"a": rng.normal(size=rows) + rare, "y": np.where(rare, "x", "o")})

    *_, last = fit(
        frame, Task("classification", "y"), "naive_bayes", {}, seed=1,
        validation=Validation("k_fold", 10),
    )  # fmt: skip

    table = {line["id"]: line for line in last.evaluation["cross_validation"]["table"]}
    assert "of 10 folds have no such score" in table["auc"]["note"]
    assert table["balanced_accuracy"]["note"].startswith(table["auc"]["note"])
    assert table["balanced_accuracy"]["value"] < 0.9
    assert table["auc"]["value"] is not None
    assert table["accuracy"]["note"] is None


def test_folds_that_cannot_be_are_refused(frame):
    with pytest.raises(Invalid, match="2 to 20"):
        Validation("k_fold", 1)
    with pytest.raises(Invalid, match="at most 100"):
        Validation("repeated", 20, 20)
    with pytest.raises(Invalid, match="group column"):
        folds_of(frame, TASK, Validation("grouped"))
    few = frame.assign(who=frame["who"] % 6)
    with pytest.raises(Invalid, match="fewer folds"):
        folds_of(few, GROUPED, Validation("grouped", 5))


def test_a_recipe_is_fitted_inside_each_fold(frame):
    """Each fold's mean is that of its own training rows, and outliers are theirs alone."""
    rows = frame.assign(a=frame["a"].where(frame.index % 5 > 0))
    rows["b"] = rows["b"].where(rows.index % 9 > 0, 50.0)
    recipe = recipe_of(
        rows,
        step("handle_missing", method="mean", columns=["a"]),
        step("outlier_removal", columns=["b"], method="iqr"),
    )
    prepared = prepare(recipe.frame, TASK, Shares(), np.random.default_rng(0), recipe, 0)
    assert prepared.unprepared is not None
    splits = lay_folds(prepared.unprepared, Validation("k_fold", 3), np.random.default_rng(2))

    means = []
    for split in splits:
        fold = prepared.on(split, recipe, 0)
        assert fold.recipe is not None
        filled = fold.frame["a"].to_numpy()[rows["a"].isna().to_numpy()[fold.target.rows]]
        means.append(float(np.unique(filled).item()))
        assert means[-1] == pytest.approx(rows["a"].iloc[split.train].mean())
        assert len(fold.split.test) == len(split.test)
        assert len(fold.split.train) < len(split.train)
    assert len(set(means)) == 3


@pytest.mark.parametrize("kind", ["k_fold", "time"])
def test_folds_with_a_recipe_score_as_the_same_steps_by_hand(frame, kind):
    validation = Validation(kind, 3, column="day" if kind == "time" else None)
    recipe = recipe_of(frame, step("scale", columns=["a", "b"]))

    *_, last = fit(recipe.frame, TASK, "naive_bayes", {}, seed=0, recipe=recipe,
                   validation=validation)  # fmt: skip
    *_, bare = fit(frame, TASK, "naive_bayes", {}, seed=0, validation=validation)

    # Scaled columns leave naive Bayes what it was, but for its share of the largest spread.
    found, wanted = (one.evaluation["cross_validation"]["each"] for one in (last, bare))
    for fold, other in zip(found, wanted, strict=True):
        assert fold["rows"] == other["rows"]
        assert fold["scores"]["accuracy"] == pytest.approx(other["scores"]["accuracy"], abs=0.03)


def test_folds_of_several_targets_judge_each(frame):
    rows = frame.assign(z=np.where(frame["b"] > 0, "up", "down"))
    task = Task("classification", "y", ("a", "b"), targets=("y", "z"))

    *_, last = fit(rows, task, "naive_bayes", {}, seed=0, validation=Validation("k_fold", 3))

    found = last.evaluation["cross_validation"]
    assert set(found["targets"]) == {"y", "z"}
    assert found["table"] == found["targets"]["y"]
    accuracy = {name: lines[0]["value"] for name, lines in found["targets"].items()}
    assert accuracy["z"] > 0.9 > accuracy["y"]  # z is a function of what is learned from


def test_folds_count_rows_by_their_weights(frame):
    """Rows of which the heavy half is told by chance are judged as badly as those are."""
    heavy = np.arange(300) % 2 == 0
    by_chance = np.random.default_rng(3).permutation(frame["y"])
    y = np.where(heavy, by_chance, np.where(frame["a"] > 0, "yes", "no"))
    rows = frame.assign(y=y, count=np.where(heavy, 9.0, 1.0))
    weighted = Task("classification", "y", ("a", "b"), weight="count")

    accuracies = []
    for task in (weighted, TASK):
        *_, last = fit(rows, task, "naive_bayes", {}, seed=0, validation=Validation("k_fold", 3))
        accuracies.append(last.evaluation["cross_validation"]["table"][0]["value"])
    assert accuracies[0] < 0.62 < 0.68 < accuracies[1]


def recipe_of(frame: pd.DataFrame, *steps):
    return begin(open_memory(), pa.Table.from_pandas(frame), check_steps(list(steps)), {})


def test_nested_folds_do_not_believe_parameters_that_only_luck_was_good_to():
    """Where nothing can be learned the best of many settings looks good on the rows it was
    chosen by, and no better than chance on those held back.
    """
    rng = np.random.default_rng(6)
    rows = pd.DataFrame(rng.normal(size=(240, 6)), columns=list("abcdef"))
    rows["y"] = rng.permutation(np.repeat(["no", "yes"], 120))

    *_, last = fit(rows, Task("classification", "y"), "decision_tree", {}, seed=0,
                   validation=Validation("k_fold", 4, trials=15))  # fmt: skip

    found = last.evaluation["cross_validation"]
    assert found["nested"]["trials"] == 15
    searches = [fold["search"] for fold in found["each"]]
    assert any(search["changed"] for search in searches)
    chosen_by = np.mean([search["score"] for search in searches])
    auc = next(line for line in found["table"] if line["id"] == "auc")
    assert chosen_by > 0.58
    assert auc["low"] < 0.5 < auc["high"]
    assert chosen_by > auc["value"] + 0.08


def test_nested_folds_find_parameters_that_are_better_than_those_given(frame):
    given = {"max_depth": 1, "min_samples_leaf": 100}
    values = []
    for trials in (0, 12):
        *_, last = fit(frame, TASK, "decision_tree", given, seed=0,
                       validation=Validation("k_fold", 3, trials=trials))  # fmt: skip
        table = last.evaluation["cross_validation"]["table"]
        values.append(next(line["value"] for line in table if line["id"] == "auc"))
    assert values[1] > values[0]
    with pytest.raises(Invalid, match="at most 500"):
        Validation("k_fold", 10, trials=60)
