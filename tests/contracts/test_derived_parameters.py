"""Every knob of a derived algorithm is taken at its bounds, and turning it changes the answers."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import Table
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
    # Patience is only tried by who learns fast enough to get stuck.
    ("mlp_classifier", "n_iter_no_change"): {"learning_rate_init": 0.1},
    ("mlp_regressor", "n_iter_no_change"): {"learning_rate_init": 0.1},
}
# What would only take long.
QUICK: Mapping[str, Mapping[str, Any]] = {
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
    numbers = np.exp(0.4 * truth + 0.3 * noise) + 0.1 * rng.standard_t(2, 150) ** 2
    return _split("regression", features, numbers, 0)


def _split(kind: Any, features: Any, target: Any, n_classes: int) -> Table:
    parts = (features[:110], target[:110], features[110:], target[110:])
    return Table(kind, *parts, n_classes, tuple("abcdef"))


@cache
def _ask(algorithm_id: str, given: tuple[tuple[str, Any], ...]) -> Any:
    """Give what the algorithm, with these values, says of the validation rows."""
    entry = get_entry(algorithm_id)
    table = _table(entry.tasks[0])
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

    assert any(not np.allclose(answers, usual, rtol=1e-7, atol=1e-9) for answers in turned)
