"""Models that were trained elsewhere, over HTTP: taken in, judged, asked, taken along, removed."""

import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from fastapi.testclient import TestClient

from armillary.app import create_app
from armillary.base.isolation import all_backends
from armillary.settings import Settings

pytestmark = pytest.mark.skipif(not all_backends(), reason="this machine cannot isolate a process")
ROWS = np.random.default_rng(2).normal(size=(60, 3))
LABELS = (ROWS[:, 0] > 0).astype(int)


class _Hostile:
    def __init__(self, canary: Path) -> None:
        self._canary = canary

    def __reduce__(self) -> Any:
        return exec, (f"open({str(self._canary)!r}, 'w').close()",)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Reach a server with a worker; all tests of this file share it, since it starts slowly."""
    folder = tmp_path_factory.mktemp("bringing")
    settings = Settings(
        data_dir=folder / "data", argon2_memory_kib=8, rate_limit=0, workers=1, max_model_mb=1
    )
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8608") as opened:
        yield opened


@pytest.fixture(scope="module")
def brought(client: TestClient) -> dict[str, Any]:
    """A forest of scikit-learn, as its answer tells of it."""
    from sklearn.ensemble import RandomForestClassifier

    out = io.BytesIO()
    joblib.dump(RandomForestClassifier(5, random_state=0).fit(ROWS, LABELS), out)
    answer = _upload(client, "my forest.joblib", out.getvalue())
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return {**told, "size": len(out.getvalue())}


def _upload(client: TestClient, filename: str, data: bytes) -> Any:
    return client.post("/api/models/upload", files={"file": (filename, data)})


def test_the_answer_is_that_of_the_contract(brought: dict[str, Any]) -> None:
    contract = ("filename", "framework", "file_size", "model_type", "message")

    assert {name: brought[name] for name in contract} == {
        "filename": "my forest.joblib",
        "framework": "sklearn",
        "file_size": brought["size"],
        "model_type": "classifier",
        "message": "Model uploaded successfully",
    }
    assert brought["file_size_mb"] == round(brought["size"] / 2**20, 2)
    assert brought["upload_date"].endswith("Z")


def test_it_says_that_its_training_data_is_not_known(
    client: TestClient, brought: dict[str, Any]
) -> None:
    model = client.get(f"/api/models/{brought['model_id']}").json()

    assert (model["dataset_id"], model["target"]) == (None, None)
    assert model["brought"]["made_of"] == "RandomForestClassifier"


def test_metrics_are_there_once_rows_were_given(
    client: TestClient, brought: dict[str, Any]
) -> None:
    address = f"/api/models/{brought['model_id']}/metrics"
    rows = {"X_test": ROWS.tolist(), "y_test": LABELS.tolist(), "feature_names": None}

    before = client.get(address)
    judged = client.post(address, json={**rows, "model_type": "classifier"})
    after = client.get(address)

    assert (before.status_code, before.json()["code"]) == (400, "no_metrics_yet")
    told = judged.json()
    assert judged.status_code == 200, judged.text
    assert told == after.json()
    assert told["class_labels"] == ["Class 0", "Class 1"]
    assert sum(map(sum, told["confusion_matrix"])) == told["n_test_samples"] == 60
    assert told["overall_metrics"]["accuracy"] > 0.9
    assert all(isinstance(area, float) for area in told["roc_data"]["auc"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"X_test": [[1.0]], "y_test": [0]}, "3 columns"),
        ({"X_test": [[1, 2, 3]], "y_test": [0, 1]}, "must agree"),
        ({"X_test": [[1, 2, 3]], "y_test": [7]}, "no class of the model"),
        ({"X_test": [[1, 2, 3]], "y_test": [1], "model_type": "regressor"}, "classification"),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    client: TestClient, brought: dict[str, Any], changed: dict[str, Any], words: str
) -> None:
    answer = client.post(f"/api/models/{brought['model_id']}/metrics", json=changed)

    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_it_predicts_and_is_taken_along(client: TestClient, brought: dict[str, Any]) -> None:
    address = f"/api/models/{brought['model_id']}"
    row = {"x0": 2.0, "x1": 0.0, "x2": 0.0}

    said = client.post(f"{address}/predict", json={"rows": [row]}).json()["predictions"]
    forms = client.get(f"{address}/formats").json()["formats"]
    taken = client.get(f"{address}/download?format=safetensors")
    refused = client.get(f"{address}/download?format=native")
    unknown = client.get(f"{address}/download?format=exe")

    assert said[0]["prediction"] == 1
    assert [form["id"] for form in forms] == [
        *("bundle", "native", "onnx", "project", "safetensors")
    ]
    assert taken.content.startswith(b"PK")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_exportable")
    assert unknown.status_code == 400


def test_bad_files_are_refused_and_leave_nothing(client: TestClient, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    before = client.get("/api/models").json()["total"]
    cases: list[tuple[str, bytes, int, str]] = [
        ("model.exe", b"MZ", 400, "wrong_suffix"),
        ("model.pkl", b"", 400, "empty_file"),
        ("model.pkl", bytes(3 << 20), 413, "too_large"),
        ("model.pkl", pickle.dumps(_Hostile(canary)), 400, "forbidden_in_model"),
    ]

    for filename, data, status, code in cases:
        answer = _upload(client, filename, data)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text

    assert not canary.exists()
    assert client.get("/api/models").json()["total"] == before


def test_a_file_that_became_no_model_says_so_under_the_id_of_its_model(
    client: TestClient, tmp_path: Path
) -> None:
    _upload(client, "bad.pkl", pickle.dumps(_Hostile(tmp_path / "canary")))
    job = client.get("/api/jobs?kind=models.bring_in&limit=1").json()["jobs"][0]

    answer = client.get(f"/api/models/model_{job['id'].removeprefix('job_')}")

    told = answer.json()
    assert (answer.status_code, told["code"]) == (404, "model_not_made")
    assert "'Bring in bad.pkl' ended as failed" in told["detail"]
    assert job["error"]["message"] in told["detail"]
    assert told["details"] == {"job_id": job["id"], "code": "forbidden_in_model"}


def test_what_says_no_number_says_so(client: TestClient) -> None:
    from sklearn.linear_model import LinearRegression

    out = io.BytesIO()
    model = LinearRegression().fit(ROWS, ROWS[:, 0])
    model.coef_ = np.array([1e308, 1e308, 0.0])
    joblib.dump(model, out)
    model_id = _upload(client, "steep.joblib", out.getvalue()).json()["model_id"]
    far, near = ([10.0, 10.0, 0.0], [0.0, 0.0, 1.0])

    judged = client.post(
        f"/api/models/{model_id}/metrics",
        json={"X_test": [far, near], "y_test": [1.0, 2.0], "model_type": "regressor"},
    )
    rows = [dict(zip(("x0", "x1", "x2"), row, strict=True)) for row in (far, near)]
    said = client.post(f"/api/models/{model_id}/predict", json={"rows": rows}).json()

    assert (judged.status_code, judged.json()["code"]) == (422, "predictions_not_finite")
    assert "1 of 2" in judged.json()["detail"]
    assert [one["prediction"] is None for one in said["predictions"]] == [True, False]
    assert "no finite number" in said["predictions"][0]["unsupported"]
    assert "unsupported" not in said["predictions"][1]


def test_it_is_removed(client: TestClient, brought: dict[str, Any]) -> None:
    address = f"/api/models/{brought['model_id']}"

    answer = client.delete(address)

    assert answer.json() == {"message": "Model deleted", "model_id": brought["model_id"]}
    assert client.get(address).status_code == 404
