"""Learning without a target over the real server: groups, oddities, fewer dimensions, steps."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

NUMBERS = ["mean radius", "mean texture", "mean area", "mean concavity"]


@pytest.fixture(scope="module")
def train(client: TestClient, cancer_id: str, finished: Callable[..., Any]) -> Callable[..., Any]:
    """Train on the breast cancer table and give the session's id and its model."""

    def run(**given: Any) -> tuple[str, dict[str, Any]]:
        body = {"dataset_id": cancer_id, "feature_columns": NUMBERS, **given}
        answer = client.post("/api/train/start", json=body)
        assert answer.status_code == 200, answer.text
        session_id = answer.json()["session_id"]
        status = finished(session_id)
        assert status["status"] == "completed", status
        model = client.get(f"/api/models/{status['model_id']}").json()["model"]
        return session_id, model

    return run


def test_groups_are_found_judged_by_a_label_and_given_to_new_rows(
    client: TestClient, train: Callable[..., Any], cancer: pd.DataFrame
) -> None:
    values = {"n_clusters": 2}
    session_id, model = train(
        algorithm_id="k_means", target_column="diagnosis", hyperparameters=values
    )

    assert (model["task"], model["target"], model["classes"]) == ("clustering", "diagnosis", None)
    assert model["describes"] == ["cluster", "distance"]
    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    assert metrics["overall_metrics"]["adjusted_rand"] > 0.3
    assert metrics["overall_metrics"]["accuracy"] is None
    assert sum(size["train"] for size in metrics["described"]["clusters"]) == 399
    shown = metrics["described"]["map"]
    assert len(shown["x"]) == len(shown["clusters"]) == len(shown["labels"]) == 85
    rows = cancer[NUMBERS].head(3).to_dict("records")
    said = client.post(f"/api/models/{model['id']}/predict", json={"rows": rows}).json()
    for answer in said["predictions"]:
        assert answer["prediction"] == answer["described"]["cluster"]
        assert answer["described"]["distance"] >= 0
    assert client.get(f"/api/training/{session_id}/export-metrics?format=csv").status_code == 200
    scores = client.get(f"/api/training/{session_id}/scores").json()
    line = next(one for one in scores["table"] if one["id"] == "adjusted_rand")
    assert line["low"] > line["baseline"]
    assert client.get(f"/api/training/{session_id}/test-rows").json()["code"] == "no_test_rows"


def test_no_target_is_needed_and_what_is_unusual_is_told(
    client: TestClient, train: Callable[..., Any]
) -> None:
    session_id, model = train(algorithm_id="isolation_forest")

    assert (model["task"], model["target"]) == ("anomaly_detection", None)
    shown = client.get(f"/api/training/{session_id}/metrics").json()["described"]
    assert sum(shown["scores"]["train"]) == 399
    assert shown["scores"]["edges"][0] < shown["threshold"] < shown["scores"]["edges"][-1]
    far = {"mean radius": 1000.0, "mean texture": 0.0, "mean area": 1e6, "mean concavity": 9.0}
    said = client.post(f"/api/models/{model['id']}/predict", json={"rows": [far]}).json()
    assert said["predictions"][0]["prediction"] is True


def test_what_goes_first_travels_with_the_model(
    client: TestClient, train: Callable[..., Any], cancer: pd.DataFrame
) -> None:
    first = [
        {"algorithm_id": "power_transformer"},
        {"algorithm_id": "pca", "hyperparameters": {"n_components": 3}},
    ]
    _, model = train(algorithm_id="logistic_regression", target_column="diagnosis", first=first)

    assert [step["algorithm_id"] for step in model["first"]][:2] == ["power_transformer", "pca"]
    assert model["metrics"]["accuracy"] > 0.85
    assert {feature["name"] for feature in model["features"]} == set(NUMBERS)
    rows = cancer[NUMBERS].head(20).to_dict("records")
    said = client.post(f"/api/models/{model['id']}/predict", json={"rows": rows}).json()
    right = np.array([one["prediction"] for one in said["predictions"]])
    assert (right == cancer["diagnosis"].head(20)).mean() > 0.7


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"algorithm_id": "random_forest"}, "target_column is required"),
        ({"algorithm_id": "select_k_best"}, "target_column is required"),
        ({"algorithm_id": "pca", "problem_type": "clustering"}, "does dimensionality_reduction"),
        ({"algorithm_id": "min_max_scaler", "target_column": "diagnosis"}, "leave target_column"),
        ({"algorithm_id": "k_means", "target_column": "none"}, "has no column 'none'"),
        ({"algorithm_id": "k_means", "first": [{"algorithm_id": "dbscan"}]}, "cannot go first"),
        ({"algorithm_id": "k_means", "first": [{"algorithm_id": "t_sne"}]}, "cannot go first"),
        (
            {"algorithm_id": "k_means", "first": [{"algorithm_id": "select_k_best"}]},
            "needs a target",
        ),
        (
            {
                "algorithm_id": "k_means",
                "first": [{"algorithm_id": "pca", "hyperparameters": {"n_components": 0}}],
            },
            "n_components must be in",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_queued(
    client: TestClient, cancer_id: str, given: dict[str, Any], told: str
) -> None:
    before = client.get("/api/training").json()["total"]

    answer = client.post("/api/train/start", json={"dataset_id": cancer_id, **given})

    assert answer.status_code == 422, answer.text
    assert told in answer.json()["error"]
    assert client.get("/api/training").json()["total"] == before


def test_algorithms_are_found_by_what_they_are_for(client: TestClient) -> None:
    def of(kind: str) -> set[str]:
        found = client.get(f"/api/algorithms?algorithm_type={kind}").json()["algorithms"]
        return {one["id"] for one in found}

    assert {"k_means", "dbscan", "gaussian_mixture"} <= of("clustering")
    assert {"isolation_forest", "autoencoder"} <= of("anomaly_detection")
    assert {"pca", "t_sne", "autoencoder"} <= of("dimensionality_reduction")
    assert {"standard_scaler", "select_k_best"} <= of("preprocessing")
