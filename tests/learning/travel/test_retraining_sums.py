"""Projects of stacks train every member anew, and come to the same sum."""

import math
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.model import FittedModel
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.search.bags import Bag
from armillary.learning.search.calibrating import calibrate_sum
from armillary.learning.search.ground import Ground, lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.stacking import Candidate, stack
from armillary.learning.search.summing import Summed
from armillary.learning.search.trial import run_trial
from armillary.learning.travel import retraining
from tests.learning.travel.projects import FEATURES, FRAME, retrain, step

BOOSTED = {"n_estimators": 15, "subsample": 0.7, "learning_rate": 0.3}
FOREST = {"n_estimators": 4, "max_depth": 4}
MACHINE = {"max_rows": 60}


def _values(ground: Ground, algorithm: str, own: dict[str, Any]) -> dict[str, Any]:
    before = {
        f"{name}.{key}": value
        for name in ground.first
        for key, value in get_entry(name).defaults().items()
    }
    return {**get_entry(algorithm).defaults(), **own, **before}


def _tried(ground: Ground, algorithm: str, values: dict[str, Any]) -> Candidate:
    """Give a candidate with what its trial has left."""
    looks = run_trial(ground, get_objective(ground.task.kind), algorithm, values, seed=ground.seed)
    bag = Bag.of([look.model for look in looks if look.model])
    return Candidate(algorithm, values, Bag.from_bytes(algorithm, bag.to_bytes()))


def _stack(ground: Ground, spare_s: float = math.inf, **members: dict[str, Any]) -> Summed:
    candidates = [_tried(ground, name, _values(ground, name, own)) for name, own in members.items()]
    running = stack(ground, candidates, ground.seed, spare_s=spare_s)
    try:
        while True:
            next(running)
    except StopIteration as end:
        found: Summed = end.value
        return found


def _of_folds() -> FittedModel:
    """Models of folds whose rows stay together by group, behind a step that draws."""
    task = Task("classification", "kind", features=FEATURES, group="house")
    ground = lay_ground(FRAME, task, 4, 2, first=("select_k_best", "nystroem"))
    return _stack(ground, spare_s=0.0, lightgbm=BOOSTED, random_forest=FOREST).model


def _of_all_rows() -> FittedModel:
    """Several targets, every row learned from, what is steered by the rows that would judge."""
    task = Task("regression", "price", features=FEATURES, targets=("price", "rent"))
    ground = lay_ground(FRAME, task, 4, 2, hold_out=False)
    return _stack(ground, xgboost=BOOSTED, support_vector_machine=MACHINE).model


def _calibrated() -> FittedModel:
    """A sum that was calibrated afterwards, its rows weighed, one fold held out."""
    task = Task("classification", "kind", features=FEATURES, weight="weight")
    summed = _stack(lay_ground(FRAME, task, 4, 1), extra_trees=FOREST, random_forest=FOREST)
    rows = summed.model.judged["kind"]
    return calibrate_sum(summed.model, summed.held["kind"].judged, rows, "sigmoid")


def _behind_a_recipe() -> FittedModel:
    """A recipe that learns, so that members learn the whole anew."""
    table = pa.Table.from_pandas(FRAME[[*FEATURES, "price"]])
    steps = [
        step("filter", condition="rooms > 0"),
        step("handle_missing", columns=["size"], method="mean"),
        step("outlier_removal", columns=["size"], action="drop"),
    ]
    recipe = begin(open_memory(), table, check_steps(steps), {})
    ground = lay_ground(recipe.frame, Task("regression", "price"), 4, 2, recipe=recipe)
    return _stack(ground, lightgbm=BOOSTED, k_nearest_neighbors={}).model


def _members(model: FittedModel) -> list[Any]:
    each = getattr(model.predictor, "predictors", None)
    stacks = each if model.task.targets and each is not None else (model.predictor,)
    return [member for one in stacks for member in getattr(one, "base", one).members]


CASES = {
    "folds": _of_folds,
    "all rows": _of_all_rows,
    "calibrated": _calibrated,
    "recipe": _behind_a_recipe,
}


@pytest.fixture(scope="module")
def models() -> dict[str, FittedModel]:
    return {name: make() for name, make in CASES.items()}


@pytest.fixture(scope="module")
def retrained(
    models: dict[str, FittedModel], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("sums")
    table = folder / "rows.parquet"
    FRAME.to_parquet(table)
    came = retrain(list(models.values()), folder, [table] * len(models))
    return dict(zip(models, came, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_trained_anew_a_sum_says_the_same(retrained: dict[str, dict[str, Any]], name: str) -> None:
    assert retrained[name]["same"], retrained[name]


def test_what_is_tried_are_sums(models: dict[str, FittedModel]) -> None:
    counts = {name: len(_members(model)) for name, model in models.items()}

    assert min(counts.values()) > 1, counts


def test_without_rows_kept_apart_no_scores_are_compared(
    retrained: dict[str, dict[str, Any]],
) -> None:
    assert retrained["all rows"]["scores"] == {}
    assert retrained["folds"]["scores"]["accuracy"] is not None


def test_a_sum_of_before_it_was_kept_what_members_learned_from_is_told_with_the_reason(
    models: dict[str, FittedModel],
) -> None:
    model = models["folds"]
    members = [replace(member, learned=None) for member in model.predictor.members]
    older = replace(model, predictor=replace(model.predictor, members=members))

    assert "was not kept" in str(retraining.why_not(older))
