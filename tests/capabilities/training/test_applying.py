"""What a model says of a whole table becomes columns of a new dataset."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient


def _rows(client: TestClient, dataset_id: str) -> dict[str, list[Any]]:
    answer = client.get(f"/api/data/download/{dataset_id}?format=csv")
    assert answer.status_code == 200, answer.text
    import pandas as pd

    return pd.read_csv(io.StringIO(answer.text)).to_dict("list")


@pytest.fixture(scope="module")
def model_of(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> Callable[..., str]:
    """Train on the breast cancer table and give the model's id."""

    def train(**given: Any) -> str:
        body = {"dataset_id": cancer_id, "feature_columns": ["mean radius", "mean area"], **given}
        answer = client.post("/api/train/start", json=body)
        assert answer.status_code == 200, answer.text
        status = finished(answer.json()["session_id"])
        assert status["status"] == "completed", status
        return str(status["model_id"])

    return train


@pytest.fixture(scope="module")
def ready(client: TestClient, until: Callable[..., Any]) -> Callable[[str], dict[str, Any]]:
    """Wait until a dataset is ready or has failed."""

    def wait(dataset_id: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            found = client.get(f"/api/datasets/{dataset_id}").json()["dataset"]
            return found if found["state"] != "importing" else None

        found: dict[str, Any] = until(look)
        return found

    return wait


def test_clusters_become_a_column_of_a_new_dataset_that_knows_where_it_is_from(
    client: TestClient, cancer_id: str, model_of: Callable[..., str], ready: Callable[..., Any]
) -> None:
    model_id = model_of(algorithm_id="k_means", hyperparameters={"n_clusters": 2})

    answer = client.post(f"/api/models/{model_id}/apply", json={"dataset_id": cancer_id})

    assert answer.status_code == 200, answer.text
    made = ready(answer.json()["dataset_id"])
    assert (made["state"], made["rows"], made["columns"]) == ("ready", 569, 33)
    rows = _rows(client, made["id"])
    assert set(rows["cluster"]) == {0, 1}
    first = {name: rows[name][0] for name in ("mean radius", "mean area")}
    said = client.post(f"/api/models/{model_id}/predict", json={"rows": [first]}).json()
    assert said["predictions"][0]["described"]["cluster"] == rows["cluster"][0]
    lineage = client.get(f"/api/datasets/{made['id']}/lineage").json()
    assert [parent["id"] for parent in lineage["parents"]] == [cancer_id]
    assert lineage["recipe"]["origin"]["model_id"] == model_id


def test_made_columns_can_stand_alone_and_names_that_are_taken_say_by_whom(
    client: TestClient, cancer_id: str, model_of: Callable[..., str], ready: Callable[..., Any]
) -> None:
    model_id = model_of(algorithm_id="standard_scaler")
    alone = {"dataset_id": cancer_id, "keep_columns": False, "name": "Scaled"}

    answers = [
        client.post(f"/api/models/{model_id}/apply", json=body).json()
        for body in (alone, {"dataset_id": cancer_id})
    ]

    scaled, beside = (ready(answer["dataset_id"]) for answer in answers)
    assert (scaled["name"], scaled["columns"]) == ("Scaled", 2)
    rows = _rows(client, scaled["id"])
    assert list(rows) == ["mean radius", "mean area"]
    assert abs(sum(rows["mean radius"]) / 569) < 0.2
    assert "mean radius (Standard Scaler)" in [one["name"] for one in beside["schema"]]


def test_predictions_with_their_probabilities_are_columns_too(
    client: TestClient, cancer_id: str, model_of: Callable[..., str], ready: Callable[..., Any]
) -> None:
    model_id = model_of(algorithm_id="logistic_regression", target_column="diagnosis")

    answer = client.post(f"/api/models/{model_id}/apply", json={"dataset_id": cancer_id})

    rows = _rows(client, ready(answer.json()["dataset_id"])["id"])
    right = [a == b for a, b in zip(rows["prediction"], rows["diagnosis"], strict=True)]
    assert sum(right) / len(right) > 0.8
    assert rows["probability_benign"][0] + rows["probability_malignant"][0] == pytest.approx(1.0)


def test_a_table_without_the_models_columns_is_refused_and_nothing_is_made(
    client: TestClient, upload: Callable[..., str], model_of: Callable[..., str]
) -> None:
    import pandas as pd

    other = upload(pd.DataFrame({"x": range(20)}), "other.csv")
    model_id = model_of(algorithm_id="k_means")
    before = client.get("/api/datasets").json()["total"]

    answer = client.post(f"/api/models/{model_id}/apply", json={"dataset_id": other})

    assert answer.status_code == 422
    assert "lacks 'mean area', 'mean radius'" in answer.json()["error"].replace(
        "'mean radius', 'mean area'", "'mean area', 'mean radius'"
    )
    assert client.get("/api/datasets").json()["total"] == before


def test_a_file_is_predicted_straight_and_what_is_too_far_is_told(
    client: TestClient, model_of: Callable[..., str], ready: Callable[..., Any], until: Any
) -> None:
    model_id = model_of(algorithm_id="lightgbm", target_column="diagnosis")
    rows = b"mean radius,mean area\n14.1,620\n900,620\n"
    before = client.get("/api/datasets").json()["total"]

    def bring(content: bytes) -> Any:
        address = f"/api/models/{model_id}/predict-file"
        return client.post(address, files={"file": ("rows.csv", content)})

    lacking, empty, brought = bring(b"mean radius\n14.1\n"), bring(b""), bring(rows)

    assert (lacking.status_code, lacking.json()["code"]) == (422, "missing_columns")
    assert empty.status_code == 400
    assert brought.status_code == 202, brought.text
    assert ready(brought.json()["dataset_id"])["state"] == "ready"
    assert (
        brought.json()["download"]
        == f"/api/data/download/{brought.json()['dataset_id']}?format=csv"
    )
    near, far = _rows(client, brought.json()["dataset_id"])["unsupported"]
    assert near != near  # NaN: nothing is said of it
    assert far.startswith("too far from what it saw: mean radius is 900, where it saw")
    # The two that were refused left nothing behind: there are the file and its predictions.
    assert client.get("/api/datasets").json()["total"] == before + 2

    asked = client.post(
        f"/api/models/{model_id}/drift", json={"dataset_id": brought.json()["source_id"]}
    )
    address = f"/api/models/{model_id}/drift/{asked.json()['drift_id']}"
    report = until(lambda: (found := client.get(address).json())["found"] and found)
    assert report["report"]["verdict"] == report["found"]["verdict"] == "unclear"
    again = client.post(
        f"/api/models/{model_id}/drift", json={"dataset_id": brought.json()["source_id"]}
    )
    assert again.json()["drift_id"] == asked.json()["drift_id"]
