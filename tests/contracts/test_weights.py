"""The law that every algorithm keeps that says it heeds weights: heavy rows have their way."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry, list_entries
from armillary.learning.contract import SUPERVISED, Task, TaskKind
from armillary.learning.fit import fit
from tests.contracts.rotation import chosen_entries

CASES = [
    (entry.id, kind)
    for entry in chosen_entries()
    for kind in entry.tasks
    if kind in SUPERVISED and entry.weighs
]
# Enough to follow what the rows say, few enough to be quick. Large leaves hold heavy rows.
QUICK = {
    "random_forest": {"n_estimators": 15, "min_samples_leaf": 40},
    "extra_trees": {"n_estimators": 15, "min_samples_leaf": 40},
    "decision_tree": {"min_samples_leaf": 40},
    "extra_tree_classifier": {"max_depth": 2},
    "extra_tree_regressor": {"max_depth": 2},
    "gradient_boosting_classifier": {"n_estimators": 20, "max_depth": 1},
    "gradient_boosting_regressor": {"n_estimators": 20, "max_depth": 1},
    "adaboost": {"n_estimators": 10},
    "hist_gradient_boosting": {"max_iter": 30},
    "lightgbm": {"n_estimators": 40},
    "linear_boosting": {"n_estimators": 40},
    "xgboost": {"n_estimators": 40},
    "feedforward_nn": {"epochs": 12, "learning_rate": 0.02},
    "convolutional_nn": {"epochs": 12, "learning_rate": 0.02},
    "recurrent_nn": {"epochs": 12, "learning_rate": 0.03},
    "transformer_nn": {"epochs": 12, "learning_rate": 0.01},
}


def _two_minds(kind: TaskKind) -> pd.DataFrame:
    """Give rows that say the opposite of one another; a quarter of them weighs a hundred times."""
    rng = np.random.default_rng(5)
    values = rng.normal(size=(480, 2))
    is_heavy = np.arange(480) % 4 == 0
    said = np.where(is_heavy, values[:, 0], -values[:, 0])
    target = said > 0 if kind == "classification" else np.exp(said)
    return pd.DataFrame(values, columns=["a", "b"]).assign(
        target=target, counts=np.where(is_heavy, 100.0, 1.0)
    )


@pytest.mark.parametrize(("algorithm_id", "kind"), CASES)
def test_heavy_rows_have_their_way(algorithm_id: str, kind: TaskKind) -> None:
    table = _two_minds(kind)
    task = Task(kind, "target", weight="counts")

    *_, last = fit(table, task, algorithm_id, QUICK.get(algorithm_id, {}), seed=1)

    model = last.model()
    rows = [{"a": value, "b": value % 1} for value in np.linspace(-1.5, 1.5, 60)]
    said = model.predict_rows(rows).values.astype(float)
    assert said[30:].mean() > said[:30].mean()
    assert "counts" not in {feature["name"] for feature in model.features}
    assert last.evaluation["weighted_by"] == "counts"


def test_the_catalogue_says_who_heeds_weights() -> None:
    said = {entry.id for entry in list_entries() if entry.weighs}

    declared = {
        identity
        for identity, algorithm in all_algorithms().items()
        if get_entry(identity).derived_from is None
        and getattr(algorithm, "weighs", False)
        and SUPERVISED & set(algorithm.tasks)
    }
    assert declared <= said
