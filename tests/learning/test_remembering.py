"""What is remembered of a training gives the state as it was, however far it has gone since."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit

CLASSES = Task("classification", "kind", ("a", "b", "c", "d"))
NET: dict[str, Any] = {"epochs": 4, "early_stopping_epochs": None}
BOOSTING: dict[str, Any] = {"n_estimators": 12, "early_stopping_rounds": None, "subsample": 0.7}


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(160, 4)), columns=list("abcd"))
    noise = rng.normal(0, 0.7, 160)
    frame["kind"] = (frame["a"] + noise > 0).map({True: "yes", False: "no"})
    frame["size"] = frame["b"] * 2 + noise
    return frame


@pytest.mark.parametrize(
    ("algorithm", "params"),
    [
        ("feedforward_nn", NET),
        ("transformer_nn", NET | {"optimizer": "rmsprop"}),
        ("recurrent_nn", NET | {"optimizer": "sgd"}),
        ("lightgbm", BOOSTING),
        ("linear_boosting", {"n_estimators": 12, "early_stopping_rounds": None}),
        ("xgboost", BOOSTING),
        pytest.param(
            "catboost",
            {"n_estimators": 30, "early_stopping_rounds": None},
            marks=pytest.mark.skipif(find_spec("catboost") is None, reason="no extra catboost"),
        ),
        ("adaboost", {"n_estimators": 6}),
        ("random_forest", {"n_estimators": 6}),
    ],
)
def test_a_state_is_remembered_as_it_was(algorithm: str, params: dict[str, Any]) -> None:
    looks = []

    for look in fit(_frame(), CLASSES, algorithm, params, seed=3):
        if look.metrics and not look.final:
            assert look.remember is not None
            looks.append((look.step, look.state().files, look.remember()))

    assert len(looks) > 1
    for step, at_once, later in looks:
        files = later().files
        assert files.keys() == at_once.keys()
        for name, data in at_once.items():
            assert _trees(files[name]) == _trees(data), (step, name)


def _trees(data: bytes) -> list[bytes]:
    """Leave out what LightGBM writes of its settings behind the trees: going on sets them anew."""
    return [line for line in data.splitlines() if not line.startswith(b"[bagging_")]


@pytest.mark.parametrize("algorithm", ["lightgbm", "xgboost", "feedforward_nn"])
def test_going_on_from_what_was_remembered_is_as_if_nothing_had_stopped(algorithm: str) -> None:
    params = NET if algorithm == "feedforward_nn" else BOOSTING
    first = [look for look in fit(_frame(), CLASSES, algorithm, params, seed=3) if look.metrics]
    remembered = None
    for look in fit(_frame(), CLASSES, algorithm, params, seed=3):
        if look.step == 2 and look.metrics:
            assert look.remember is not None
            remembered = look.remember()
    assert remembered is not None

    resumed = [
        look
        for look in fit(_frame(), CLASSES, algorithm, params, seed=3, resume=remembered())
        if look.metrics
    ]

    assert [(one.step, one.metrics) for one in resumed if one.step > 2] == [
        (one.step, pytest.approx(dict(one.metrics), abs=1e-6)) for one in first if one.step > 2
    ]


def test_of_several_targets_all_are_remembered() -> None:
    task = Task("regression", "size", ("c", "d"), targets=("size", "a"))
    looks = []

    for look in fit(_frame(), task, "feedforward_nn", NET, seed=3):
        if look.metrics and not look.final:
            assert look.remember is not None
            looks.append((look.state().files, look.remember()))

    assert [dict(later().files) for _, later in looks] == [dict(files) for files, _ in looks]
