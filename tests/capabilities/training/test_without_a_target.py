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
    assert metrics["has_scores"] is True
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
    assert_rows_of_groups(client, session_id, cancer)


def assert_rows_of_groups(client: TestClient, session_id: str, cancer: pd.DataFrame) -> None:
    """The rows behind the numbers: those that sit worst in a group first, with their cells."""
    clusters = client.get(f"/api/training/{session_id}/metrics").json()["described"]["clusters"]
    address = f"/api/training/{session_id}/test-rows"

    worst = client.get(address, params={"predicted": "1"}).json()

    size = next(one for one in clusters if one["cluster"] == 1)
    fits = [row["measures"]["silhouette"] for row in worst["rows"]]
    assert (worst["part"], worst["total"]) == ("test", size["judged"])
    assert fits == sorted(fits)
    whole = client.get(address, params={"predicted": "1", "page_size": 500}).json()["rows"]
    assert np.mean([row["measures"]["silhouette"] for row in whole]) == pytest.approx(
        size["silhouette"]
    )
    diagnosis = worst["cells"]["columns"].index("diagnosis")
    for row, cells in zip(worst["rows"], worst["cells"]["rows"], strict=True):
        assert row["truth"] == cells[diagnosis] == cancer["diagnosis"][row["row"]]
    best = client.get(address, params={"order": "best", "page_size": 1}).json()["rows"][0]
    assert best["measures"]["silhouette"] > max(fits)
    between = client.get(address, params={"at_least": 0, "below": 0.2, "page_size": 500}).json()
    assert all(0 <= row["measures"]["silhouette"] < 0.2 for row in between["rows"])
    odd = client.get(address, params={"only": "wrong"}).json()["total"]
    right = client.get(address, params={"only": "right"}).json()["total"]
    assert 0 < odd < right
    assert odd + right == 85
    refused = client.get(address, params={"of": "score"})
    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_measure")
    for other in ("scores-by?column=diagnosis", "scores-by?column=mean area"):
        answer = client.get(f"/api/training/{session_id}/{other}")
        assert answer.json()["code"] == "no_test_rows"


def test_no_target_is_needed_and_what_is_unusual_is_told(
    client: TestClient, train: Callable[..., Any]
) -> None:
    session_id, model = train(algorithm_id="isolation_forest")

    assert (model["task"], model["target"]) == ("anomaly_detection", None)
    shown = client.get(f"/api/training/{session_id}/metrics").json()["described"]
    assert sum(shown["scores"]["train"]) == 399
    assert shown["scores"]["edges"][0] < shown["threshold"] < shown["scores"]["edges"][-1]
    found = client.get(f"/api/training/{session_id}/test-rows?predicted=unusual").json()
    scores = [row["measures"]["score"] for row in found["rows"]]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > shown["threshold"]
    no_label = client.get(f"/api/training/{session_id}/test-rows?truth=malignant")
    assert no_label.json()["code"] == "no_labels_of_rows"
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


def test_rows_that_lose_most_when_dimensions_do_are_told(
    client: TestClient, train: Callable[..., Any]
) -> None:
    session_id, _ = train(algorithm_id="pca", hyperparameters={"n_components": 2})
    address = f"/api/training/{session_id}/test-rows"
    overall = client.get(f"/api/training/{session_id}/metrics").json()["overall_metrics"]

    found = client.get(address, params={"of": "reconstruction_error", "page_size": 500}).json()
    laid_out = client.get(address, params={"of": "trustworthiness", "page_size": 500}).json()

    errors = [row["measures"]["reconstruction_error"] for row in found["rows"]]
    trust = [row["measures"]["trustworthiness"] for row in laid_out["rows"]]
    assert errors == sorted(errors, reverse=True)
    assert np.mean(errors) == pytest.approx(overall["reconstruction_error"])
    assert trust == sorted(trust)
    assert np.mean(trust) == pytest.approx(overall["trustworthiness"])
    rows = client.get(f"/api/training/{session_id}/export-metrics?format=parquet&of=rows")
    assert rows.status_code == 200


def test_what_knows_its_training_rows_alone_shows_these(
    client: TestClient, train: Callable[..., Any]
) -> None:
    session_id, _ = train(
        algorithm_id="agglomerative_clustering", hyperparameters={"n_clusters": 2}
    )

    found = client.get(f"/api/training/{session_id}/test-rows?predicted=0&page_size=3").json()

    assert found["part"] == "train"
    assert len(found["cells"]["rows"]) == 3


def test_what_makes_columns_says_that_it_has_no_rows(
    client: TestClient, train: Callable[..., Any]
) -> None:
    session_id, _ = train(algorithm_id="min_max_scaler")

    refused = client.get(f"/api/training/{session_id}/test-rows")

    assert client.get(f"/api/training/{session_id}/metrics").json()["has_scores"] is False
    assert (refused.status_code, refused.json()["code"]) == (409, "no_test_rows")
    assert "makes columns" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"algorithm_id": "random_forest"}, "target_column is required"),
        ({"algorithm_id": "select_k_best"}, "target_column is required"),
        ({"algorithm_id": "pca", "problem_type": "clustering"}, "does dimensionality reduction"),
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
