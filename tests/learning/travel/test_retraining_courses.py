"""Trainings that were steered, or went on with other values, are trained anew as they came."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from armillary.learning import bundle
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SetParam, State, Task
from armillary.learning.course import Course, Stretch, at, before, stretch
from armillary.learning.fit import fit
from armillary.learning.fit_snapshot import FitSnapshot
from armillary.learning.model import FittedModel
from armillary.learning.params import check
from armillary.learning.travel import retraining
from tests.learning.travel.projects import FEATURES, FRAME, retrain

# Of each: the target, the values of the beginning, a change on the way and before which step, the
# step of the state that another run goes on from, and that run's values.
BRANCHED: dict[str, tuple[str, dict[str, Any], tuple[int, str, float], int, dict[str, Any]]] = {
    "lightgbm": (
        "kind",
        {"n_estimators": 30, "subsample": 0.8},
        (4, "learning_rate", 0.3),
        9,
        {"n_estimators": 14, "num_leaves": 4, "subsample": 0.5, "colsample": 0.5, "reg_lambda": 9},
    ),
    "xgboost": (
        "price",
        {"n_estimators": 30, "colsample": 0.6},
        (3, "learning_rate", 0.5),
        7,
        {"n_estimators": 12, "subsample": 0.6, "learning_rate_schedule": "cosine"},
    ),
    "catboost": (
        "let",
        {"n_estimators": 15},
        (10, "learning_rate", 0.2),
        15,
        {"n_estimators": 22, "max_depth": 3, "early_stopping_rounds": None},
    ),
    "adaboost": (
        "price",
        {"n_estimators": 20},
        (3, "learning_rate", 0.4),
        6,
        {"n_estimators": 9, "learning_rate": 0.1},
    ),
    "feedforward_nn": (
        "kind",
        {"epochs": 40, "optimizer": "sgd", "dropout_rate": 0.1, "early_stopping_epochs": 1},
        (2, "learning_rate", 0.02),
        5,
        {"epochs": 9, "momentum": 0.5, "weight_decay": 0.1, "early_stopping_epochs": None},
    ),
}


def _values(algorithm: str, given: dict[str, Any]) -> dict[str, Any]:
    return check(get_entry(algorithm), given, door="strict").require()


def _run_to(
    step: int | None, algorithm: str, target: str, values: dict[str, Any], **more: Any
) -> FitSnapshot:
    """Train up to a step, or to the end; ``change`` is set when its step is seen."""
    kind: Any = "regression" if target == "price" else "classification"
    change, resume = more.get("change"), more.get("resume")
    task = Task(kind, target, features=FEATURES)
    fitting = fit(FRAME, task, algorithm, values, seed=4, resume=resume)
    snapshot = next(fitting)
    while not snapshot.final and snapshot.step != step:
        is_due = change is not None and snapshot.step == change[0]
        snapshot = fitting.send(SetParam(*change[1:]) if is_due else None)
    return snapshot


def _branched(algorithm: str) -> FittedModel:
    """Steer a training, keep a state of it, and go on from that with other values."""
    target, given, change, kept_at, own = BRANCHED[algorithm]
    entry, values = get_entry(algorithm), _values(algorithm, given)
    kept = _run_to(kept_at, algorithm, target, values, change=change)
    state = kept.state()
    changed = values | {change[1]: change[2]}
    later = changed | own
    live = {name: later[name] for name in ("learning_rate",) if name in later}
    live |= {name: later[name] for name in ("regularization_rate",) if name in later}
    last = _run_to(None, algorithm, target, later, resume=State(state.files, live=live))
    stretches = (
        stretch(entry, values, 0),
        stretch(entry, changed, change[0]),
        stretch(entry, later, kept_at),
    )
    return replace(last.model(), course=Course(stretches, last.step))


@pytest.fixture(scope="module")
def branched() -> dict[str, FittedModel]:
    missing = {"catboost": "catboost", "feedforward_nn": "torch"}
    names = [name for name in BRANCHED if find_spec(missing.get(name, "sklearn"))]
    return {name: _branched(name) for name in names}


@pytest.fixture(scope="module")
def retrained(
    branched: dict[str, FittedModel], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("projects")
    table = folder / "rows.parquet"
    FRAME.to_parquet(table)
    straight = replace(branched["lightgbm"], course=None)
    came = retrain([*branched.values(), straight], folder, [table] * (len(branched) + 1))
    return dict(zip([*branched, "straight"], came, strict=True))


@pytest.mark.parametrize("algorithm", BRANCHED)
def test_what_was_steered_and_branched_is_trained_anew(
    retrained: dict[str, dict[str, Any]], algorithm: str
) -> None:
    if algorithm not in retrained:
        pytest.skip("its library comes with an extra")

    assert retrained[algorithm]["same"], retrained[algorithm]


def test_the_values_of_the_end_alone_give_other_numbers(
    retrained: dict[str, dict[str, Any]],
) -> None:
    assert retrained["straight"]["same"] is False
    assert "error" not in retrained["straight"]


def test_a_bundle_keeps_the_course(branched: dict[str, FittedModel], tmp_path: Path) -> None:
    model = branched["xgboost"]

    bundle.save(model, tmp_path / "bundle", {})

    assert bundle.load(tmp_path / "bundle").course == model.course


def test_of_a_course_counts_what_was_reached() -> None:
    held = [Stretch(0, {"rate": 1}), Stretch(3, {"rate": 2}), Stretch(3, {"rate": 3})]
    course = Course((*held, Stretch(8, {"rate": 4})), ended=8)

    values = course.values_of({"depth": 5, "rate": 9}, 20)

    assert values == [(0, {"depth": 5, "rate": 1}), (3, {"depth": 5, "rate": 3})]
    assert [at(values, done)["rate"] for done in (0, 2, 3, 9)] == [1, 1, 3, 3]
    assert course.values_of({}, 2) == [(0, {"rate": 1})]
    assert before(course.stretches, 8) == held


def test_a_change_within_a_step_is_told_beforehand(branched: dict[str, FittedModel]) -> None:
    model = branched["lightgbm"]
    assert model.course is not None
    first, *others = model.course.stretches
    within = (first, *(replace(one, is_within=True) for one in others))

    told = retraining.unless(replace(model, course=replace(model.course, stretches=within)))

    assert "while step 5, 10 was under way" in told
    assert retraining.unless(model) == ""
    assert "steered by hand" in retraining.unless(replace(model, course=None))
