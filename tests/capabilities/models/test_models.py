"""Models: listed, asked, downloaded, removed."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

ROW = {"area": 40, "town": "Bonn", "price": 550}


def test_lists_serve_both_kinds_of_client(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    model = add_model(frame, "let", "classification", "logistic_regression")

    types = client.get("/api/models").json()
    stored = client.get("/api/models?kind=stored").json()

    assert types == {
        "success": True,
        "models": [
            "random_forest",
            "decision_tree",
            "xgboost",
            "svm",
            "linear_regression",
            "deep_learning",
            "pca",
        ],
        "items": [model],
        "total": 1,
    }
    assert stored == {**types, "models": [model]}
    assert client.get("/api/models/model_1").json() == {"model": model, **model}


def test_predictions_come_with_probabilities(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")

    answer = client.post("/api/models/model_1/predict", json={"rows": [ROW, {**ROW, "town": None}]})

    assert answer.status_code == 200, answer.text
    predictions = answer.json()["predictions"]
    assert len(predictions) == 2
    for item in predictions:
        best = max(item["probabilities"], key=item["probabilities"].get)
        assert item["prediction"] == best
        assert sum(item["probabilities"].values()) == pytest.approx(1.0)


def test_a_regression_predicts_a_number(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "price", "regression", "linear_regression")
    row = {"area": 40, "town": "Bonn", "let": "no"}

    answer = client.post("/api/models/model_1/predict", json={"rows": [row]})

    (prediction,) = answer.json()["predictions"]
    # The price is 300 + 12.5 (area - 20) in every row.
    assert prediction["prediction"] == pytest.approx(550.0, rel=0.02)
    assert prediction["probabilities"] is None


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([{"town": "Bonn", "price": 5}], "area"),
        ([{**ROW, "area": "wide"}], "area"),
        ([ROW, {"area": 1, "price": 2}], "town"),
        ([], "rows"),
        (["Bonn"], "rows"),
        (None, "rows"),
    ],
)
def test_a_bad_row_is_refused_by_the_name_of_its_column(
    client: TestClient, add_model: Callable[..., Any], frame: Any, rows: Any, named: str
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")

    answer = client.post("/api/models/model_1/predict", json={"rows": rows})

    assert answer.status_code == 422, answer.text
    assert named in answer.json()["error"]


def test_a_bad_row_spoils_no_other_request(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    address = "/api/models/model_1/predict"
    asked = [{"rows": [ROW if place % 4 else {"area": 1}]} for place in range(40)]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda body: client.post(address, json=body), asked))

    assert [answer.status_code for answer in answers] == [
        200 if place % 4 else 422 for place in range(40)
    ]


def test_a_model_of_nobody_is_not_found(client: TestClient) -> None:
    for answer in (
        client.get("/api/models/model_none"),
        client.delete("/api/models/model_none"),
        client.get("/api/models/model_none/download"),
        client.post("/api/models/model_none/predict", json={"rows": [ROW]}),
    ):
        assert answer.status_code == 404
        assert "model_none" in answer.json()["error"]


def test_a_very_wide_model_is_announced_without_its_columns(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    columns = {f"column {number}": frame["price"] + number for number in range(300)}
    wide = type(frame)({**columns, "let": frame["let"]})

    announced = add_model(wide, "let", "classification", "logistic_regression")

    assert (announced["features"], announced["omitted"]) == ([], ["features"])
    assert client.get("/api/models").json()["items"] == [announced]
    whole = client.get("/api/models/model_1").json()["model"]
    assert (len(whole["features"]), whole["omitted"]) == (300, [])


def test_a_download_predicts_the_same_in_a_clean_process(
    client: TestClient, add_model: Callable[..., Any], frame: Any, tmp_path: Path
) -> None:
    add_model(frame, "let", "classification", "random_forest")
    here = client.post("/api/models/model_1/predict", json={"rows": [ROW]}).json()

    answer = client.get("/api/models/model_1/download")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "bundle")
    script = (
        "import json, sys, pathlib; from armillary.learning import bundle;"
        "model = bundle.load(pathlib.Path(sys.argv[1]));"
        "print(json.dumps(model.predict_rows(json.loads(sys.argv[2])).to_rows()))"
    )
    arguments = [sys.executable, "-c", script, str(tmp_path / "bundle"), json.dumps([ROW])]
    there = subprocess.run(arguments, capture_output=True, check=True)

    assert json.loads(there.stdout) == here["predictions"]
    assert answer.content == client.get("/api/models/model_1/download").content


def test_a_removed_model_leaves_nothing(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    state: Any = client.app.state.armillary  # type: ignore[attr-defined]  # it is a FastAPI

    answer = client.delete("/api/models/model_1")

    assert answer.json() == {"message": "Model deleted", "model_id": "model_1"}
    assert client.get("/api/models").json()["items"] == []
    assert list(state.storage.list_files("models/model_1")) == []
    asked = client.post("/api/models/model_1/predict", json={"rows": [ROW]})
    assert asked.status_code == 404


def test_a_damaged_model_says_so(
    client: TestClient, add_model: Callable[..., Any], frame: Any
) -> None:
    add_model(frame, "let", "classification", "logistic_regression")
    state: Any = client.app.state.armillary  # type: ignore[attr-defined]  # it is a FastAPI
    with state.storage.write("models/model_1/bundle/preprocess.json") as file:
        file.write(b"{}")

    answer = client.post("/api/models/model_1/predict", json={"rows": [ROW]})

    assert answer.status_code == 422
    assert "preprocess.json was changed" in answer.json()["error"]
