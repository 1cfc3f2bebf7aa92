"""Searches for several targets, and with something before the learner."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Conflict, Invalid
from armillary.learning import bundle
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.facing import facing
from armillary.learning.search.asking import Told, propose
from armillary.learning.search.bags import Bag
from armillary.learning.search.before import split_values, with_first
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.space import build_space
from armillary.learning.search.stacking import Candidate, stack
from armillary.learning.search.trial import run_trial

PCA = [{"algorithm_id": "pca", "hyperparameters": {"whiten": True},
        "space": {"n_components": {"low": 2, "high": 4}}}]  # fmt: skip


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Two numbers and two labels that the same five columns tell, each in its own way."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(400, 5)), columns=list("abcde"))
    table["low"] = 3 * table["a"] - table["b"] + rng.normal(0, 0.1, 400)
    table["high"] = 1000 * np.sin(2 * table["c"]) + rng.normal(0, 10, 400)
    table["kind"] = np.where(table["a"] > 0, "x", "y")
    table["sort"] = np.where(table["c"] + table["d"] > 0, "p", "q")
    return table


def two(kind: str, *names: str) -> Task:
    return Task(kind, names[0], tuple("abcde"), targets=names)


def values_of(algorithm_id: str, **given) -> dict:
    return {**get_entry(algorithm_id).defaults(), **given}


def tried(ground, algorithm_id: str, values: dict):
    objective = get_objective(ground.task.kind)
    looks = [look for look in run_trial(ground, objective, algorithm_id, values, 0) if look.score]
    scores = [score for look in looks for score in look.score.scores]
    bag = Bag.from_bytes(algorithm_id, Bag.of([look.model for look in looks]).to_bytes())
    return scores, Candidate(algorithm_id, values, bag)


def run(stacking):
    try:
        while True:
            next(stacking)
    except StopIteration as end:
        return end.value


def test_a_trial_of_several_targets_is_judged_by_their_mean(table) -> None:
    both = lay_ground(table, two("regression", "low", "high"), 0, 2)
    alone = [lay_ground(table, Task("regression", name, tuple("abcde")), 0, 2)
             for name in ("low", "high")]  # fmt: skip
    values = values_of("linear_regression")

    together, _ = tried(both, "linear_regression", values)
    apart = [tried(ground, "linear_regression", values)[0] for ground in alone]

    assert together == pytest.approx(np.mean(apart, axis=0))


@pytest.mark.parametrize("hold_out", [True, False])
def test_a_stack_of_several_targets_weighs_each_target_apart(table, tmp_path, hold_out) -> None:
    ground = lay_ground(table, two("regression", "low", "high"), 0, 3, hold_out=hold_out)
    candidates = [
        tried(ground, "linear_regression", values_of("linear_regression"))[1],
        tried(ground, "lightgbm", values_of("lightgbm", n_estimators=30))[1],
    ]

    found = run(stack(ground, candidates, 0))

    low, high = found.model.predictor.predictors
    of_line = [
        sum(one.weight for one in stacked.members if one.algorithm_id == "linear_regression")
        for stacked in (low, high)
    ]
    assert of_line[0] > 0.9
    assert of_line[1] < 0.3
    assert found.weights == pytest.approx([np.mean(of_line), 1 - np.mean(of_line)])
    assert (found.t > 2) == found.is_better
    judged = found.model.evaluation["targets"]
    assert found.model.metrics["rmse"] == pytest.approx(
        np.mean([judged[name]["overall_metrics"]["rmse"] for name in ("low", "high")])
    )
    bundle.save(found.model, tmp_path / "m", {})
    again = bundle.load(tmp_path / "m")
    assert again.predict(table).targets["high"].values.tolist() == (
        found.model.predict(table).targets["high"].values.tolist()
    )
    assert facing(again, "low").predict(table).values == pytest.approx(table["low"], abs=0.8)


def test_a_stack_of_several_labels_gives_probabilities_of_each(table, tmp_path) -> None:
    ground = lay_ground(table, two("classification", "kind", "sort"), 0, 2)
    candidates = [
        tried(ground, name, values_of(name))[1] for name in ("logistic_regression", "decision_tree")
    ]

    found = run(stack(ground, candidates, 0))

    bundle.save(found.model, tmp_path / "m", {})
    said = bundle.load(tmp_path / "m").predict(table)
    assert said.targets["sort"].probabilities.sum(axis=1) == pytest.approx(np.ones(len(table)))
    assert (said.targets["sort"].values == table["sort"]).mean() > 0.95
    assert found.model.metrics["auc"] > 0.95


def test_a_trial_shows_that_work_goes_on_while_what_goes_first_is_fitted(table) -> None:
    task = Task("regression", "low", tuple("abcde"))
    ground = lay_ground(table, task, 0, 2, first=("nmf",))
    first = {f"nmf.{name}": value for name, value in get_entry("nmf").defaults().items()}
    values = values_of("linear_regression", **first)
    trying = run_trial(ground, get_objective("regression"), "linear_regression", values, 0)

    looks = [next(trying), next(trying)]
    trying.close()

    assert [(look.fold, look.fraction, look.score) for look in looks] == [(0, 0.0, None)] * 2
    with pytest.raises(Conflict, match="goes first is not done"):
        looks[-1].judge()


def test_what_goes_first_is_turned_where_somebody_wishes_it() -> None:
    space = with_first(build_space("regression", ["linear_regression", "lightgbm"], {}), PCA)
    objective = get_objective("regression")

    proposals = [propose(space, objective, [], number, 0) for number in range(30)]

    turned = {values["pca.n_components"] for _, values in proposals}
    assert turned == {2, 3, 4}
    assert {values["pca.whiten"] for _, values in proposals} == {True}
    name, values = proposals[0]
    own, steps = split_values(["pca"], values)
    assert set(own) == set(get_entry(name).properties)
    assert set(steps[0].hyperparameters) == set(get_entry("pca").properties)
    # What one algorithm has shown of it is known to the sampler for the other too.
    points = [space.encode(*proposal)[0] for proposal in proposals]
    assert all("first.pca.n_components" in point for point in points)
    told = [Told(*proposal, "complete", float(place)) for place, proposal in enumerate(proposals)]
    assert propose(space, objective, told, 30, 0)[1]["pca.n_components"] in (2, 3, 4)


def test_all_knobs_worth_it_are_turned_on_request_and_none_otherwise() -> None:
    space = build_space("regression", ["linear_regression"], {})
    step = {"algorithm_id": "polynomial_features", "hyperparameters": {}}

    still = with_first(space, [step]).of("linear_regression")
    turned = with_first(space, [{**step, "search": True}]).of("linear_regression")

    assert [knob.name for knob in still.knobs if "." in knob.name] == []
    assert "polynomial_features.degree" in [knob.name for knob in turned.knobs]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([{"algorithm_id": "pca", "space": {"n_componets": {"low": 1, "high": 2}}}], "n_component"),
        ([{"algorithm_id": "pca"}, {"algorithm_id": "pca"}], "once in a search"),
    ],
)
def test_wishes_for_what_goes_first_that_cannot_be_met_are_named(steps, told) -> None:
    with pytest.raises(Invalid, match=told) as refused:
        with_first(build_space("regression", ["linear_regression"], {}), steps)

    assert refused.value.errors[0]["loc"][:2] == ["first", len(steps) - 1]


def test_trials_and_stack_put_rows_through_what_goes_first(table, tmp_path) -> None:
    task = Task("regression", "low", tuple("abcde"))
    ground = replace(lay_ground(table, task, 0, 2), first=("polynomial_features", "pca"))
    first = {
        **{f"polynomial_features.{name}": value
           for name, value in values_of("polynomial_features").items()},
        **{f"pca.{name}": value for name, value in values_of("pca", n_components=20).items()},
    }  # fmt: skip
    names = ("linear_regression", "k_nearest_neighbors")
    trials = [tried(ground, name, first | values_of(name)) for name in names]
    blind = first | {"pca.n_components": 1} | values_of("linear_regression")

    found = run(stack(ground, [candidate for _, candidate in trials], 0))

    assert np.mean(tried(ground, "linear_regression", blind)[0]) > 2 * np.mean(trials[0][0])
    bundle.save(found.model, tmp_path / "m", {})
    assert bundle.load(tmp_path / "m").predict(table).values.tolist() == (
        found.model.predict(table).values.tolist()
    )
    assert found.model.metrics["rmse"] < 0.3


def test_a_stack_of_several_targets_behind_a_reduction_is_loaded_again(table, tmp_path) -> None:
    ground = replace(lay_ground(table, two("regression", "low", "high"), 0, 2), first=("pca",))
    first = {f"pca.{name}": value for name, value in values_of("pca", n_components=5).items()}
    candidates = [
        tried(ground, name, first | values_of(name))[1]
        for name in ("linear_regression", "k_nearest_neighbors")
    ]

    found = run(stack(ground, candidates, 0))

    bundle.save(found.model, tmp_path / "m", {})
    rows = bundle.load(tmp_path / "m").predict_rows(table[list("abcde")].head(3).to_dict("records"))
    whole = found.model.predict(table.head(3))
    assert rows.targets["high"].values == pytest.approx(whole.targets["high"].values)
