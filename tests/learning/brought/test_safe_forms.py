"""Models in forms that hold no programs: boosters' files, ONNX, bundles, safetensors."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import AppError
from armillary.learning import bundle
from armillary.learning.brought import bring
from armillary.learning.brought.assembling import assemble
from armillary.learning.brought.finding import to_answer
from armillary.learning.brought.forms import find, form_of
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.travel.exports import get_export
from armillary.learning.travel.zipped import zipped

RNG = np.random.default_rng(3)
FRAME = pd.DataFrame(RNG.normal(size=(90, 2)), columns=["a", "b"])
FRAME["town"] = RNG.choice(["Ulm", "Bonn"], 90)
FRAME["price"] = FRAME["a"] * 2 + FRAME["b"]
FRAME["kind"] = np.where(FRAME["price"] > 0, "high", "low")


def _train(target: str, algorithm: str, features: list[str], **params: Any) -> FittedModel:
    kind: Any = "regression" if target == "price" else "classification"
    *_, last = fit(FRAME[[*features, target]], Task(kind, target), algorithm, params, seed=0)
    return last.model()


def _bring(filename: str, data: bytes) -> tuple[FittedModel, dict[str, Any]]:
    return assemble(to_answer(find(form_of(filename), data)))


def test_a_text_of_lightgbm_is_taken_in() -> None:
    model = _train("kind", "lightgbm", ["a", "b"], n_estimators=5)
    text = next(iter(model.predictor.to_state().files.values()))

    brought, facts = _bring("model.txt", text)

    rows = FRAME[["a", "b"]].to_numpy()
    assert np.allclose(brought.predictor.predict(rows), model.predictor.predict(rows))
    assert (brought.algorithm, brought.classes, facts["framework"]) == (
        "lightgbm",
        (0, 1),
        "lightgbm",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("left_child=", "left_child=900 "),
        ("split_feature=", "split_feature=77 "),
        ("num_leaves=", "num_leaves=9"),
        ("end of trees", "end"),
        ("max_feature_idx=", "max_feature_idx=5"),
    ],
)
def test_a_text_of_lightgbm_that_leads_nowhere_is_refused_unread(old: str, new: str) -> None:
    model = _train("kind", "lightgbm", ["a", "b"], n_estimators=5)
    text = next(iter(model.predictor.to_state().files.values())).decode()

    with pytest.raises(AppError) as refused:
        find(form_of("model.txt"), text.replace(old, new).encode())

    assert refused.value.code == "damaged_model"


@pytest.mark.parametrize("form", ["json", "ubj"])
def test_a_file_of_xgboost_is_taken_in(form: str) -> None:
    import xgboost

    rows = FRAME[["a", "b"]]
    booster = xgboost.XGBRegressor(n_estimators=4).fit(rows, FRAME["price"])

    brought, _ = _bring(f"model.{form}", bytes(booster.get_booster().save_raw(form)))

    said = brought.predict(FRAME).values
    assert np.allclose(said, booster.predict(rows), atol=1e-5)
    assert [feature["name"] for feature in brought.features] == ["a", "b"]


def test_a_graph_of_ours_comes_back_with_its_classes(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    model = _train("kind", "random_forest", ["a", "b"], n_estimators=5)

    brought, facts = _bring("model.onnx", get_export("onnx").write(model, {}))
    bundle.save(brought, tmp_path, {})

    assert brought.classes == model.classes
    shares = bundle.load(tmp_path).predict(FRAME).probabilities
    assert np.allclose(shares, model.predict(FRAME).probabilities, atol=1e-6)
    assert facts["framework"] == "onnx"


def _broken_graph(change: Callable[[Any], None]) -> bytes:
    import onnx

    model = _train("price", "linear_regression", ["a", "b"])
    graph = onnx.load_model_from_string(get_export("onnx").write(model, {}))
    change(graph)
    return bytes(graph.SerializeToString())


def _foreign_file(graph: Any) -> None:
    tensor = graph.graph.initializer[0]
    tensor.data_location = tensor.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../../etc/passwd"


def _foreign_operation(graph: Any) -> None:
    graph.graph.node[0].domain = "evil.custom"


@pytest.mark.parametrize(
    ("change", "words"), [(_foreign_file, "another file"), (_foreign_operation, "evil")]
)
def test_a_graph_that_reaches_out_is_refused(change: Callable[[Any], None], words: str) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")

    with pytest.raises(AppError, match=words):
        find(form_of("model.onnx"), _broken_graph(change))


def _bundle_of(model: FittedModel, folder: Path) -> dict[str, bytes]:
    bundle.save(model, folder, {})
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_bundle_comes_back_whole_and_a_changed_one_does_not(tmp_path: Path) -> None:
    model = _train("price", "linear_regression", ["a", "b", "town"])
    files = _bundle_of(model, tmp_path / "bundle")
    whole, changed = tmp_path / "whole.zip", tmp_path / "changed.zip"
    whole.write_bytes(zipped(files))
    (weights,) = [name for name in files if name.startswith("weights/")]
    changed.write_bytes(zipped({**files, weights: files[weights][:-1] + b"\x00"}))

    brought, facts = bring(whole, "bundle")

    assert np.allclose(brought.predict(FRAME).values, model.predict(FRAME).values)
    assert (facts["framework"], brought.task.target) == ("armillary", "price")
    with pytest.raises(AppError, match="was changed"):
        bring(changed, "bundle")


def _change(zipped_up: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(zipped_up)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**files, name: change(files[name])})


@pytest.mark.parametrize("form", ["native", "safetensors", "project"])
def test_what_was_taken_along_comes_back_whole_and_changed_it_does_not(
    form: str, tmp_path: Path
) -> None:
    algorithm = "lightgbm" if form == "native" else "extra_trees"
    model = _train("kind", algorithm, ["a", "town"], n_estimators=3)
    given = get_export(form).write(model, {"lineage": {"dataset": "ds_1"}})
    file = tmp_path / "model.zip"
    file.write_bytes(given)
    weights = {"native": "model.lightgbm.txt", "safetensors": "model.safetensors"}
    held = {name: weights[form] for name in weights if form == name} or {"project": "bundle.zip"}

    brought, _ = bring(file, "bundle")

    said = brought.predict(FRAME)
    assert said.probabilities is not None
    assert said.probabilities.tolist() == model.predict(FRAME).probabilities.tolist()
    assert brought.conformal == model.conformal
    file.write_bytes(_change(given, held[form], lambda data: data[:-9] + b"9" + data[-8:]))
    with pytest.raises(AppError):
        bring(file, "bundle")
    if form != "project":
        told = _change(given, "manifest.json", lambda data: data.replace(b'"seed":0', b'"seed":1'))
        file.write_bytes(told)
        with pytest.raises(AppError, match=r"manifest\.json was changed"):
            bring(file, "bundle")


def test_a_model_of_many_parts_comes_back_in_every_form(tmp_path: Path) -> None:
    frame = FRAME.assign(rent=FRAME["price"] * 2 - FRAME["a"])
    task = Task("regression", "price", ("a", "b", "town"), targets=("price", "rent"))
    first = [{"algorithm_id": "pca", "hyperparameters": {}}]
    *_, last = fit(frame, task, "random_forest", {"n_estimators": 3}, seed=0, first=first)
    model, file = last.model(), tmp_path / "model.zip"

    for form in ("safetensors", "project"):
        file.write_bytes(get_export(form).write(model, {}))
        brought, _ = bring(file, "bundle")

        expected = model.predict(frame).targets
        said = brought.predict(frame).targets
        assert said is not None
        assert expected is not None
        assert said["rent"].values.tolist() == expected["rent"].values.tolist()
        assert brought.first == model.first
