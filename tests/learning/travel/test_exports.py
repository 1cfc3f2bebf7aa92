"""Models taken along: every form says what the model says, where there is no Armillary."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.travel.exports import all_exports, get_export

RNG = np.random.default_rng(3)
ROWS = 160


def _frame() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "size": RNG.normal(size=ROWS),
            "rooms": RNG.integers(0, 6, ROWS).astype(float),
            "town": RNG.choice(["Köln", "Bonn", "Bad Ems"], ROWS),
            "lift": RNG.random(ROWS) > 0.5,
        }
    )
    frame.loc[::7, "size"] = np.nan
    frame.loc[::11, "town"] = None
    score = frame["size"].fillna(0) + frame["rooms"] + (frame["town"] == "Köln")
    frame["let"] = np.where(score > 3.5, "yes", "no")
    frame["kind"] = np.where(score > 4, "a", np.where(score > 2, "b", "c"))
    frame["price"] = 300 + 40 * score
    return frame


FRAME = _frame()
FEATURES = ["size", "rooms", "town", "lift"]


@pytest.fixture(scope="module")
def train() -> Callable[..., FittedModel]:
    made: dict[Any, FittedModel] = {}

    def train(algorithm: str, target: str, **params: Any) -> FittedModel:
        key = (algorithm, target)
        if key not in made:
            kind: Any = "regression" if target == "price" else "classification"
            frame = FRAME[[*FEATURES, target]]
            *_, last = fit(frame, Task(kind, target), algorithm, params, seed=0)
            made[key] = last.model()
        return made[key]

    return train


CASES = [
    ("logistic_regression", "kind", {}),
    ("linear_regression", "price", {}),
    ("random_forest", "kind", {"n_estimators": 5}),
    ("extra_trees", "price", {"n_estimators": 5}),
    ("lightgbm", "kind", {"n_estimators": 8}),
    ("lightgbm", "price", {"n_estimators": 8}),
    ("xgboost", "let", {"n_estimators": 8}),
    ("xgboost", "price", {"n_estimators": 8}),
    ("hist_gradient_boosting", "kind", {"max_iter": 8}),
    ("feedforward_nn", "let", {"epochs": 3}),
    ("convolutional_nn", "kind", {"epochs": 1}),
    ("recurrent_nn", "price", {"epochs": 1, "cell": "lstm", "n_layers": 2}),
    ("transformer_nn", "let", {"epochs": 1}),
    ("naive_bayes", "kind", {}),
    ("adaboost", "price", {"n_estimators": 5}),
    ("support_vector_machine", "kind", {}),
    ("poisson_regressor", "price", {}),
    ("gradient_boosting_classifier", "kind", {"n_estimators": 4}),
    ("mlp_regressor", "price", {}),
]


@pytest.mark.parametrize(("algorithm", "target", "params"), CASES)
def test_a_graph_says_what_the_model_says_of_every_row(
    train: Callable[..., FittedModel], algorithm: str, target: str, params: dict[str, Any]
) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    if algorithm.endswith("_nn"):
        pytest.importorskip("torch", reason="PyTorch comes with an extra")
    from armillary.learning.travel.exports.onnx import ask

    model = train(algorithm, target, **params)
    export = get_export("onnx")
    strange = [
        {"size": None, "rooms": None, "town": None, "lift": None},
        {"size": 1e6, "rooms": -4.0, "town": "Nowhere", "lift": True},
    ]
    rows = [*FRAME[FEATURES].astype(object).where(FRAME[FEATURES].notna(), None)
            .to_dict("records"), *strange]  # fmt: skip

    assert export.why_not(model) is None
    graph = export.write(model, {})

    expected = model.predictor.predict(model.encode_rows(rows))
    # Trees are asked about float64 there: leaves are summed in another order.
    assert np.allclose(ask(graph, model, rows), expected, rtol=1e-4, atol=1e-5)


def test_what_has_no_graph_is_told_with_the_reason(train: Callable[..., FittedModel]) -> None:
    model = train("k_nearest_neighbors", "let")

    reasons = {name: export.why_not(model) for name, export in all_exports().items()}

    assert set(reasons) == {"native", "onnx", "project", "safetensors"}
    assert "not written as ONNX" in str(reasons["onnx"]) or "installed" in str(reasons["onnx"])
    assert "Only LightGBM and XGBoost" in str(reasons["native"])


def test_a_native_file_predicts_with_its_library_alone(
    train: Callable[..., FittedModel], tmp_path: Path
) -> None:
    import lightgbm

    model = train("lightgbm", "kind", n_estimators=8)
    with zipfile.ZipFile(io.BytesIO(get_export("native").write(model, {}))) as archive:
        archive.extractall(tmp_path)

    booster = lightgbm.Booster(model_file=tmp_path / "model.lightgbm.txt")

    encoded = model.preprocess.encode(FRAME)
    assert np.allclose(booster.predict(encoded), model.predictor.predict(encoded))


def test_safetensors_hold_all_weights(train: Callable[..., FittedModel]) -> None:
    from safetensors.numpy import load

    model = train("linear_regression", "price")
    archive = zipfile.ZipFile(io.BytesIO(get_export("safetensors").write(model, {})))

    arrays = load(archive.read("model.safetensors"))

    encoded = model.preprocess.encode(FRAME)
    by_hand = encoded @ arrays["linear/coefficients"].T + arrays["linear/intercepts"]
    assert np.allclose(by_hand[:, 0], model.predictor.predict(encoded))


def test_a_project_reproduces_the_numbers_without_armillary(
    train: Callable[..., FittedModel], tmp_path: Path
) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    model = train("lightgbm", "kind", n_estimators=8)
    with zipfile.ZipFile(io.BytesIO(get_export("project").write(model, {}))) as archive:
        archive.extractall(tmp_path)
    FRAME[[*FEATURES, "kind"]].to_csv(tmp_path / "rows.csv", index=False)
    forbid = "import sys; sys.modules['armillary'] = None; import runpy; sys.path.insert(0, '.'); "

    def run(script: str, *arguments: str) -> str:
        code = f"{forbid}sys.argv = {[script, *arguments]!r}; runpy.run_path({script!r}, "
        done = subprocess.run(
            [sys.executable, "-c", f"{code}run_name='__main__')"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    said = pd.read_csv(io.StringIO(run("predict.py", "rows.csv")))
    proven = run("test_model.py")
    judged = run("evaluate.py", "rows.csv")

    expected = model.predict(FRAME)
    assert said["prediction"].tolist() == expected.values.tolist()
    shares = said[[f"probability_{label}" for label in model.classes or ()]].to_numpy()
    assert np.allclose(shares, expected.probabilities, atol=1e-5)
    assert "what it said where it was trained" in proven
    right = float((expected.values == FRAME["kind"].to_numpy()).mean())
    assert f'"accuracy": {right}' in judged
