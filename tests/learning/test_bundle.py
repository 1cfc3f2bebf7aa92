"""A model on disk: what is read back, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from armillary.base.errors import AppError, Invalid, NotFound
from armillary.learning import bundle
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel


@pytest.fixture(scope="module")
def iris() -> pd.DataFrame:
    return load_iris(as_frame=True).frame


@pytest.fixture(scope="module")
def model(iris: pd.DataFrame) -> FittedModel:
    *_, last = fit(
        iris, Task("classification", "target"), "random_forest", {"n_estimators": 5}, seed=0
    )
    return last.model()


@pytest.fixture
def folder(model: FittedModel, tmp_path: Path) -> Path:
    bundle.save(model, tmp_path / "model", {"dataset_id": "ds_1", "job_id": None})
    return tmp_path / "model"


def test_it_holds_a_manifest_and_weights_in_safe_formats(folder: Path, model: FittedModel):
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))

    assert names == [
        "manifest.json",
        "preprocess.json",
        "profile.json",
        "proof.json",
        "weights/forest.json",
        "weights/forest.safetensors",
    ]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["lineage"] == {"dataset_id": "ds_1", "job_id": None}
    assert manifest["params"]["n_estimators"] == 5
    assert manifest["task"]["classes"] == [0, 1, 2]
    assert manifest["metrics"] == dict(model.metrics)
    assert manifest["schema_hash"] == model.schema_hash
    assert {"python", "numpy", "scikit-learn"} <= manifest["versions"].keys()
    assert {feature["name"] for feature in manifest["features"]} == set(model.task.features)


def test_loaded_it_is_the_same_model(folder: Path, model: FittedModel, iris: pd.DataFrame):
    loaded = bundle.load(folder)

    assert (loaded.task, loaded.params, loaded.classes) == (model.task, model.params, (0, 1, 2))
    assert np.array_equal(loaded.predict(iris).probabilities, model.predict(iris).probabilities)


def test_a_loaded_model_can_be_saved_again(folder: Path, tmp_path: Path):
    bundle.save(bundle.load(folder), tmp_path / "copy", {"dataset_id": "ds_1", "job_id": None})

    first, second = bundle.read_manifest(folder), bundle.read_manifest(tmp_path / "copy")
    assert first == second


def test_predictions_are_plain_data(model: FittedModel):
    row = {feature["name"]: feature["example"] for feature in model.features}

    (found,) = model.predict_rows([row]).to_rows()

    assert found["prediction"] in (0, 1, 2)
    assert set(found["probabilities"]) == {"0", "1", "2"}
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    "name",
    ["preprocess.json", "proof.json", "weights/forest.json", "weights/forest.safetensors"],
)
def test_a_changed_file_is_refused_by_name(folder: Path, name: str):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(bytes(data))

    with pytest.raises(Invalid, match=f"{name} was changed") as caught:
        bundle.load(folder)
    assert caught.value.code == "broken_model"


def test_a_missing_or_added_file_is_refused(folder: Path):
    (folder / "weights/extra.pkl").write_bytes(b"cos\nsystem\n")
    with pytest.raises(Invalid, match=r"weights/extra\.pkl is not part of it"):
        bundle.load(folder)

    (folder / "weights/extra.pkl").unlink()
    (folder / "weights/forest.json").unlink()
    with pytest.raises(Invalid, match=r"weights/forest\.json is missing"):
        bundle.load(folder)


def test_a_changed_manifest_is_refused(folder: Path):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["metrics"]["accuracy"] = 2.0
    (folder / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(Invalid, match=r"manifest\.json was changed"):
        bundle.load(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", '{"format": 99}'])
def test_something_else_is_no_manifest(folder: Path, text: str):
    (folder / "manifest.json").write_text(text)

    with pytest.raises(Invalid, match=r"manifest\.json is no"):
        bundle.read_manifest(folder)


def test_an_empty_folder_holds_no_model(tmp_path: Path):
    with pytest.raises(NotFound, match=r"manifest\.json is missing"):
        bundle.load(tmp_path)


def test_a_model_is_never_written_over_another(folder: Path, model: FittedModel):
    with pytest.raises(Invalid, match="empty folder"):
        bundle.save(model, folder, {})


def _forge(folder: Path, **changes: object) -> None:
    """Change the manifest and make its hashes fit again, as an attacker would."""
    manifest = bundle.read_manifest(folder) | changes
    for name, listed in manifest["files"].items():
        if (folder / name).is_file():
            listed.update(bundle._hashes({name: (folder / name).read_bytes()})[name])
    manifest["checksum"] = bundle._checksum(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_files_outside_the_folder_are_never_read(folder: Path):
    secret = folder.parent / "secret"
    secret.write_text("secret")
    listed = {"sha256": "0", "size_bytes": 6}
    _forge(folder, files=bundle.read_manifest(folder)["files"] | {"../secret": listed})

    with pytest.raises(Invalid, match=r"\.\./secret is missing"):
        bundle.load(folder)


def test_a_link_is_not_followed(folder: Path):
    outside = folder.parent / "outside"
    (folder / "weights/forest.json").rename(outside)
    (folder / "weights/forest.json").symlink_to(outside)

    with pytest.raises(Invalid, match=r"weights/forest\.json is missing"):
        bundle.load(folder)


def test_a_model_that_predicts_otherwise_is_refused(folder: Path):
    proof = json.loads((folder / "proof.json").read_text())
    proof["output"][0] = proof["output"][0][::-1]
    (folder / "proof.json").write_text(json.dumps(proof))
    _forge(folder, versions={"numpy": "0.1"})

    with pytest.raises(Invalid, match=r"predicts otherwise.*numpy 0\.1 then"):
        bundle.load(folder)


@pytest.mark.parametrize("algorithm", ["lightgbm", "no_such"])
def test_weights_of_another_algorithm_are_refused(folder: Path, algorithm: str):
    _forge(folder, algorithm=algorithm)

    with pytest.raises(AppError):
        bundle.load(folder)
