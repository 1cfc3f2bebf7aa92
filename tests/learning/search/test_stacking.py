"""Stacking the best: weights, what is kept, and a model that is stored as any other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning import bundle
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import State, Task
from armillary.learning.search.bags import Bag
from armillary.learning.search.calibrating import calibrate_sum
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.stacking import Candidate, choose_members, find_weights, stack
from armillary.learning.search.summing import Summed
from armillary.learning.search.trial import run_trial
from armillary.learning.stacked import STACK, load_predictor


def run(stacking) -> Summed:
    try:
        while True:
            next(stacking)
    except StopIteration as end:
        return end.value


def choice(algorithm_id: str, **values):
    return Candidate(algorithm_id, {**get_entry(algorithm_id).defaults(), **values})


@pytest.fixture(scope="module")
def ground():
    """A target that a line and a forest know different halves of."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(900, 4)), columns=list("abcd"))
    table["kind"] = np.where(rng.random(900) > 0.5, "x", "y")
    line, wave = table["a"] + table["c"] + table["d"], np.sin(3 * table["b"])
    table["target"] = 5 * line + 9 * wave + rng.normal(size=900)
    return lay_ground(table, Task("regression", "target"), seed=0)


@pytest.fixture(scope="module")
def stacked(ground) -> Summed:
    choices = [
        choice("linear_regression"),
        choice("random_forest", n_estimators=20, max_depth=5),
    ]
    return run(stack(ground, choices, seed=0))


def test_weights_are_those_of_the_truth() -> None:
    rng = np.random.default_rng(0)
    one, other, noise = rng.normal(size=(3, 500))

    weights = find_weights([one, other, noise], 0.25 * one + 0.75 * other, is_classes=False)

    assert weights == pytest.approx([0.25, 0.75, 0.0], abs=1e-4)


def test_weights_of_probabilities_sum_to_one_and_none_is_negative() -> None:
    truth = np.array([0, 1, 1, 0, 1] * 20)
    right = np.eye(2)[truth] * 0.8 + 0.1

    weights = find_weights([right, 1 - right], truth, is_classes=True)

    assert weights == pytest.approx([1.0, 0.0], abs=1e-6)


def test_members_are_of_different_algorithms_as_far_as_there_are() -> None:
    ranked = [("a", {"x": 1}), ("a", {"x": 2}), ("b", {}), ("a", {"x": 3})]

    assert choose_members(ranked, 3) == [("a", {"x": 1}), ("b", {}), ("a", {"x": 2})]
    assert choose_members(ranked[:1]) == ranked[:1]


def test_what_errs_differently_is_better_together(stacked: Summed) -> None:
    assert sum(stacked.weights) == pytest.approx(1.0)
    assert all(weight > 0.1 for weight in stacked.weights)
    assert stacked.is_better
    assert stacked.gain > 0
    assert stacked.model.evaluation["part"] == "test"
    scores = {line["id"]: line for line in stacked.model.evaluation["scores"]["table"]}
    assert scores["rmse"]["value"] == pytest.approx(stacked.model.metrics["rmse"])
    assert scores["rmse"]["low"] < scores["rmse"]["value"] < scores["rmse"]["high"]
    assert scores["rmse"]["high"] < scores["rmse"]["baseline"]


def test_without_rows_held_out_the_folds_judge_and_their_models_are_added_up(tmp_path) -> None:
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.normal(size=(400, 3)), columns=list("abc"))
    table["target"] = np.where(table["a"] + table["b"] > rng.normal(size=400), "up", "down")
    ground = lay_ground(table, Task("classification", "target"), 0, 3, hold_out=False)
    own = choice("lightgbm", n_estimators=10)
    looks = run_trial(ground, get_objective("classification"), "lightgbm", own.values, seed=0)
    folds = [look.model for look in looks if look.model]
    kept = Bag.from_bytes("lightgbm", Bag.of(folds).to_bytes())

    found = run(stack(ground, [replace(own, bag=kept), choice("logistic_regression")], seed=0))

    assert len(ground.learned) == 400
    # The first row of each class is learned from in every fold.
    assert len(ground.judging) == len(set(ground.judging)) == 398
    assert found.model.evaluation["part"] == "folds"
    assert found.is_better == (found.gain >= 0)
    members = found.model.predictor.members
    names = [member.algorithm_id for member in members]
    assert names in (["lightgbm"] * 3 + ["logistic_regression"], ["logistic_regression"])
    assert sum(member.weight for member in members) == pytest.approx(1.0)
    bundle.save(found.model, tmp_path / "m", {})
    assert bundle.load(tmp_path / "m").predict(table).values.tolist() == (
        found.model.predict(table).values.tolist()
    )


def test_a_sum_is_calibrated_by_what_its_members_say_of_rows_they_held_back(tmp_path) -> None:
    rng = np.random.default_rng(3)
    wide = rng.normal(size=1500)
    # Naive Bayes takes the same column for three, and is too sure.
    table = pd.DataFrame({name: wide + rng.normal(0, 0.01, 1500) for name in "abc"})
    table["target"] = np.where(wide + rng.normal(0, 1.5, 1500) > 0, "up", "down")
    ground = lay_ground(table, Task("classification", "target"), seed=0)
    plain = run(stack(ground, [choice("naive_bayes")], seed=0))
    (rows,) = plain.model.judged.values()
    (held,) = plain.held.values()

    found = calibrate_sum(plain.model, held.judged, rows, "temperature")

    # The first row of each class is learned from in every fold.
    assert len(held.judged) + len(rows.judged) == 1500 - 2
    assert not set(held.places) & set(rows.places)
    told = found.evaluation["calibration"]
    assert (told["verdict"], told["rows"]) == ("better", len(held.judged))
    table_of = {line["id"]: line for line in found.evaluation["scores"]["table"]}
    assert table_of["log_loss"]["value"] == pytest.approx(told["after"]["log_loss"]["value"])
    known = {line["id"]: line for line in plain.model.evaluation["scores"]["table"]}
    assert table_of["log_loss"]["baseline"] == known["log_loss"]["baseline"] is not None
    for model in (plain.model, found):
        assert model.evaluation["conformal"]["holds"]
    bundle.save(found, tmp_path / "m", {})
    loaded = bundle.load(tmp_path / "m")
    said, before = loaded.predict(table), plain.model.predict(table)
    assert np.abs(said.probabilities - found.predict(table).probabilities).max() == 0
    assert said.probabilities.max() < before.probabilities.max()
    with pytest.raises(Invalid, match="needs at least"):
        few = replace(
            held.judged,
            truth=held.judged.truth[:9],
            output=held.judged.output[:9],
        )
        calibrate_sum(plain.model, few, rows, "sigmoid")


def test_what_a_fold_says_is_kept_to_the_bit(ground) -> None:
    own = choice("lightgbm", n_estimators=5)
    looks = run_trial(ground, get_objective("regression"), "lightgbm", own.values, seed=0)
    folds = [look.model for look in looks if look.model]

    kept = Bag.from_bytes("lightgbm", Bag.of(folds).to_bytes())

    data = ground.data(1, get_algorithm("lightgbm").encoding)
    preprocess, predictor = kept.models[1]
    assert len(kept.models) == len(kept.outputs) == len(ground.folds)
    assert np.array_equal(predictor.predict(data.held_features), kept.outputs[1])
    assert preprocess == data.laid.preprocess
    small = Bag.from_bytes("lightgbm", Bag.of(folds).to_bytes(most_bytes=100))
    assert len(small.models) == 0
    assert np.array_equal(small.outputs[1], kept.outputs[1])


def test_in_haste_the_models_of_the_folds_do_and_nothing_is_learned() -> None:
    rng = np.random.default_rng(2)
    table = pd.DataFrame(rng.normal(size=(300, 2)), columns=list("ab"))
    table["target"] = 3 * table["a"] + rng.normal(size=300)
    ground = lay_ground(table, Task("regression", "target"), 0, 3, hold_out=False)
    own = choice("linear_regression")
    objective = get_objective("regression")
    looks = run_trial(ground, objective, own.algorithm_id, own.values, seed=0)
    bag = Bag.of([look.model for look in looks if look.model])

    calm = run(stack(ground, [replace(own, bag=bag)], seed=0))
    hasty = run(stack(ground, [replace(own, bag=bag)], seed=0, spare_s=0.0))

    assert len(calm.model.predictor.members) == 1
    assert len(hasty.model.predictor.members) == 3
    used = zip(hasty.model.predictor.predictors, bag.models, strict=True)
    assert all(predictor is kept for predictor, (_, kept) in used)


def test_spare_seconds_go_to_the_first_members_that_learn_anew() -> None:
    rng = np.random.default_rng(2)
    table = pd.DataFrame(rng.normal(size=(300, 2)), columns=list("ab"))
    table["target"] = 3 * table["a"] + np.sign(table["b"]) + rng.normal(size=300)
    ground = lay_ground(table, Task("regression", "target"), 0, 3, hold_out=False)
    objective = get_objective("regression")
    candidates = []
    for own in (choice("linear_regression"), choice("decision_tree", max_depth=3)):
        looks = run_trial(ground, objective, own.algorithm_id, own.values, seed=0)
        bag = Bag.of([look.model for look in looks if look.model])
        candidates.append(replace(own, bag=bag, fold_s=2.0))

    found = run(stack(ground, candidates, seed=0, spare_s=4.0))

    names = [member.algorithm_id for member in found.model.predictor.members]
    assert names == ["linear_regression", *["decision_tree"] * 3]


def test_what_errs_alike_gains_nothing(ground) -> None:
    same = choice("linear_regression")

    found = run(stack(ground, [same, choice("linear_regression", alpha=1.0001)], seed=0))

    assert not found.is_better


def test_it_is_stored_as_any_other_model_and_predicts_the_same(
    stacked: Summed, tmp_path: Path
) -> None:
    bundle.save(stacked.model, tmp_path / "m", {})
    numbers = {"a": 1.0, "c": 0.5, "d": -1.0}
    rows = [{**numbers, "b": None, "kind": "x"}, {**numbers, "b": 0.5, "kind": "new"}]

    loaded = bundle.load(tmp_path / "m")

    assert (loaded.algorithm, bundle.read_manifest(tmp_path / "m")["algorithm_name"]) == (
        STACK,
        "Stack of the best",
    )
    assert [feature["name"] for feature in loaded.features] == ["a", "b", "c", "d", "kind"]
    assert loaded.predict_rows(rows).to_rows() == stacked.model.predict_rows(rows).to_rows()
    frame = pd.DataFrame(rows)
    assert loaded.predict(frame).values == pytest.approx(stacked.model.predict_rows(rows).values)


def test_a_stack_that_lacks_a_member_is_refused(stacked: Summed) -> None:
    files = stacked.model.predictor.to_state().files
    broken = {name: data for name, data in files.items() if not name.startswith("m1.")}

    with pytest.raises(Invalid, match="member 1 has no files"):
        load_predictor(STACK, State(broken))
    with pytest.raises(Invalid, match=r"stack\.json is missing"):
        load_predictor(STACK, State({}))
