"""What is derived without a target says of rows what scikit-learn's own estimator says."""

import copy
import inspect
import json
import random
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn.datasets import make_blobs
from sklearn.preprocessing import MinMaxScaler
from threadpoolctl import threadpool_limits

from armillary.base.errors import AppError, Invalid
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED, State, Table
from armillary.learning.derived.facts import TO_UNIT
from armillary.learning.derived.knobs import to_settings
from armillary.learning.derived.trusted import load_class
from tests.contracts.rotation import chosen_entries

DERIVED = [
    entry.id
    for entry in chosen_entries()
    if entry.derived_from is not None and SUPERVISED.isdisjoint(entry.tasks)
]
# What is selected is compared by the trees that weigh columns, which are ours.
OWN_TREES = ("rfe", "select_from_model")
SEED = int(np.random.default_rng(5).integers(2**31 - 1))
# Compiled code, other libraries' objects and nested parts, each at least once.
READ_BY_OTHERS = (
    "bisecting_k_means",
    "isomap",
    "k_bins_discretizer",
    "random_trees_embedding",
    "spline_transformer",
)


def _table(kind: Any) -> Table:
    features, target = make_blobs(160, 5, centers=3, random_state=0)
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    parts = (features[:120], target[:120], features[120:], target[120:])
    return Table(kind, *parts, 3, tuple("abcde"))


def _last(algorithm_id: str, table: Table, **params: Any) -> Any:
    values = get_entry(algorithm_id).defaults() | params
    training = get_algorithm(algorithm_id).train(table, values, np.random.default_rng(5))
    *_, last = training
    return last


@pytest.mark.filterwarnings("ignore")  # what scikit-learn's own says on its way
@pytest.mark.parametrize("algorithm_id", [one for one in DERIVED if one not in OWN_TREES])
def test_it_says_of_rows_what_scikit_learn_says(algorithm_id: str) -> None:
    entry = get_entry(algorithm_id)
    table = _table(entry.tasks[0])
    kind: Any = load_class(entry.derived_from)
    seeded = "random_state" in inspect.signature(kind).parameters
    own = kind(**to_settings(kind, entry.defaults()), **({"random_state": SEED} if seeded else {}))
    rows, new = table.features, table.validation_features
    if kind.__name__ in TO_UNIT:
        scaler = MinMaxScaler(clip=True).fit(rows)
        rows, new = scaler.transform(rows), scaler.transform(new)

    with threadpool_limits(limits=1):
        found = _last(algorithm_id, table).predictor()
        own.fit(rows, table.target)
        expected, asked = _own(own, rows, new, table)

    assert np.allclose(found.predict(asked)[:, 0], expected[:, 0], rtol=1e-7, atol=1e-7)
    assert np.allclose(found.predict(asked)[:, -1], expected[:, -1], rtol=1e-7, atol=1e-7)


def _own(own: Any, rows: Any, new: Any, table: Table) -> tuple[Any, Any]:
    """Give what it says, and the rows of which: those it learned from where it knows no others."""
    if table.kind == "anomaly_detection":
        said = np.column_stack([-own.score_samples(new), own.predict(new) < 0])
    elif hasattr(own, "predict_proba"):
        said = np.column_stack([own.predict(new), own.predict_proba(new).max(axis=1)])
    elif hasattr(own, "predict"):
        said = own.predict(new)[:, None]
    elif hasattr(own, "transform"):
        said = own.transform(new)
    else:
        said = own.labels_[:, None] if table.kind == "clustering" else own.embedding_
        return said, table.features
    return said.toarray() if sparse.issparse(said) else said, table.validation_features


@pytest.mark.parametrize("algorithm_id", READ_BY_OTHERS)
def test_a_state_that_was_tampered_with_is_refused_or_answers(algorithm_id: str) -> None:
    draw = random.Random(algorithm_id)
    table = _table(get_entry(algorithm_id).tasks[0])
    files = dict(_last(algorithm_id, table).state().files)

    outcomes = {_survives(algorithm_id, _tampered(files, draw), table) for _ in range(12)}

    assert outcomes <= {"refused", "answered"}
    assert _survives(algorithm_id, files, table) == "answered"


def _tampered(files: dict[str, bytes], draw: random.Random) -> dict[str, bytes]:
    tree = json.loads(files["estimator.json"])
    places = list(_places(tree))
    holder, key = draw.choice(places)
    elsewhere, at = draw.choice(places)
    holder[key] = copy.deepcopy(draw.choice([None, -1, 10**9, 0.5, "x", {}, elsewhere[at]]))
    return files | {"estimator.json": json.dumps(tree).encode()}


def _places(tree: Any) -> Any:
    for key, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _survives(algorithm_id: str, files: dict[str, bytes], table: Table) -> str:
    try:
        get_algorithm(algorithm_id).load(State(files)).predict(table.features[:7] * 1e3)
    except AppError as error:
        return "refused" if error.code == "broken_model" else error.code
    return "answered"


def test_a_state_of_one_algorithm_is_not_taken_for_another() -> None:
    state = _last("truncated_svd", _table("dimensionality_reduction")).state()

    with pytest.raises(AppError, match="of another kind"):
        get_algorithm("incremental_pca").load(state)


def test_more_rows_than_it_can_bear_are_drawn_from_and_told() -> None:
    rows = np.random.default_rng(0).normal(size=(700, 3))
    table = Table(
        "dimensionality_reduction", rows, rows[:, 0], rows[:9], rows[:9, 0], 0, tuple("abc")
    )

    last = _last("mds", table, max_iter=2)

    assert any("Learned from 600 of 700 training rows" in told for told in last.warnings)


def test_where_no_column_is_good_enough_the_best_one_is_kept() -> None:
    last = _last("select_fwe", _table("preprocessing"), alpha=0.0)

    assert len(last.predictor().columns) == 1
    assert any("the best one was kept" in told for told in last.warnings)


def test_columns_without_end_are_refused() -> None:
    rows = np.random.default_rng(0).normal(size=(60, 130))
    names = tuple(f"c{place}" for place in range(130))
    table = Table("preprocessing", rows, rows[:, 0], rows[:9], rows[:9, 0], 0, names)

    with pytest.raises(Invalid, match=r"would make .* columns of 130") as error:
        _last("spline_transformer", table, n_knots=50)

    assert error.value.code == "too_many_columns"


def test_a_target_of_numbers_is_refused_by_who_needs_classes() -> None:
    rows = np.random.default_rng(0).normal(size=(60, 3))
    table = Table("preprocessing", rows, rows[:, 0], rows[:9], rows[:9, 0], 0, tuple("abc"))

    with pytest.raises(Invalid, match="the target is a number"):
        _last("neighborhood_components_analysis", table)
