"""The guard over the real server: what it finds, when it looks again, and what is recorded."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from armillary.learning.generators import get_generator

Look = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def churn_id(upload: Callable[..., str]) -> str:
    values = get_generator("planted_leak").generate(
        {"n_points": 600, "leak": "afterwards", "strength": 1.0}, np.random.default_rng(0)
    )
    return upload(pd.DataFrame(values), "churn.csv")


@pytest.fixture(scope="module")
def look(client: TestClient, until: Callable[..., Any]) -> Look:
    """Ask the guard, and give what it found."""

    def ask(**given: Any) -> dict[str, Any]:
        answer = client.post("/api/train/guard", json=given)
        assert answer.status_code == 202, answer.text
        job_id = answer.json()["job"]["id"]

        def read() -> dict[str, Any] | None:
            found = client.get(f"/api/train/guard/{job_id}").json()
            assert found["error"] is None, found
            return found if found["looked"] else None

        return dict(until(read))

    return ask


def test_a_planted_leak_is_named_with_its_fix_and_what_it_comes_to(
    churn_id: str, look: Look
) -> None:
    found = look(dataset_id=churn_id, target_column="left")["looked"]

    (finding,) = found["findings"]
    assert finding["columns"] == ["refund"]
    assert (finding["kind"], finding["severity"]) == ("gives_away", "serious")
    assert finding["fix"] == {"leave_out": ["refund"], "group": None, "time": None}
    assert found["step"]["metric"] == "accuracy"
    assert found["step"]["naive"] > 0.95 > 0.85 > found["step"]["honest"]
    assert found["rows"] == found["of_rows"] == 600


def test_the_same_question_is_answered_by_the_look_there_is(churn_id: str, look: Look) -> None:
    asked = {"dataset_id": churn_id, "target_column": "left"}

    first, again = look(**asked), look(**asked)
    without = look(**asked, feature_columns=["months", "price", "complaints", "plan"])

    assert first["job_id"] == again["job_id"] != without["job_id"]
    assert without["looked"]["findings"] == []


def test_columns_that_are_not_there_are_refused_before_anything_is_queued(
    client: TestClient, churn_id: str
) -> None:
    before = client.get("/api/jobs?kind=training.guard").json()["jobs"]

    asked = {"dataset_id": churn_id, "target_column": "gone", "time_column": "never"}
    answer = client.post("/api/train/guard", json=asked)

    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["errors"]] == [
        ["target_column"],
        ["time_column"],
    ]
    assert client.get("/api/jobs?kind=training.guard").json()["jobs"] == before
    assert client.get("/api/train/guard/job_none").status_code == 404


def test_a_run_against_a_finding_says_so_wherever_its_scores_are_read(
    client: TestClient, churn_id: str, finished: Callable[..., Any]
) -> None:
    asked = {
        "dataset_id": churn_id,
        "target_column": "left",
        "algorithm_id": "decision_tree",
        "accepted_findings": ["gives_away:refund"],
    }

    session_id = client.post("/api/train/start", json=asked).json()["session_id"]
    finished(session_id)

    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    (finding,) = metrics["guard"]["findings"]
    assert (finding["id"], finding["severity"], finding["accepted"]) == (
        "gives_away:refund",
        "serious",
        True,
    )
    results = client.get(f"/api/train/results/{session_id}").json()
    assert results["guard"] == metrics["guard"]
    exported = client.get(f"/api/training/{session_id}/export-metrics?format=csv").text
    header, values = exported.strip().split("\n")
    assert header.endswith(",trained_against")
    assert values.endswith(",gives_away:refund")
    bundle = client.get(f"/api/models/{results['model_id']}/download").content
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        manifest = json.loads(files.read("manifest.json"))
    assert manifest["evaluation"]["guard"] == metrics["guard"]


def test_a_run_without_what_tells_is_not_marked(
    client: TestClient, churn_id: str, finished: Callable[..., Any]
) -> None:
    asked = {
        "dataset_id": churn_id,
        "target_column": "left",
        "algorithm_id": "decision_tree",
        "feature_columns": ["months", "price", "complaints"],
    }

    session_id = client.post("/api/train/start", json=asked).json()["session_id"]
    finished(session_id)

    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    assert metrics["guard"] == {"findings": [], "rows": 600, "of_rows": 600}
