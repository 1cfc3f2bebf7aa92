"""Real tables, with all that is wrong with them."""

from pathlib import Path

import pandas as pd
import pytest

from armillary.learning import bundle
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.target import infer_task

# What plain use of the libraries reaches on these tables, less a margin for another split.
FLOORS = {
    "logistic_regression": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.75},
    "k_nearest_neighbors": {"titanic": 0.70, "penguins": 0.90, "ecoli": 0.75, "mpg": 0.7},
    "random_forest": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.75, "mpg": 0.8, "taxis": 0.8},
    "hist_gradient_boosting": {"titanic": 0.75, "penguins": 0.93, "mpg": 0.8, "taxis": 0.8},
    "lightgbm": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.75, "mpg": 0.8, "taxis": 0.8},
    "feedforward_nn": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.75, "mpg": 0.75},
    "linear_regression": {"mpg": 0.7, "taxis": 0.8},
    "elastic_net": {"mpg": 0.7, "taxis": 0.75},
    "naive_bayes": {"titanic": 0.7, "penguins": 0.93, "ecoli": 0.75},
    "linear_discriminant": {"titanic": 0.7, "penguins": 0.93, "ecoli": 0.8},
    "support_vector_machine": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.8, "mpg": 0.8},
    "decision_tree": {"titanic": 0.65, "penguins": 0.9, "mpg": 0.65, "taxis": 0.7},
    "extra_trees": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.8, "mpg": 0.8, "taxis": 0.75},
    "adaboost": {"titanic": 0.7, "penguins": 0.9, "ecoli": 0.75, "mpg": 0.75},
    "xgboost": {"titanic": 0.75, "penguins": 0.93, "ecoli": 0.75, "mpg": 0.8, "taxis": 0.8},
    "convolutional_nn": {"penguins": 0.9, "mpg": 0.75},
    "recurrent_nn": {"ecoli": 0.75},
    "transformer_nn": {"ecoli": 0.75},
}
TARGETS = {
    "titanic": "Survived",
    "penguins": "species",
    "ecoli": "7",
    "mpg": "mpg",
    "taxis": "tip",
}


def _read(folder: Path, name: str) -> pd.DataFrame:
    if name == "ecoli":
        return pd.read_csv(folder / "tabular/ecoli.csv", header=None).rename(columns=str)
    if name == "taxis":
        dates = ["pickup", "dropoff"]
        return pd.read_csv(folder / "tabular/taxis.csv.gz", parse_dates=dates)
    return pd.read_csv(folder / f"tabular/{name}.csv")


@pytest.mark.parametrize(
    ("algorithm", "name", "floor"),
    [(algorithm, name, floor) for algorithm, on in FLOORS.items() for name, floor in on.items()],
)
def test_real_tables_are_learned(algorithm: str, name: str, floor: float, test_data, tmp_path):
    table = _read(test_data, name)
    kind = infer_task(table[TARGETS[name]])
    params = {"epochs": 60, "learning_rate": 0.005} if algorithm.endswith("_nn") else {}

    *_, last = fit(table, Task(kind, TARGETS[name]), algorithm, params, seed=0)

    overall = last.evaluation["overall_metrics"]
    assert overall["accuracy" if kind == "classification" else "r2"] > floor
    bundle.save(last.model(), tmp_path / "model", {})
    assert len(bundle.load(tmp_path / "model").predict(table).values) == len(table)


def test_a_column_that_repeats_the_target_is_told(test_data):
    table = pd.read_csv(test_data / "tabular/titanic_seaborn.csv")

    look = next(fit(table, Task("classification", "survived"), "logistic_regression", {}, seed=0))

    assert any("'alive' tells the target exactly" in warning for warning in look.warnings)


def test_stars_do_not_sit_on_both_sides(test_data):
    koi = next(test_data.glob("exoplanet/*koi*.csv*"), None)
    if koi is None:
        pytest.skip("the KOI table is not here")
    table = pd.read_csv(koi, comment="#", nrows=4000)
    task = Task(
        "classification",
        "koi_disposition",
        ("koi_period", "koi_depth", "koi_prad", "koi_teq", "koi_teq_err1", "koi_model_snr"),
        group="kepid",
    )

    *_, last = fit(table, task, "hist_gradient_boosting", {"max_iter": 20}, seed=0)

    assert any("'koi_teq_err1' has no values" in warning for warning in last.warnings)
    assert last.evaluation["overall_metrics"]["accuracy"] > 0.55
