"""Graphs of models that are made of more than one thing: each says what the model says."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.stacking import Candidate, stack
from armillary.learning.travel.exports import get_export
from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.graph.error_function import add_error_function

ROWS = 200
FEATURES = ("size", "rooms", "town", "built")


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "size": rng.normal(size=ROWS),
            "rooms": rng.integers(0, 6, ROWS).astype(float),
            "town": rng.choice(["Köln", "Bonn", "Bad Ems"], ROWS),
            "built": pd.Timestamp("1890-01-01")
            + pd.to_timedelta(rng.integers(0, 5_000_000_000, ROWS), unit="s"),
        }
    )
    frame.loc[::7, "size"] = np.nan
    frame.loc[::11, ["town", "built"]] = None
    score = frame["size"].fillna(0) + frame["rooms"] + (frame["town"] == "Köln")
    score += frame["built"].dt.month.fillna(0) / 4
    frame["kind"] = np.where(score > 6, "a", np.where(score > 4, "b", "c"))
    frame["let"] = np.where(score > 5, "yes", "no")
    frame["price"], frame["rent"] = 300 + 40 * score, 3 * score - frame["rooms"]
    return frame


FRAME = _frame()
STRANGE = [
    dict.fromkeys(FEATURES),
    {"size": 1e6, "rooms": -4.0, "town": "Nowhere", "built": "1900-02-28T23:59:59"},
    {"size": 0.0, "rooms": 1.0, "town": "Bonn", "built": "2000-02-29T00:00:00"},
]


def _train(algorithm: str, target: str, **more: Any) -> FittedModel:
    kind: Any = "regression" if target in ("price", "rent") else "classification"
    task = Task(kind, target, FEATURES, targets=more.pop("targets", None))
    params = more.pop("params", {})
    *_, last = fit(FRAME, task, algorithm, params, seed=1, **more)
    return last.model()


def _first(algorithm: str, **values: Any) -> list[dict[str, Any]]:
    return [{"algorithm_id": algorithm, "hyperparameters": values}]


BELL = {"output_distribution": "normal"}
FOREST = {"params": {"n_estimators": 5}}
CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("logistic_regression", "kind", {}),
    ("lightgbm", "price", {"params": {"n_estimators": 8}, "targets": ("price", "rent")}),
    ("random_forest", "kind", FOREST | {"targets": ("kind", "let")}),
    ("random_forest", "price", FOREST | {"first": _first("pca")}),
    ("logistic_regression", "let", {"first": _first("polynomial_features")}),
    (
        "logistic_regression",
        "let",
        {"first": [*_first("min_max_scaler"), *_first("select_k_best")]},
    ),
    (
        "logistic_regression",
        "let",
        {"first": [*_first("quantile_transformer"), *_first("power_transformer")]},
    ),
    ("linear_regression", "price", {"first": _first("quantile_transformer", **BELL)}),
    ("k_nearest_neighbors", "kind", {"params": {"weights": "distance"}}),
    ("k_nearest_neighbors", "price", {}),
    ("kernel_ridge", "price", {"params": {"kernel": "rbf"}}),
    ("gaussian_process_regressor", "price", {}),
    ("gaussian_process_classifier", "kind", {}),
    ("gaussian_process_classifier", "let", {}),
    ("quadratic_discriminant_analysis", "kind", {}),
    ("bagging_classifier", "kind", {"params": {"n_estimators": 4, "max_features": 0.5}}),
    ("bagging_regressor", "price", {"params": {"n_estimators": 4}}),
    ("pls_regression", "price", {}),
    ("random_forest", "kind", FOREST | {"calibration": "sigmoid"}),
    ("random_forest", "kind", FOREST | {"calibration": "temperature"}),
]


def _assert_same(model: FittedModel, rows: list[dict[str, Any]]) -> None:
    from armillary.learning.travel.exports.onnx import ask

    export = get_export("onnx")
    assert export.why_not(model) is None
    said = ask(export.write(model, {}), model, rows)
    expected = model.predictor.predict(model.encode_rows(rows))
    # Trees are asked about float64 there: leaves are summed in another order.
    assert np.allclose(said, expected, rtol=1e-4, atol=1e-5)


def _rows() -> list[dict[str, Any]]:
    known = FRAME[list(FEATURES)].astype(object).where(FRAME[list(FEATURES)].notna(), None)
    return [*known.to_dict("records"), *STRANGE]


@pytest.mark.parametrize(("algorithm", "target", "more"), CASES)
def test_a_graph_of_several_parts_says_what_the_model_says(
    algorithm: str, target: str, more: dict[str, Any]
) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")

    _assert_same(_train(algorithm, target, **dict(more)), _rows())


def test_where_it_is_chance_who_is_the_nearest_there_is_no_graph() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    frame = FRAME.assign(size=FRAME["rooms"])
    task = Task("classification", "let", ("size", "rooms"))
    *_, last = fit(frame, task, "k_nearest_neighbors", {}, seed=1)

    reason = get_export("onnx").why_not(last.model())

    assert "as far from a row as others" in str(reason)


@pytest.mark.parametrize("algorithm", ["lightgbm", "logistic_regression"])
@pytest.mark.parametrize("parts", [("year", "month", "day", "hour", "minute"), ("month", "day")])
def test_dates_in_parts_are_a_part_of_the_graph(algorithm: str, parts: tuple[str, ...]) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    moments = FRAME["built"].dt
    frame = pd.DataFrame({part: getattr(moments, part) for part in parts}).assign(let=FRAME["let"])
    task = Task("classification", "let", parts)
    *_, last = fit(frame, task, algorithm, {}, seed=1)
    model = last.model()
    known = frame[list(parts)].astype(object)
    beyond = dict.fromkeys(parts, 60.0)
    rows = [*known.where(known.notna(), None).to_dict("records"), dict.fromkeys(parts), beyond]

    assert any(column.date for column in model.preprocess.columns)
    _assert_same(model, rows)


@pytest.mark.parametrize("algorithm", ["lightgbm", "logistic_regression"])
def test_the_time_between_dates_is_a_part_of_the_graph(algorithm: str) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    hours = pd.to_timedelta(FRAME.index.to_numpy() * 37 % 211 / 2, unit="h")
    frame = FRAME.assign(sold=FRAME["built"] + hours)[["built", "sold", "let"]]
    frame.loc[::9, "sold"] = None
    *_, last = fit(frame, Task("classification", "let", ("built", "sold")), algorithm, {}, seed=1)
    model = last.model()
    known = frame[["built", "sold"]].astype(object)
    strange = {"built": "1900-02-28T23:59:59.5", "sold": "1899-12-31T00:00:00.25"}
    rows = [*known.where(known.notna(), None).to_dict("records"), {"built": None, "sold": None}]

    assert any(column.since for column in model.preprocess.columns)
    _assert_same(model, [*rows, strange])


def test_a_stack_is_one_graph() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    chosen = [("linear_regression", {}), ("random_forest", {"n_estimators": 5})]
    candidates = [Candidate(name, {**get_entry(name).defaults(), **own}) for name, own in chosen]
    running = stack(
        lay_ground(FRAME, Task("regression", "price", FEATURES), seed=0), candidates, seed=0
    )
    try:
        while True:
            next(running)
    except StopIteration as end:
        stacked = end.value.model

    _assert_same(stacked, _rows())


def _prepared(*steps: dict[str, Any]) -> FittedModel:
    frame = FRAME.drop(columns=["kind", "price", "rent"])
    recipe = begin(open_memory(), pa.Table.from_pandas(frame), check_steps(list(steps)), {})
    task = Task("classification", "let")
    *_, last = fit(recipe.frame, task, "logistic_regression", {}, seed=1, recipe=recipe)
    return last.model()


def _step(kind: str, **params: Any) -> dict[str, Any]:
    return {"type": kind, "params": params}


def test_a_recipe_is_a_part_of_the_graph_with_what_it_learned() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    model = _prepared(
        _step("handle_missing", method="mean", columns=["size"], mark=True),
        _step("derive", name="much", expression="if(town = 'Bonn', rooms * 2, 0) + size"),
        _step("outlier_removal", columns=["much"], action="clip"),
        _step("scale", columns=["size", "rooms"], method="minmax"),
        _step("encode", columns=["town"], method="one_hot"),
    )

    _assert_same(model, _rows())


def test_a_step_that_has_no_graph_is_told_by_what_it_asks_for() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    model = _prepared(_step("text_clean", columns=["town"]))

    reason = get_export("onnx").why_not(model)

    assert reason is not None
    assert "the function" in reason


def test_what_goes_before_and_has_no_graph_is_named() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    model = _train("logistic_regression", "let", first=_first("kernel_pca"))

    reason = get_export("onnx").why_not(model)

    assert reason is not None
    assert "Kernel PCA" in reason


def test_the_error_function_is_that_of_python_to_the_twelfth_digit() -> None:
    onnxruntime = pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    building = Building()
    said = add_error_function(building, building.input("value", is_text=False))
    graph = building.finish({"said": (said, "float64", 1)}, {})
    # Near both borders of its ranges, far beyond them, and where the middle one is stretched.
    values = np.concatenate([np.linspace(-6.0, 6.0, 241), [0.46875, 4.0, 30.0, -1e9, 1e-300]])

    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    (found,) = session.run(["said"], {"value": values[:, None]})

    expected = [math.erf(value) for value in values]
    assert np.allclose(found[:, 0], expected, rtol=1e-12, atol=1e-12)


def test_the_code_of_an_autoencoder_is_a_part_of_the_graph() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    pytest.importorskip("torch", reason="networks come with an extra")
    first = _first("autoencoder", epochs=2, n_components=3)

    _assert_same(_train("logistic_regression", "let", first=first), _rows())
