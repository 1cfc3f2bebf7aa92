"""Every knob of a derived algorithm is taken at its bounds, and turning it changes the answers."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import SUPERVISED, Table
from tests.contracts.rotation import chosen_entries
from tests.contracts.test_algorithm_parameters import at_bounds

KNOBS = [
    pytest.param(entry.id, name, id=f"{entry.id}-{name}")
    for entry in chosen_entries()
    if entry.derived_from is not None
    for name in entry.properties
]
# What a knob is tried with, where on so small a table it would never come to matter.
WITH: Mapping[tuple[str, str], Mapping[str, Any]] = {
    # Where one halving is left, both ways halve the same group.
    ("bisecting_k_means", "bisecting_strategy"): {"n_clusters": 9},
    ("feature_agglomeration", "linkage"): {"n_clusters": 3},
    # So wide, all rows climb to one summit wherever they begin.
    ("mean_shift", "bin_seeding"): {"bandwidth": 1.0},
    ("dictionary_learning", "transform_n_nonzero_coefs"): {"n_components": 4},
    ("mini_batch_dictionary_learning", "transform_n_nonzero_coefs"): {"n_components": 4},
    # More rows than make it dense only count where these are few.
    ("optics", "min_cluster_size"): {"min_samples": 5},
    # Patience is only tried by who learns fast enough to get stuck.
    ("mlp_classifier", "n_iter_no_change"): {"learning_rate_init": 0.1},
    ("mlp_regressor", "n_iter_no_change"): {"learning_rate_init": 0.1},
}
# What would only take long.
QUICK: Mapping[str, Mapping[str, Any]] = {
    "dictionary_learning": {"max_iter": 10},
    "latent_dirichlet_allocation": {"max_iter": 3},
    "mini_batch_dictionary_learning": {"max_iter": 10},
    "mini_batch_sparse_pca": {"max_iter": 10},
    "gradient_boosting_classifier": {"n_estimators": 20},
    "gradient_boosting_regressor": {"n_estimators": 20},
}


@cache
def _table(task: str) -> Table:
    """Give 110 rows with noise, far-off rows, a rare class, and two columns that say the same.

    Numbers are above zero, since some algorithms predict nothing else.
    """
    rng = np.random.default_rng(0)
    features = rng.normal(size=(150, 6))
    features[:, 5] = features[:, 0] + 0.1 * features[:, 5]
    truth = features[:, 0] + features[:, 1] * features[:, 2] - features[:, 3]
    noise = rng.normal(size=150)
    if task == "classification":
        target = np.digitize(truth + 0.7 * noise, [-0.3, 1.5])
        return _split("classification", features, target, 3)
    if task not in SUPERVISED:
        return _grouped(task, features, np.digitize(truth, [-0.3, 1.5]))
    numbers = np.exp(0.4 * truth + 0.3 * noise) + 0.1 * rng.standard_t(2, 150) ** 2
    return _split("regression", features, numbers, 0)


def _split(kind: Any, features: Any, target: Any, n_classes: int) -> Table:
    parts = (features[:110], target[:110], features[110:], target[110:])
    return Table(kind, *parts, n_classes, tuple("abcdef"))


def _grouped(task: Any, features: Any, groups: Any) -> Table:
    """Give the rows in three groups of different size, one with gaps; they are also a target."""
    features = features + 2.0 * np.eye(3, 6)[groups]
    if task == "gaps":
        features[::4, 1] = np.nan
    return _split("preprocessing" if task == "gaps" else task, features, groups, 3)


@cache
def _ask(algorithm_id: str, given: tuple[tuple[str, Any], ...]) -> Any:
    """Give what the algorithm, with these values, says of the validation rows."""
    entry = get_entry(algorithm_id)
    table = _table("gaps" if algorithm_id == "knn_imputer" else entry.tasks[0])
    params = entry.defaults() | dict(QUICK.get(algorithm_id, {})) | dict(given)
    with threadpool_limits(limits=1):
        *_, last = get_algorithm(algorithm_id).train(table, params, np.random.default_rng(0))
    answers = last.predictor().predict(table.validation_features)
    if table.kind == "classification":
        assert np.allclose(answers.sum(axis=1), 1.0)
    return answers


def _with(entry: CatalogueEntry, name: str) -> Callable[..., Any]:
    """Give how to ask where the knob matters."""
    needed = {other: choices[0] for other, choices in _when(entry, name).items()}
    needed |= WITH.get((entry.id, name), {})
    return lambda **given: _ask(entry.id, tuple(sorted((needed | given).items())))


def _when(entry: CatalogueEntry, name: str) -> Mapping[str, list[str]]:
    when: Mapping[str, list[str]] = entry.properties[name].get("x-when") or {}
    return when


@pytest.mark.parametrize(("algorithm_id", "name"), KNOBS)
def test_a_knob_is_taken_at_its_bounds_and_changes_the_answers(
    algorithm_id: str, name: str
) -> None:
    entry = get_entry(algorithm_id)
    ask, spec = _with(entry, name), dict(entry.properties[name])

    usual = ask()
    turned = [ask(**{name: value}) for value in at_bounds(spec) if value != spec["default"]]

    assert any(not _alike(answers, usual) for answers in turned)


def _alike(some: Any, others: Any) -> bool:
    return some.shape == others.shape and np.allclose(some, others, rtol=1e-7, atol=1e-9)
