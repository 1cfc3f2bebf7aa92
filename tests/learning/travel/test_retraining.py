"""Projects that are taken along train the model anew, and come to the same numbers."""

from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pyarrow as pa
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.travel import retraining
from tests.learning.travel.projects import DATE, FEATURES, FRAME, TOWNS, first, retrain, step


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
        towns = {"ds_towns": ("towns", pa.Table.from_pandas(TOWNS))}
        recipe = begin(open_memory(), table, check_steps(steps), towns)
        whole, frame = Task(kind, target), recipe.frame
    *_, last = fit(frame, whole, algorithm, params, seed=4, recipe=recipe, **more)
    return last.model()


BOOSTED = {"n_estimators": 12, "subsample": 0.7, "colsample": 0.5}
HALVING = {"learning_rate_schedule": "step", "learning_rate_halving": 4}
EPOCHS = {"epochs": 3, "dropout_rate": 0.1}
FOREST = {"n_estimators": 5}
CASES: dict[str, tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "forest": ("random_forest", "kind", FOREST, {}, {}),
    "class weights": ("logistic_regression", "let", {}, {"class_weights": {"yes": 3.0}}, {}),
    "weights of zero": (
        "logistic_regression",
        "kind",
        {"regularization": "l1", "c": 0.5, "max_iter": 40},
        {"weight": "weight"},
        {},
    ),
    "groups": ("lightgbm", "kind", BOOSTED | HALVING, {"group": "house"}, {}),
    "weights": ("xgboost", "let", BOOSTED | {"class_weight": "balanced"}, {"weight": "weight"}, {}),
    "time": ("hist_gradient_boosting", "price", {"max_iter": 12}, {"time": "built"}, {}),
    "lines": ("linear_boosting", "price", BOOSTED | {"min_samples_leaf": 10}, {}, {}),
    "lines of classes": ("linear_boosting", "kind", BOOSTED, {"weight": "weight"}, {}),
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
        {"calibration": "temperature", "first": first("power_transformer", "pca", whiten=True)},
    ),
    "texts": (
        "logistic_regression",
        "let",
        {},
        {"texts": ("note",), "features": ("size", "note")},
        {},
    ),
    "date in parts": ("lightgbm", "price", BOOSTED, {"features": ("size", *DATE)}, {}),
    "date in parts, scaled": ("ridge_classifier", "kind", {}, {"features": ("size", *DATE)}, {}),
    "time between": ("lightgbm", "price", BOOSTED, {"features": ("size", "built", "sold")}, {}),
    "time between, scaled": ("elastic_net", "price", {}, {"features": ("built", "sold")}, {}),
    "recipe": (
        "linear_regression",
        "price",
        {},
        {},
        {
            "steps": [
                step("filter", condition="rooms > 0"),
                step("derive", name="much", expression="if(town = 'Bonn', rooms * 2, 0) + size"),
                step("outlier_removal", columns=["much"], action="drop"),
                step("handle_missing", columns=["size"], method="mean", mark=True),
                step("encode", columns=["house"], method="target", target="price"),
            ]
        },
    ),
    "joined and grouped": (
        "linear_regression",
        "price",
        {},
        {},
        {
            "steps": [
                step("filter", condition="rooms > 0"),
                step("join", dataset="ds_towns", keys=[{"left": "town", "right": "name"}]),
                step(
                    "group",
                    by=["house", "rooms"],
                    values=[
                        {"column": "price", "function": "mean", "name": "price"},
                        {"column": "people", "function": "max"},
                        {"column": "built", "function": "first"},
                    ],
                ),
                step("derive", name="many", expression="people_max > 1000"),
                step("scale", columns=["people_max"], method="standard"),
            ]
        },
    ),
    "bent": (
        "linear_regression",
        "price",
        {},
        {},
        {"first": first("nmf", "kernel_pca", kernel="poly")},
    ),
    "narrow": (
        "ridge_classifier",
        "let",
        {},
        {"weight": "weight"},
        {"first": first("standard_scaler", "autoencoder", epochs=4, n_components=3)},
    ),
    "drawn by lot": (
        "linear_regression",
        "price",
        {},
        {},
        {"first": first("select_k_best", "nystroem", "fast_ica", n_components=3)},
    ),
}
_OTHER = "another table"
_NETWORKS = {"narrow", "dense network", "convolutions", "memory", "attention"}


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
    came = retrain([*models, plain], folder, [*tables, other])
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
    plain = _train("ridge_classifier", "let", {})
    tuned = {"lineage": {"parent_id": "model_before"}}

    assert "another model" in str(retraining.why_not(plain, tuned))


def test_a_kernel_that_knows_rows_drawn_by_lot_is_not_fitted_again() -> None:
    model = _train("linear_regression", "price", {}, first=first("kernel_pca"))
    link, *others = model.predictor.links
    drawn = replace(link, fitted=replace(link.fitted, rows=link.fitted.rows[:90]))

    model = replace(model, predictor=replace(model.predictor, links=(drawn, *others)))

    assert "Kernel PCA goes before it" in str(retraining.why_not(model))
