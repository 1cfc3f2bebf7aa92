"""Calibrated probabilities over HTTP: as a choice of a run, and of a model that is there."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient


def start(client: TestClient, **given: Any) -> str:
    answer = client.post("/api/train/start", json={"algorithm_id": "naive_bayes", **given})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["session_id"])


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Rows that naive Bayes is too sure of: it takes one column for three."""
    rng = np.random.default_rng(3)
    wide = rng.normal(size=1500)
    kind = np.where(wide + rng.normal(0, 1.5, 1500) > 0, "rose", "tulip")
    also, more = (wide + rng.normal(0, 0.01, 1500) for _ in range(2))
    return pd.DataFrame({"wide": wide, "also": also, "more": more, "kind": kind})


@pytest.fixture(scope="module")
def dataset_id(upload: Callable[..., str], frame: pd.DataFrame) -> str:
    return upload(frame, "flowers.csv")


@pytest.fixture(scope="module")
def plain_id(client: TestClient, dataset_id: str, finished: Callable[..., Any]) -> str:
    session_id = start(client, dataset_id=dataset_id, target_column="kind")
    assert finished(session_id)["status"] == "completed"
    return session_id


@pytest.fixture(scope="module")
def chosen_id(client: TestClient, dataset_id: str, finished: Callable[..., Any]) -> str:
    given = {"dataset_id": dataset_id, "target_column": "kind", "calibration": "temperature"}
    session_id = start(client, **given)
    assert finished(session_id)["status"] == "completed"
    return session_id


def model_of(client: TestClient, run_id: str) -> dict[str, Any]:
    model_id = client.get(f"/api/train/results/{run_id}").json()["model_id"]
    found: dict[str, Any] = client.get(f"/api/models/{model_id}").json()["model"]
    return found


def test_a_run_tells_its_probabilities_before_and_after(client: TestClient, chosen_id: str) -> None:
    scores = client.get(f"/api/training/{chosen_id}/scores").json()

    told = scores["calibration"]
    assert (told["method"], told["verdict"]) == ("temperature", "better")
    for side in ("before", "after"):
        for name in ("log_loss", "brier", "calibration_error"):
            line = told[side][name]
            assert line["low"] <= line["value"] <= line["high"]
    assert {line["id"] for line in told["lines"]} == {"log_loss", "brier"}
    table = {line["id"]: line["value"] for line in scores["table"]}
    assert table["log_loss"] == pytest.approx(told["after"]["log_loss"]["value"])


def test_a_model_that_is_there_is_calibrated_as_it_would_have_been(
    client: TestClient, plain_id: str, chosen_id: str, finished: Callable[..., Any]
) -> None:
    answer = client.post(f"/api/training/{plain_id}/calibrate", json={"method": "temperature"})
    again_id = answer.json()["session_id"]
    assert finished(again_id)["status"] == "completed", client.get(f"/api/jobs/{again_id}").json()

    again, chosen = (
        client.get(f"/api/training/{one}/scores").json() for one in (again_id, chosen_id)
    )
    assert again["calibration"] == chosen["calibration"]
    assert again["table"] == chosen["table"]
    models = [model_of(client, one) for one in (plain_id, again_id, chosen_id)]
    assert [one["calibration"] and one["calibration"]["method"] for one in models] == [
        None, "temperature", "temperature",
    ]  # fmt: skip
    row = {"rows": [{"wide": 2.0, "also": 2.0, "more": 2.0}]}
    said = [
        client.post(f"/api/models/{one['id']}/predict", json=row).json()["predictions"][0]
        for one in models
    ]
    assert said[1] == said[2]
    assert said[1]["probabilities"]["rose"] < said[0]["probabilities"]["rose"]


def test_what_cannot_be_calibrated_is_refused(
    client: TestClient,
    upload: Callable[..., str],
    dataset_id: str,
    plain_id: str,
    frame: pd.DataFrame,
    finished: Callable[..., Any],
) -> None:
    numbers = client.post(
        "/api/train/start",
        json={"algorithm_id": "linear_regression", "dataset_id": dataset_id,
              "target_column": "wide", "calibration": "sigmoid"},
    )  # fmt: skip
    wrong = client.post(f"/api/training/{plain_id}/calibrate", json={"method": "guess"})
    begun = client.post("/api/training", json={"name": "mine"}).json()["session_id"]
    outside = client.post(f"/api/training/{begun}/calibrate", json={"method": "sigmoid"})
    small = upload(frame.head(90), "few.csv")
    few_id = start(client, dataset_id=small, target_column="kind")
    finished(few_id)
    few = client.post(f"/api/training/{few_id}/calibrate", json={"method": "isotonic"}).json()

    assert (numbers.status_code, numbers.json()["code"]) == (422, "calibration_not_used")
    assert wrong.status_code == 422
    assert (outside.status_code, outside.json()["code"]) == (409, "no_model")
    assert finished(few["session_id"])["status"] == "failed"
    job = client.get(f"/api/jobs/{few['session_id']}").json()["job"]
    assert "needs at least 100" in job["error"]["message"]
    assert client.get(f"/api/train/results/{few['session_id']}").json()["code"] == "training_failed"
