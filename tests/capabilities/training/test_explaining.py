"""Models explained over HTTP: by a job, and one row at once."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

COLUMNS = ["mean radius", "mean area", "mean texture"]
ROW = {"mean radius": 20.0, "mean area": 1200.0, "mean texture": 25.0}


@pytest.fixture(scope="module")
def model_of(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> Callable[..., str]:
    """Train on the breast cancer table and give the model's id."""

    def train(algorithm: str, target: str | None, dataset_id: str = cancer_id) -> str:
        body = {"algorithm_id": algorithm, "target_column": target, "feature_columns": COLUMNS}
        answer = client.post("/api/train/start", json={**body, "dataset_id": dataset_id})
        assert answer.status_code == 200, answer.text
        status = finished(answer.json()["session_id"])
        assert status["status"] == "completed", status
        return str(status["model_id"])

    return train


@pytest.fixture(scope="module")
def model_id(model_of: Callable[..., str]) -> str:
    """A model that tells malignant from benign by three columns."""
    return model_of("logistic_regression", "diagnosis")


@pytest.fixture(scope="module")
def explained(client: TestClient, until: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Have a model explained and give what came of it."""

    def explain(model_id: str, **asked: Any) -> dict[str, Any]:
        made = client.post(f"/api/models/{model_id}/explanations", json={"rows": 60, **asked})
        assert made.status_code == 202, made.text
        address = f"/api/models/{model_id}/explanations/{made.json()['explanation_id']}"

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = client.get(address).json()
            return found if found["explanation"]["state"] != "computing" else None

        return dict(until(look))

    return explain


def test_a_model_is_explained_with_unseen_rows_and_kept(
    client: TestClient, model_id: str, explained: Callable[..., dict[str, Any]]
) -> None:
    found = explained(model_id)
    again = client.post(f"/api/models/{model_id}/explanations", json={"rows": 60}).json()
    listed = client.get(f"/api/models/{model_id}/explanations").json()

    assert found["explanation"]["state"] == "ready", found["explanation"]["error"]
    assert found["explanation"]["notes"] == [
        "60 of the 85 rows of the test part were drawn by chance."
    ]
    assert again["explanation_id"] == found["explanation"]["id"]
    assert listed["explanations"] == [found["explanation"]]
    assert set(found["results"]) == {
        method["id"] for method in listed["methods"] if method["by_default"]
    }
    assert found["results"]["contributions"]["method"] == "linear"
    (group,) = found["results"]["permutation"]["groups"]
    assert set(group["columns"]) == {"mean radius", "mean area"}


def test_a_row_is_explained_in_words_with_examples_and_what_if(
    client: TestClient, model_id: str
) -> None:
    body = {"row": ROW, "fixed": ["mean texture"], "wanted": "benign"}

    answer = client.post(f"/api/models/{model_id}/explain-row", json=body)

    assert answer.status_code == 200, answer.text
    found = answer.json()
    said = found["contributions"]
    assert sum(one["added"] for one in said["columns"]) + said["base"] == pytest.approx(
        said["said"], abs=1e-4
    )
    assert "log odds of malignant" in said["reasons"][0]
    assert said["reasons"][0].startswith(said["columns"][0]["name"])
    assert len(found["examples"]["rows"]) == 5
    change = found["counterfactuals"]["found"][0]
    assert {one["name"] for one in change["changes"]} <= {"mean radius", "mean area"}
    changed = ROW | {one["name"]: one["to"] for one in change["changes"]}
    told = client.post(f"/api/models/{model_id}/predict", json={"rows": [changed]}).json()
    assert told["predictions"][0]["prediction"] == "benign"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"row": {"mean radius": 1}}, "mean area"),
        ({"row": ROW, "wanted": "blue"}, "blue"),
        ({"row": ROW, "wanted": "malignant"}, "already"),
        ({"row": ROW, "fixed": ["colour"]}, "colour"),
        ({"row": {**ROW, "mean area": "wide"}}, "mean area"),
        ({}, "row"),
    ],
)
def test_what_cannot_be_explained_of_a_row_is_said(
    client: TestClient, model_id: str, body: Any, named: str
) -> None:
    answer = client.post(f"/api/models/{model_id}/explain-row", json=body)

    assert answer.status_code == 422, answer.text
    assert named in answer.json()["error"]


def test_bad_requests_leave_nothing_behind(
    client: TestClient, model_id: str, upload: Callable[..., str]
) -> None:
    import pandas as pd

    other = upload(pd.DataFrame({"x": range(20)}), "other.csv")
    address = f"/api/models/{model_id}/explanations"
    before = client.get(address).json()["explanations"]

    answers = [
        client.post(address, json=body)
        for body in ({"methods": ["tarot"]}, {"rows": 3}, {"dataset_id": other}, {"methods": []})
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert "permutation" in answers[0].json()["error"]
    assert "lacks 'mean" in answers[2].json()["error"]
    assert client.get(address).json()["explanations"] == before
    assert client.post("/api/models/model_none/explanations", json={}).status_code == 404


def test_a_model_whose_table_is_gone_can_be_explained_with_another(
    client: TestClient,
    cancer: Any,
    upload: Callable[..., str],
    model_of: Callable[..., str],
    cancer_id: str,
    explained: Callable[..., dict[str, Any]],
) -> None:
    gone = upload(cancer.assign(extra=1.0), "gone.csv")
    model_id = model_of("linear_regression", "mean perimeter", gone)
    client.delete(f"/api/datasets/{gone}")

    refused = client.post(f"/api/models/{model_id}/explanations", json={})
    row = client.post(f"/api/models/{model_id}/explain-row", json={"row": ROW})
    found = explained(model_id, dataset_id=cancer_id, methods=["permutation"])

    assert (refused.status_code, row.status_code) == (409, 409)
    assert "is gone" in refused.json()["error"]
    assert found["results"]["permutation"]["columns"][0]["mean"] > 0


def test_models_that_answer_nothing_say_so_and_clusters_can_be_explained(
    client: TestClient, model_of: Callable[..., str], explained: Callable[..., dict[str, Any]]
) -> None:
    reduced, clusters = model_of("pca", None), model_of("k_means", None)

    refused = client.post(f"/api/models/{reduced}/explanations", json={})
    listed = client.get(f"/api/models/{reduced}/explanations").json()
    found = explained(clusters, methods=["permutation", "native"])

    assert refused.status_code == 409
    assert refused.json()["error"] == listed["why_not"]
    assert found["results"]["permutation"]["measure"] == "share of rows that get another answer"


def test_a_removed_model_takes_its_explanations_along(
    client: TestClient, model_of: Callable[..., str], explained: Callable[..., dict[str, Any]]
) -> None:
    model_id = model_of("decision_tree", "diagnosis")
    found = explained(model_id, methods=["native"])
    address = f"/api/models/{model_id}/explanations"
    kept = explained(model_id, methods=["surrogate"])
    assert client.delete(f"{address}/{found['explanation']['id']}").status_code == 200

    left = client.get(address).json()["explanations"]
    client.delete(f"/api/models/{model_id}")

    assert left == [kept["explanation"]]
    assert client.get(address).status_code == 404


def test_of_several_targets_the_one_named_is_explained(
    client: TestClient,
    cancer_id: str,
    finished: Callable[..., Any],
    explained: Callable[..., dict[str, Any]],
) -> None:
    targets = ["mean perimeter", "mean smoothness"]
    body = {"algorithm_id": "linear_regression", "target_columns": targets}
    body |= {"feature_columns": COLUMNS, "dataset_id": cancer_id}
    started = client.post("/api/train/start", json=body)
    model_id = finished(started.json()["session_id"])["model_id"]

    found = explained(model_id, methods=["contributions"], target="mean smoothness")
    first = explained(model_id, methods=["contributions"])
    row = client.post(
        f"/api/models/{model_id}/explain-row", json={"row": ROW, "target": "mean smoothness"}
    )
    refused = client.post(f"/api/models/{model_id}/explanations", json={"target": "mean area"})

    assert found["explanation"]["target"] == "mean smoothness"
    assert found["results"]["contributions"]["outputs"] == ["mean smoothness"]
    assert first["results"]["contributions"]["outputs"] == ["mean perimeter"]
    assert row.json()["prediction"]["outputs"] == ["mean smoothness"]
    assert refused.status_code == 422
    assert "among mean perimeter, mean smoothness" in refused.json()["error"]


def test_a_model_is_trained_again_without_each_column_where_that_is_asked_for(
    client: TestClient, model_id: str, explained: Callable[..., dict[str, Any]]
) -> None:
    found = explained(model_id, methods=["drop_column"], seconds=60)
    hasty = client.post(f"/api/models/{model_id}/explanations", json={"seconds": 1})

    dropped = found["results"]["drop_column"]
    assert {one["name"] for one in dropped["columns"]} == set(COLUMNS)
    assert (dropped["measure"], dropped["rows"], dropped["skipped"]) == ("log loss", 85, [])
    (group,) = dropped["groups"]
    assert group["mean"] > max(one["mean"] for one in dropped["columns"])
    assert found["explanation"]["seconds"] == 60
    assert hasty.status_code == 422
