"""Forms of a model that a job writes: asked for, refused, and given out once they are there."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.settings import Settings
from tests.support.waiting import until


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of a server with one worker."""
    return settings.model_copy(update={"workers": 1})


def _ended(client: TestClient, job_id: str) -> dict[str, Any]:
    def job() -> Any:
        found = client.get(f"/api/jobs/{job_id}").json()["job"]
        return found if found["finished_at"] else None

    found: dict[str, Any] = until(job, seconds=120)
    return found


def test_a_project_is_written_with_the_table_that_its_model_learned_from(
    client: TestClient, frame: Any
) -> None:
    table = frame.to_csv(index=False).encode()
    uploaded = client.post("/api/data/upload", files={"file": ("flats.csv", table)}).json()
    asked = {
        "algorithm_id": "linear_regression",
        "dataset_id": uploaded["dataset_id"],
        "target_column": "price",
    }
    started = client.post("/api/train/start", json=asked).json()
    trained = _ended(client, started["session_id"])
    model_id = trained["result"]["model_id"]
    address = f"/api/models/{model_id}/exports"

    begun = client.post(address, json={"format": "project", "with_data": True})
    job = _ended(client, begun.json()["job_id"])
    answer = client.get(f"{address}/{job['id']}")

    assert begun.status_code == 202
    assert job["state"] == "succeeded", job["error"]
    assert answer.headers["content-length"] == str(len(answer.content))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = set(archive.namelist())
        about = json.loads(archive.read("about.json"))
    assert {"train.py", "learner.py", "data.parquet", "README.md"} <= names
    assert about["lineage"]["dataset_id"] == uploaded["dataset_id"]
    listed = client.get(address).json()["items"]
    assert [(one["format"], one["with_data"], one["state"]) for one in listed] == [
        ("project", True, "succeeded")
    ]


def test_what_cannot_be_written_is_refused_with_the_reason(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "naive_bayes")
    address = "/api/models/model_1/exports"

    unknown = client.post(address, json={"format": "exe"})
    tableless = client.post(address, json={"format": "project", "with_data": True})
    wrong = client.post(address, json={"format": "onnx", "with_data": True})
    nowhere = client.get(f"{address}/job_none")
    begun = client.post(address, json={"format": "native"}).json()
    failed = _ended(client, begun["job_id"])
    missing = client.get(f"{address}/{begun['job_id']}")

    assert (unknown.status_code, unknown.json()["code"]) == (400, "unknown_format")
    assert (tableless.status_code, tableless.json()["code"]) == (409, "no_table")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "no_table_in_this_form")
    assert nowhere.status_code == 404
    assert failed["state"] == "failed"
    assert "Only LightGBM and XGBoost" in failed["error"]["message"]
    assert missing.status_code == 409
    assert "Only LightGBM and XGBoost" in missing.json()["error"]
