"""Projects that are taken along train the model anew, and come to the same numbers."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.travel import retraining
from armillary.learning.travel.exports import get_export

ROWS = 240
FEATURES = ("size", "rooms", "town", "lift", "built")
_RUN = """
import json, sys
sys.modules["armillary"] = None
sys.path.insert(0, sys.argv[1])
from load_data import load_table
from train import train
print(json.dumps(train(load_table(sys.argv[2]))[-1]))
"""


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    days = pd.to_timedelta(rng.integers(0, 9000, ROWS), unit="D")
    frame = pd.DataFrame(
        {
            "size": rng.normal(size=ROWS),
            "rooms": rng.integers(0, 6, ROWS).astype(float),
            "town": rng.choice(["Köln", "Bonn", "Bad Ems", "NA"], ROWS),
            "lift": rng.random(ROWS) > 0.5,
            "built": pd.Timestamp("2001-01-01") + days,
            "weight": rng.random(ROWS) + 0.1,
            "house": rng.choice(list("abcdefghijkl"), ROWS),
        }
    )
    frame.loc[::7, "size"] = np.nan
    frame.loc[::11, "town"] = None
    score = frame["size"].fillna(0) + frame["rooms"] + (frame["town"] == "Köln")
    score += rng.normal(size=ROWS) * 0.5
    frame["let"] = np.where(score > 3.5, "yes", "no")
    frame["kind"] = np.where(score > 4, 2, np.where(score > 2, 1, 0))
    frame["price"] = 300 + 40 * score
    frame.loc[5, ["price", "let"]] = None
    return frame


FRAME = _frame()


def _train(algorithm: str, target: str, params: dict[str, Any], **task: Any) -> FittedModel:
    kind: Any = "regression" if target == "price" else "classification"
    *_, last = fit(FRAME, Task(kind, target, FEATURES, **task), algorithm, params, seed=4)
    return last.model()


def _retrain(model: FittedModel, folder: Path, table: Path) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(get_export("project").write(model, {}))) as archive:
        archive.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder), str(table)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    came: dict[str, Any] = json.loads(done.stdout)
    return came


BOOSTED = {"n_estimators": 12, "subsample": 0.7, "colsample": 0.5}
HALVING = {"learning_rate_schedule": "step", "learning_rate_halving": 4}
CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("random_forest", "kind", {"n_estimators": 5}, {}),
    ("logistic_regression", "let", {}, {"class_weights": {"yes": 3.0}}),
    ("lightgbm", "kind", BOOSTED | HALVING, {"group": "house"}),
    ("xgboost", "let", BOOSTED | {"class_weight": "balanced"}, {"weight": "weight"}),
    ("hist_gradient_boosting", "price", {"max_iter": 12}, {"time": "built"}),
    ("feedforward_nn", "price", {"epochs": 4, "dropout_rate": 0.1}, {}),
    ("ridge_classifier", "kind", {}, {}),
]


@pytest.mark.parametrize(("algorithm", "target", "params", "task"), CASES)
def test_trained_anew_without_armillary_it_says_the_same(
    algorithm: str, target: str, params: dict[str, Any], task: dict[str, Any], tmp_path: Path
) -> None:
    if algorithm == "feedforward_nn":
        pytest.importorskip("torch", reason="PyTorch comes with an extra")
    model = _train(algorithm, target, params, **task)
    is_csv = algorithm in ("random_forest", "xgboost")
    table = tmp_path / ("rows.csv" if is_csv else "rows.parquet")
    FRAME.to_csv(table, index=False) if is_csv else FRAME.to_parquet(table)

    came = _retrain(model, tmp_path / "project", table)

    assert came["same"], came


def test_another_table_is_told_from_that_of_the_training(tmp_path: Path) -> None:
    model = _train("linear_regression", "price", {})
    other = FRAME.assign(price=FRAME["price"].sample(frac=1.0, random_state=1).to_numpy())
    other.to_parquet(tmp_path / "rows.parquet")

    came = _retrain(model, tmp_path / "project", tmp_path / "rows.parquet")

    assert not came["same"]


def test_what_is_not_trained_anew_is_told_with_the_reason() -> None:
    naive = _train("naive_bayes", "let", {})
    calibrated = fit(
        FRAME, Task("classification", "let", FEATURES), "logistic_regression", {}, seed=4,
        calibration="sigmoid",
    )  # fmt: skip
    *_, last = calibrated
    continued = {"lineage": {"parent_id": "model_before"}}

    assert "Armillary's own" in str(retraining.why_not(naive))
    assert "calibrated" in str(retraining.why_not(last.model()))
    assert "another model" in str(
        retraining.why_not(_train("ridge_classifier", "let", {}), continued)
    )
