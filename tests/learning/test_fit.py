"""From a table to a model: what is checked, what is told, what can be resumed."""

import re

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import AppError, Conflict, Invalid
from armillary.learning import able
from armillary.learning import fit as fitting
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED, Checkpoint, Machine, SetParam, State, Task
from armillary.learning.fit import fit
from armillary.learning.split import Shares
from tests.contracts.rotation import chosen_algorithms

CLASSES = Task("classification", "y")


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    frame["y"] = np.where(frame["a"] + frame["b"] > 0, "up", "down")
    return frame


def _last(table, task=CLASSES, algorithm="logistic_regression", **more):
    *_, last = fit(table, task, algorithm, more.pop("params", {}), seed=more.pop("seed", 0), **more)
    return last


def test_the_last_look_brings_the_evaluation_and_the_model(table):
    last = _last(table)

    assert last.final
    assert last.fraction == 1.0
    assert last.evaluation["part"] == "test"
    assert last.evaluation["split"] == {"train": 140, "validation": 30, "test": 30}
    assert last.evaluation["feature_importance"]["features"][-1] == "c"
    model = last.model()
    assert model is last.model()
    assert model.evaluation == last.evaluation
    assert model.task == Task("classification", "y", ("a", "b", "c"), None, ("down", "up"))


def test_only_the_named_columns_are_learned_from(table):
    model = _last(table, Task("classification", "y", features=("b",))).model()

    assert [feature["name"] for feature in model.features] == ["b"]


def test_rows_of_a_group_stay_together_and_the_group_is_not_learned_from(table):
    table["star"] = np.repeat([f"s{number}" for number in range(50)], 4)
    table.loc[::40, "star"] = None

    model = _last(table, Task("classification", "y", group="star")).model()

    assert model.task.features == ("a", "b", "c")
    assert model.evaluation["split"]["train"] == pytest.approx(140, abs=12)


def test_shares_of_the_parts_can_be_chosen(table):
    last = _last(table, shares=Shares(validation=0.25, test=0.05))

    assert last.evaluation["split"] == {"train": 140, "validation": 50, "test": 10}


def test_preprocessing_learns_from_the_training_part_only(table):
    model = _last(table).model()
    other = table.copy()
    kept = fitting.prepare(table, CLASSES, Shares(), _split_rng(0)).split
    held_out = np.concatenate([kept.validation, kept.test])
    other.loc[held_out, ["a", "b", "c"]] *= 1000

    assert _last(other).model().preprocess == model.preprocess


def _split_rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed).spawn(2)[0])


def test_another_seed_gives_another_split(table):
    assert _last(table, seed=1).evaluation != _last(table, seed=2).evaluation


def test_the_order_of_columns_and_names_that_are_no_text_do_not_matter_to_training(table):
    numbered = table.rename(columns={"a": 0, "b": 1, "c": 2})

    model = _last(numbered).model()

    assert [feature["name"] for feature in model.features] == ["0", "1", "2"]
    assert len(model.predict(numbered).values) == 200


def test_nested_values_count_as_text(table):
    table["tags"] = pd.Series([["x"], ["y"], None, {"z": 1}] * 50, dtype=object)

    model = _last(table).model()

    assert model.features[-1]["choices"] == ["['x']", "['y']", "{'z': 1}"]


@pytest.mark.parametrize(
    ("task", "algorithm", "params", "message"),
    [
        (Task("classification", "z"), "random_forest", {}, "no column 'z' to predict"),
        (Task("classification", "y", ("a", "q")), "random_forest", {}, "no column 'q' to learn"),
        (Task("classification", "y", ("a", "y")), "random_forest", {}, "cannot be one of the"),
        (Task("classification", "y", ()), "random_forest", {}, "no column to learn from"),
        (Task("classification", "y", group="q"), "random_forest", {}, "no column 'q' to group"),
        (Task("regression", "y"), "random_forest", {}, "predicts numbers, but 'y' holds"),
        (Task("regression", "a"), "logistic_regression", {}, "for classification, not for regr"),
        (CLASSES, "no_such", {}, "There is no algorithm 'no_such'"),
        (CLASSES, "random_forest", {"n_estimators": 0}, "n_estimators must be in"),
        (CLASSES, "feedforward_nn", {"hidden_layers": [1024] * 20}, "at most 10,000,000"),
    ],
)
def test_what_cannot_be_done_is_said_at_the_first_look(table, task, algorithm, params, message):
    with pytest.raises(AppError, match=re.escape(message)):
        next(fit(table, task, algorithm, params, seed=0))


def test_columns_of_the_same_name_are_refused(table):
    table.columns = ["a", "a", "c", "y"]

    with pytest.raises(Invalid, match="come twice: 'a'"):
        next(fit(table, CLASSES, "random_forest", {}, seed=0))


def test_a_table_with_only_the_target_is_refused(table):
    with pytest.raises(Invalid, match="no column to learn from"):
        next(fit(table[["y"]], CLASSES, "random_forest", {}, seed=0))


def test_an_absent_extra_is_told_with_what_to_install(table, monkeypatch):
    monkeypatch.setattr(able, "find_spec", lambda name: None)

    with pytest.raises(AppError, match=r"Install armillary\[torch\]") as caught:
        next(fit(table, CLASSES, "feedforward_nn", {}, seed=0))
    assert caught.value.status == 503


def test_the_given_table_is_left_as_it_was(table):
    before = table.copy()

    _last(table)

    pd.testing.assert_frame_equal(table, before)


def test_a_checkpoint_control_is_no_harm(table):
    running = fit(table, CLASSES, "lightgbm", {"n_estimators": 3}, seed=0)
    next(running)

    assert running.send(Checkpoint()).state().files


def test_a_wrong_control_warns_and_training_goes_on(table):
    running = fit(table, CLASSES, "lightgbm", {"n_estimators": 3}, seed=0)
    next(running)

    looks = [running.send(SetParam("learning_rate", 7.0)), *running]

    assert any("learning_rate must be in (0.0, 1.0]" in text for text in looks[-1].warnings)
    assert looks[-1].final


class TestResuming:
    """Going on from a state."""

    @pytest.fixture
    def state(self, table: pd.DataFrame) -> State:
        running = fit(table, CLASSES, "lightgbm", {"n_estimators": 9}, seed=0)
        next(running)
        state = next(running).state()
        running.close()
        return state

    def test_it_goes_on_from_the_last_step(self, table, state):
        looks = list(fit(table, CLASSES, "lightgbm", {"n_estimators": 9}, seed=0, resume=state))

        assert [look.step for look in looks] == [2, 3, 4, 5, 6, 7, 8, 9, 9]

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"seed": 1}, "seed"),
            ({"params": {"n_estimators": 9, "max_bin": 31}}, "params"),
            ({"task": Task("classification", "y", ("a", "b"))}, "task"),
        ],
    )
    def test_the_state_of_another_training_is_refused(self, table, state, change, named):
        given = {"task": CLASSES, "params": {"n_estimators": 9}, "seed": 0} | change

        with pytest.raises(Conflict, match=named):
            next(
                fit(
                    table,
                    given["task"],
                    "lightgbm",
                    given["params"],
                    seed=given["seed"],
                    resume=state,
                )
            )

    def test_another_table_is_refused(self, table, state):
        table.loc[7, "a"] += 1e-9

        with pytest.raises(Conflict, match="data_hash"):
            next(fit(table, CLASSES, "lightgbm", {"n_estimators": 9}, seed=0, resume=state))

    def test_something_else_is_no_state(self, table):
        with pytest.raises(Invalid, match="no state of a training"):
            next(fit(table, CLASSES, "lightgbm", {}, seed=0, resume=State({"x": b""})))

    def test_what_only_resuming_needs_is_marked(self, state):
        kept = state.for_predicting().files

        assert set(kept) == {"model.lightgbm.txt", "preprocess.json"}
        assert state.resume_only == {"all_rounds.lightgbm.txt", "progress.json", "fit.json"}


@pytest.mark.parametrize(
    "algorithm", ["random_forest", "lightgbm", "hist_gradient_boosting", "feedforward_nn"]
)
def test_two_threads_learn_as_well_as_one(table, algorithm):
    params = {"epochs": 30, "learning_rate": 0.02} if algorithm == "feedforward_nn" else {}

    accuracies = [
        _last(table, algorithm=algorithm, params=params, machine=Machine(threads=threads))
        .model()
        .metrics["accuracy"]
        for threads in (1, 2)
    ]

    assert min(accuracies) > 0.8


@pytest.mark.parametrize(
    "algorithm", [one for one in chosen_algorithms() if one.id != "umap"], ids=lambda one: one.id
)
def test_no_rows_give_no_predictions(table, algorithm):
    kind = algorithm.tasks[0]
    # Whatever is only told a target takes classes.
    is_of_classes = kind == "classification" or get_entry(algorithm.id).needs_target
    target = "y" if is_of_classes else "a" if kind in SUPERVISED else None
    table["a"] = table["a"].abs()
    running = fit(table, Task(kind, target), algorithm.id, {}, seed=0)
    model = next(running).model()
    running.close()

    assert model.predict(table.head(0)).to_rows() == []
    assert model.predict_rows([]).to_rows() == []


def test_a_state_knows_which_step_was_best_and_who_goes_on_from_it_is_told(table):
    table["y"] = np.random.default_rng(1).permutation(table["y"])  # there is nothing to be learned
    params = {"n_estimators": 30, "early_stopping_rounds": None}
    looks = fit(table, CLASSES, "lightgbm", params, seed=0)
    before = next(look for look in looks if look.step == 25)
    state = before.state()

    going_on = list(fit(table, CLASSES, "lightgbm", params, seed=0, resume=state))

    assert before.best_step < 25
    assert going_on[-1].best_step == before.best_step
    assert [look.best for look in going_on if look.metrics and look.step > 25] == [False] * 6
