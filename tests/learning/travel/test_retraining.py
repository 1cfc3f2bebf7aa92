"""Projects that are taken along train the model anew, and come to the same numbers."""

import io
import json
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.travel import retraining
from armillary.learning.travel.exports import get_export

ROWS = 240
FEATURES = ("size", "rooms", "town", "lift", "built")
_RUN = """
import json, sys, traceback
sys.modules["armillary"] = None
for folder, table in json.loads(sys.argv[1]):
    known = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        from load_data import load_table
        from train import train
        print(json.dumps(train(load_table(table))[-1]))
    except BaseException:
        print(json.dumps({"same": False, "error": traceback.format_exc()[-2000:]}))
    sys.path.remove(folder)
    for name in set(sys.modules) - known:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
            del sys.modules[name]
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


WORDS = "sun moon star planet light curve dips again and again slow fast Über straße".split()
FRAME["note"] = [
    " ".join(np.random.default_rng(place).choice(WORDS, 3 + place % 9)) for place in range(ROWS)
]
FRAME.loc[::17, "note"] = None
FRAME["rent"] = 3 * FRAME["price"] - 20 * FRAME["rooms"]


def _train(
    algorithm: str,
    target: str,
    params: dict[str, Any],
    task: dict[str, Any] | None = None,
    steps: list[dict[str, Any]] | None = None,
    **more: Any,
) -> FittedModel:
    kind: Any = "regression" if target == "price" else "classification"
    whole = Task(kind, target, **{"features": FEATURES, **(task or {})})
    recipe, frame = None, FRAME
    if steps is not None:
        table = pa.Table.from_pandas(FRAME[[*FEATURES, "house", target]])
        recipe = begin(open_memory(), table, check_steps(steps), {})
        whole, frame = Task(kind, target), recipe.frame
    *_, last = fit(frame, whole, algorithm, params, seed=4, recipe=recipe, **more)
    return last.model()


def _retrain(models: list[FittedModel], folder: Path, tables: list[Path]) -> list[dict[str, Any]]:
    """Train projects anew, one after another in one process, which knows no Armillary."""
    given = []
    for place, (model, table) in enumerate(zip(models, tables, strict=True)):
        own = folder / f"project_{place}"
        with zipfile.ZipFile(io.BytesIO(get_export("project").write(model, {}))) as archive:
            archive.extractall(own)
        given.append([str(own), str(table)])
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(given)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _first(*steps: str, **last: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"algorithm_id": one, "hyperparameters": {}} for one in steps]
    found[-1]["hyperparameters"] = last
    return found


def _step(kind: str, **params: Any) -> dict[str, Any]:
    return {"type": kind, "params": params}


BOOSTED = {"n_estimators": 12, "subsample": 0.7, "colsample": 0.5}
HALVING = {"learning_rate_schedule": "step", "learning_rate_halving": 4}
EPOCHS = {"epochs": 3, "dropout_rate": 0.1}
FOREST = {"n_estimators": 5}
CASES: dict[str, tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "forest": ("random_forest", "kind", FOREST, {}, {}),
    "class weights": ("logistic_regression", "let", {}, {"class_weights": {"yes": 3.0}}, {}),
    "groups": ("lightgbm", "kind", BOOSTED | HALVING, {"group": "house"}, {}),
    "weights": ("xgboost", "let", BOOSTED | {"class_weight": "balanced"}, {"weight": "weight"}, {}),
    "time": ("hist_gradient_boosting", "price", {"max_iter": 12}, {"time": "built"}, {}),
    "catboost": ("catboost", "kind", {"n_estimators": 12, "class_weight": "balanced"}, {}, {}),
    "naive Bayes": ("naive_bayes", "kind", {}, {"weight": "weight"}, {}),
    "AdaBoost": ("adaboost", "kind", {"n_estimators": 6}, {}, {}),
    "AdaBoost of numbers": ("adaboost", "price", {"n_estimators": 6, "loss": "square"}, {}, {}),
    "support vectors": ("support_vector_machine", "kind", {"max_rows": 100}, {}, {}),
    "dense network": ("feedforward_nn", "price", EPOCHS, {}, {}),
    "convolutions": ("convolutional_nn", "kind", EPOCHS, {"weight": "weight"}, {}),
    "memory": ("recurrent_nn", "price", EPOCHS | {"cell": "lstm"}, {}, {}),
    "attention": ("transformer_nn", "let", EPOCHS, {}, {}),
    "derived": ("ridge_classifier", "kind", {}, {}, {}),
    "several targets": ("lightgbm", "price", BOOSTED, {"targets": ("price", "rent")}, {}),
    "calibrated": (
        "random_forest",
        "kind",
        FOREST,
        {"weight": "weight"},
        {"calibration": "sigmoid"},
    ),
    "all at once": (
        "extra_trees",
        "kind",
        FOREST,
        {"targets": ("kind", "let")},
        {"calibration": "temperature", "first": _first("power_transformer", "pca", whiten=True)},
    ),
    "texts": (
        "logistic_regression",
        "let",
        {},
        {"texts": ("note",), "features": ("size", "note")},
        {},
    ),
    "recipe": (
        "linear_regression",
        "price",
        {},
        {},
        {
            "steps": [
                _step("filter", condition="rooms > 0"),
                _step("derive", name="much", expression="if(town = 'Bonn', rooms * 2, 0) + size"),
                _step("outlier_removal", columns=["much"], action="drop"),
                _step("handle_missing", columns=["size"], method="mean", mark=True),
                _step("encode", columns=["house"], method="target", target="price"),
            ]
        },
    ),
    "drawn by lot": (
        "linear_regression",
        "price",
        {},
        {},
        {"first": _first("select_k_best", "nystroem", "fast_ica", n_components=3)},
    ),
}
_OTHER = "another table"
_NETWORKS = {"dense network", "convolutions", "memory", "attention"}


@pytest.fixture(scope="module")
def retrained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Train every case here, and then anew as its project does, from a CSV or a Parquet file."""
    folder = tmp_path_factory.mktemp("projects")
    files = {True: folder / "rows.csv", False: folder / "rows.parquet"}
    FRAME.to_csv(files[True], index=False)
    FRAME.to_parquet(files[False])
    names = [name for name in CASES if name not in _NETWORKS or find_spec("torch")]
    names = [name for name in names if name != "catboost" or find_spec("catboost")]
    models = [_train(*CASES[name][:4], **CASES[name][4]) for name in names]
    tables = [files[name in ("forest", "weights", "recipe")] for name in names]
    other = folder / "other.parquet"
    shuffled = FRAME["price"].sample(frac=1.0, random_state=1).to_numpy()
    FRAME.assign(price=shuffled).to_parquet(other)
    plain = _train("linear_regression", "price", {})
    came = _retrain([*models, plain], folder, [*tables, other])
    return dict(zip([*names, _OTHER], came, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_trained_anew_without_armillary_it_says_the_same(
    retrained: dict[str, dict[str, Any]], name: str
) -> None:
    if name not in retrained:
        pytest.skip("its library comes with an extra")

    assert retrained[name]["same"], retrained[name]


def test_another_table_is_told_from_that_of_the_training(
    retrained: dict[str, dict[str, Any]],
) -> None:
    assert retrained[_OTHER]["same"] is False
    assert "error" not in retrained[_OTHER]


def test_what_is_not_trained_anew_is_told_with_the_reason() -> None:
    before = _train("ridge_classifier", "let", {}, first=_first("kernel_pca"))
    continued = {"lineage": {"parent_id": "model_before"}}

    assert "Kernel PCA goes before it" in str(retraining.why_not(before))
    assert "another model" in str(
        retraining.why_not(_train("ridge_classifier", "let", {}), continued)
    )
