"""A state that somebody has tampered with ends in an error, or in numbers: never in a crash."""

import copy
import json
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from armillary.base.errors import AppError
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import State, Table

# Trees, boosting and libsvm are read by compiled code; the others stand for what numpy reads.
KINDS = (
    "bagging_classifier",
    "extra_tree_regressor",
    "gaussian_process_classifier",
    "gradient_boosting_classifier",
    "gradient_boosting_regressor",
    "mlp_classifier",
    "nu_svc",
    "nu_svr",
    "pls_regression",
    "poisson_regressor",
    "quadratic_discriminant_analysis",
    "ridge_classifier",
)
ROUNDS = 6
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    3,
    10**9,
    2**62,
    0.5,
    -1e300,
    "",
    "x",
    [],
    {},
    {"$": "x"},
)


@cache
def _state(algorithm_id: str) -> State:
    entry = get_entry(algorithm_id)
    rng = np.random.default_rng(0)
    features = rng.normal(size=(40, 3))
    is_classes = "classification" in entry.tasks
    target = rng.permutation(40) % 3 if is_classes else np.exp(features[:, 0])
    kind: Any = entry.tasks[0]
    table = Table(
        kind,
        features[:30],
        target[:30],
        features[30:],
        target[30:],
        3 if is_classes else 0,
        ("a",) * 3,
    )
    params = entry.defaults() | ({"n_estimators": 4} if "n_estimators" in entry.properties else {})
    *_, last = get_algorithm(algorithm_id).train(table, params, np.random.default_rng(1))
    return last.state()


def _survives(algorithm_id: str, files: dict[str, bytes]) -> str:
    """Load and predict; give "refused" where that ends in an error for people."""
    try:
        predictor = get_algorithm(algorithm_id).load(State(files))
        rows = np.random.default_rng(2).normal(size=(7, 3)) * 1e3
        predictor.predict(rows)
        predictor.importance()
    except AppError as error:
        return "refused" if error.code == "broken_model" else error.code
    return "answered"


def _with_other_bytes(files: dict[str, bytes], draw: random.Random) -> None:
    name = draw.choice(sorted(files))
    data = bytearray(files[name])
    for _ in range(draw.choice((1, 1, 4))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    files[name] = bytes(data[: draw.choice((len(data), len(data), draw.randrange(len(data))))])


def _with_another_value(files: dict[str, bytes], draw: random.Random) -> None:
    name = draw.choice([name for name in sorted(files) if name.endswith(".json")])
    tree = json.loads(files[name])
    places = list(_places(tree))
    holder, key = draw.choice(places)
    elsewhere, at = draw.choice(places)
    holder[key] = copy.deepcopy(draw.choice([*ODD, elsewhere[at]]))
    files[name] = json.dumps(tree).encode()


def _places(tree: Any) -> Any:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(pairs):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _with_another_array(files: dict[str, bytes], draw: random.Random) -> None:
    name = draw.choice([name for name in sorted(files) if name.endswith(".safetensors")])
    arrays = load(files[name])
    if not arrays:
        return
    key = draw.choice(sorted(arrays))
    with np.errstate(all="ignore"):
        arrays[key] = np.ascontiguousarray(draw.choice(_CHANGES)(arrays[key]))
    files[name] = save(arrays)


def _shifted(by: float) -> Callable[[Any], Any]:
    return lambda array: (array.astype(np.float64) + by).astype(array.dtype)


_CHANGES: tuple[Callable[[Any], Any], ...] = (
    lambda array: array[:-1] if array.ndim else array,
    lambda array: array[:0] if array.ndim else array,
    lambda array: np.concatenate([array, array]) if array.ndim else array,
    lambda array: array.reshape(-1),
    lambda array: array[None],
    lambda array: array.T,
    lambda array: array.astype(np.float32),
    lambda array: array.astype(np.int64),
    lambda array: np.full(array.shape, 2.0**30).astype(array.dtype),
    _shifted(1),
    _shifted(-1),
    _shifted(1000),
)


@pytest.mark.filterwarnings("ignore")  # numbers beyond all bounds, of which numpy warns
@pytest.mark.parametrize("tamper", [_with_other_bytes, _with_another_value, _with_another_array])
@pytest.mark.parametrize("algorithm_id", KINDS)
def test_a_state_that_was_tampered_with_is_refused_or_answers(algorithm_id, tamper):
    draw = random.Random(f"{algorithm_id} {tamper.__name__}")
    outcomes = []
    for _ in range(ROUNDS):
        files = dict(_state(algorithm_id).files)
        tamper(files, draw)
        outcomes.append(_survives(algorithm_id, files))

    assert set(outcomes) <= {"refused", "answered"}


@pytest.mark.parametrize("algorithm_id", KINDS)
def test_a_state_that_nobody_touched_answers(algorithm_id):
    assert _survives(algorithm_id, dict(_state(algorithm_id).files)) == "answered"


def test_a_state_of_one_algorithm_is_not_taken_for_another():
    with pytest.raises(AppError, match="of another kind"):
        get_algorithm("nu_svr").load(_state("pls_regression"))


@pytest.mark.parametrize(
    "name", ["subprocess.Popen", "Popen", "ColumnTransformer", "NuSVC.__class__"]
)
def test_a_state_cannot_name_a_class_that_no_estimator_is_made_of(name):
    files = dict(_state("ridge_classifier").files)
    described = json.loads(files["estimator.json"])
    described["root"]["class"] = name
    files["estimator.json"] = json.dumps(described).encode()

    with pytest.raises(AppError, match="no part of an estimator"):
        get_algorithm("ridge_classifier").load(State(files))


@pytest.mark.parametrize("name", ["predict", "__class__", "n_jobs", "classes_ "])
def test_a_state_cannot_set_what_an_estimator_does(name):
    files = dict(_state("extra_tree_regressor").files)
    described = json.loads(files["estimator.json"])
    described["root"]["attributes"][name] = 3
    files["estimator.json"] = json.dumps(described).encode()

    assert _survives("extra_tree_regressor", files) == "refused"
