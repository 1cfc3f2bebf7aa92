"""Columns with a part of their own: texts, weights, several targets."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient


@pytest.fixture(scope="module")
def reports() -> pd.DataFrame:
    """Reports about pumps: what they say tells whether they are broken."""
    rng = np.random.default_rng(2)
    is_broken = rng.random(200) < 0.5
    good, bad = "runs well and without any noise", "leaks badly near the old joint"
    return pd.DataFrame(
        {
            "report": [
                f"the pump number {place} in the hall {bad if broken else good}"
                for place, broken in enumerate(is_broken)
            ],
            "hall": rng.integers(9, size=200),
            "times": rng.integers(1, 4, size=200),
            "note": rng.choice(["red", "green"], 200),
            "broken": np.where(is_broken, "yes", "no"),
        }
    )


@pytest.fixture(scope="module")
def reports_id(upload: Callable[..., str], reports: pd.DataFrame) -> str:
    """The reports as a dataset."""
    return upload(reports, "reports.csv")


@pytest.fixture
def train(
    client: TestClient, reports_id: str, finished: Callable[[str], dict[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """Train on the reports and give the model, with the run's metrics and log."""

    def start(**given: Any) -> dict[str, Any]:
        body = {"dataset_id": reports_id, "target_column": "broken", **given}
        answer = client.post("/api/train/start", json=body)
        assert answer.status_code == 200, answer.text
        session_id = answer.json()["session_id"]
        status = finished(session_id)
        assert status["status"] == "completed", status
        model = client.get(f"/api/models/{status['model_id']}").json()["model"]
        log = client.get(f"/api/jobs/{session_id}/log").json()
        metrics = client.get(f"/api/training/{session_id}/metrics").json()
        return {"model": model, "log": str(log), "metrics": metrics}

    return start


def test_sentences_are_learned_from_weighed_and_asked_about_as_plain_text(
    client: TestClient, train: Callable[..., dict[str, Any]]
) -> None:
    made = train(
        algorithm_id="logistic_regression",
        feature_columns=["report", "hall"],
        weight_column="times",
        class_weights={"yes": 2.0},
    )

    features = {feature["name"]: feature for feature in made["model"]["features"]}
    assert features["report"]["type"] == "text"
    assert "Column 'report' was read as text" in made["log"]
    assert made["metrics"]["weighted_by"] == "times"
    assert "Rows counted as 'times' says, in the metrics too." in made["log"]
    rows = [
        {"report": "the new pump leaks badly near a joint", "hall": 1},
        {"report": "the new pump runs well without noise", "hall": None},
    ]
    said = client.post(f"/api/models/{made['model']['id']}/predict", json={"rows": rows}).json()
    assert [one["prediction"] for one in said["predictions"]] == ["yes", "no"]


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({"text_columns": ["hall"]}, "text_columns", "holds int64, not texts"),
        ({"text_columns": ["nothing"]}, "text_columns", "no column 'nothing'"),
        ({"weight_column": "nothing"}, "weight_column", "no column 'nothing'"),
        ({"weight_column": "note"}, "weight_column", "holds str, not numbers"),
        ({"weight_column": "broken"}, "weight_column", "cannot be the target"),
        (
            {"weight_column": "times", "algorithm_id": "k_nearest_neighbors"},
            "weight_column",
            "These do: ",
        ),
        ({"class_weights": {"yes": 0}}, "class_weights", "greater than 0"),
        ({"target_columns": ["broken", "nothing"]}, "target_columns", "no column 'nothing'"),
        (
            {"target_columns": ["broken", "note"], "class_weights": {"yes": 2}},
            "target_columns",
            "for one target",
        ),
        (
            {"class_weights": {"yes": 2}, "hyperparameters": {"class_weight": "balanced"}},
            "class_weights",
            "not both",
        ),
    ],
)
def test_a_column_that_cannot_have_its_part_is_refused_before_a_job_is_made(
    client: TestClient, reports_id: str, given: dict[str, Any], place: str, said: str
) -> None:
    body = {
        "algorithm_id": "random_forest",
        "dataset_id": reports_id,
        "target_column": "broken",
        **given,
    }
    before = client.get("/api/jobs").json()

    answer = client.post("/api/train/start", json=body)

    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert place in str(answer.json()["errors"][0]["loc"])
    assert client.get("/api/jobs").json() == before


def test_several_targets_are_learned_in_one_job_and_each_is_answered(
    client: TestClient,
    reports_id: str,
    train: Callable[..., dict[str, Any]],
    until: Callable[..., Any],
) -> None:
    made = train(
        algorithm_id="random_forest",
        target_column=None,
        target_columns=["broken", "note"],
        hyperparameters={"n_estimators": 10},
    )

    model = made["model"]
    assert [one["name"] for one in model["targets"]] == ["broken", "note"]
    assert model["target"] == "broken"
    assert made["metrics"]["targets"]["broken"]["accuracy"] > 0.9
    judged = [one["accuracy"] for one in made["metrics"]["targets"].values()]
    assert made["metrics"]["overall_metrics"]["accuracy"] == pytest.approx(sum(judged) / 2)
    assert "val_loss_note" in str(made["metrics"]["training_history"])
    row = {feature["name"]: feature["example"] for feature in model["features"]}
    said = client.post(f"/api/models/{model['id']}/predict", json={"rows": [row]}).json()
    assert set(said["predictions"][0]["targets"]) == {"broken", "note"}
    answer = client.post(f"/api/models/{model['id']}/apply", json={"dataset_id": reports_id}).json()
    dataset = until(lambda: _ready(client, answer["dataset_id"]))
    names = [column["name"] for column in dataset["schema"]]
    assert {"prediction_broken", "prediction_note", "probability_yes_broken"} <= set(names)
    structure = client.get(f"/api/models/{model['id']}/structure")
    assert structure.status_code == 409
    _assert_each_target_has_scores_and_rows(client, model["job_id"])


def _assert_each_target_has_scores_and_rows(client: TestClient, run_id: str) -> None:
    first = client.get(f"/api/training/{run_id}/scores").json()
    other = client.get(f"/api/training/{run_id}/scores?target=note").json()
    panels = client.get(f"/api/training/{run_id}/metrics?target=note").json()
    rows = client.get(f"/api/training/{run_id}/test-rows?target=note&only=wrong").json()
    parts = client.get(f"/api/training/{run_id}/scores-by?target=note&column=broken").json()
    missing = client.get(f"/api/training/{run_id}/scores?target=colour")
    table = client.get(f"/api/training/{run_id}/export-metrics?format=parquet")

    assert (first["target"], other["target"]) == ("broken", "note")
    assert other["targets"] == ["broken", "note"]
    assert {line["of"] for line in other["classes"]} == set(panels["class_labels"])
    assert other["conformal"]["low"] <= other["conformal"]["coverage"] <= other["conformal"]["high"]
    matrix = panels["confusion_matrix"]
    wrong = sum(map(sum, matrix)) - sum(row[at] for at, row in enumerate(matrix))
    assert rows["total"] == wrong
    at = rows["cells"]["columns"].index("note") if rows["rows"] else 0
    assert [cells[at] for cells in rows["cells"]["rows"]] == [row["truth"] for row in rows["rows"]]
    assert sum(part["rows"] for part in parts["parts"]) == other["rows"]
    assert (missing.status_code, missing.json()["code"]) == (400, "unknown_target")
    names = pq.read_table(io.BytesIO(table.content)).column("target").to_pylist()
    assert set(names) == {"broken", "note"}


def _ready(client: TestClient, dataset_id: str) -> Any:
    dataset = client.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    return dataset if dataset["state"] == "ready" else None
