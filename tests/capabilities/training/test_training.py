"""From a table to a model, through the real server and a real worker."""

import io
import os
import signal
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

FOREST = {"algorithm_id": "random_forest", "target_column": "diagnosis"}


def start(client: TestClient, **given: Any) -> str:
    answer = client.post("/api/train/start", json=given)
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] in {"queued", "running"}
    return str(answer.json()["session_id"])


def test_a_table_becomes_a_model_that_predicts(
    client: TestClient, cancer_id: str, finished: Callable[..., Any], cancer: Any
) -> None:
    parameters = {"n_estimators": 40}

    session_id = start(client, dataset_id=cancer_id, hyperparameters=parameters, **FOREST)
    status = finished(session_id)

    assert status["status"] == "completed", status
    assert status["progress"] == 1.0
    assert status["metrics"]["val_accuracy"] > 0.9
    results = client.get(f"/api/train/results/{session_id}").json()
    assert results["metrics"]["accuracy"] > 0.9
    model = client.get(f"/api/models/{results['model_id']}").json()["model"]
    assert (model["algorithm"], model["task"], model["target"], model["classes"]) == (
        "random_forest",
        "classification",
        "diagnosis",
        ["benign", "malignant"],
    )
    rows = cancer.drop(columns="diagnosis").head(20).to_dict("records")
    answer = client.post(f"/api/models/{model['id']}/predict", json={"rows": rows})
    assert answer.status_code == 200, answer.text
    predicted = [item["prediction"] for item in answer.json()["predictions"]]
    right = sum(a == b for a, b in zip(predicted, cancer["diagnosis"].head(20), strict=True))
    assert right >= 18
    for item in answer.json()["predictions"]:
        assert set(item["probabilities"]) == {"benign", "malignant"}
        assert sum(item["probabilities"].values()) == pytest.approx(1.0)


def test_metrics_have_the_shape_that_dashboards_read(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(client, dataset_id=cancer_id, **FOREST)
    finished(session_id)

    metrics = client.get(f"/api/training/{session_id}/metrics").json()

    history = metrics["training_history"]
    assert {"epochs", "train_loss", "val_loss", "train_accuracy", "val_accuracy"} <= set(history)
    assert history["epochs"][-1] == 100
    assert {len(curve) for curve in history.values()} == {len(history["epochs"])}
    assert metrics["class_labels"] == ["benign", "malignant"]
    matrix = metrics["confusion_matrix"]
    assert sum(map(sum, matrix)) == metrics["split"]["test"]
    overall = metrics["overall_metrics"]
    correct = sum(matrix[place][place] for place in range(2))
    assert overall["accuracy"] == pytest.approx(correct / metrics["split"]["test"])
    assert overall["mse"] is overall["r2"] is None
    assert set(metrics["roc_data"]) == {"classes", "fpr", "tpr", "thresholds", "auc"}
    importance = metrics["feature_importance"]
    assert sum(importance["importances"]) == pytest.approx(1.0)
    assert len(importance["features"]) == len(importance["importances"])
    csv = client.get(f"/api/training/{session_id}/export-metrics?format=csv")
    assert csv.headers["content-disposition"] == (
        f'attachment; filename="metrics_{session_id}.csv"'
    )
    header, values = csv.text.strip().split("\n")
    assert dict(zip(header.split(","), values.split(","), strict=True))["accuracy"] == str(
        overall["accuracy"]
    )


def test_panels_are_found_by_the_run_and_by_its_model(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    few = {"n_estimators": 5}
    session_id = start(client, dataset_id=cancer_id, hyperparameters=few, **FOREST)
    going = client.get(f"/api/viz/metrics/{session_id}")
    model_id = finished(session_id)["model_id"]

    whole = client.get(f"/api/viz/metrics/{session_id}").json()
    metrics = client.get(f"/api/training/{session_id}/metrics").json()

    if going.status_code != 200:
        assert going.json()["code"] == "not_finished"
    assert whole["confusion_matrix"] == metrics["confusion_matrix"]
    assert whole["roc_curve"]["auc"] == metrics["overall_metrics"]["auc"]
    assert whole["roc_curve"]["fpr"] == metrics["roc_data"]["fpr"][1]
    assert whole["feature_importance"]["scores"] == metrics["feature_importance"]["importances"]
    for identity in (session_id, model_id):
        confusion = client.get(f"/api/viz/confusion/{identity}").json()
        assert confusion["confusion_matrix"] == whole["confusion_matrix"]
        roc = client.get(f"/api/viz/roc/{identity}").json()
        assert roc == {"roc_curve": whole["roc_curve"]}
    assert client.get("/api/viz/roc/none").status_code == 404


def test_a_session_keeps_its_numbers_when_its_model_is_deleted(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    few = {"n_estimators": 5}
    session_id = start(client, dataset_id=cancer_id, hyperparameters=few, **FOREST)
    finished(session_id)
    before = client.get(f"/api/training/{session_id}/metrics").json()
    model_id = client.get(f"/api/train/results/{session_id}").json()["model_id"]

    client.delete(f"/api/models/{model_id}").raise_for_status()

    after = client.get(f"/api/training/{session_id}/metrics")
    assert after.status_code == 200, after.text
    kept = ("overall_metrics", "training_history")
    assert [after.json()[name] for name in kept] == [before[name] for name in kept]
    assert after.json()["confusion_matrix"] is None
    assert client.get(f"/api/training/{session_id}/export-metrics?format=csv").status_code == 200


def test_what_cannot_be_trained_is_refused_before_anything_is_queued(
    client: TestClient, cancer_id: str
) -> None:
    good = {"dataset_id": cancer_id, **FOREST}
    before = client.get("/api/training").json()["total"]

    def refusal(**given: Any) -> tuple[int, str]:
        answer = client.post("/api/train/start", json={**good, **given})
        return answer.status_code, str(answer.json().get("errors"))

    assert refusal(dataset_id="ds_none")[0] == 404
    assert refusal(algorithm_id="none")[0] == 404
    assert refusal(architecture_id="arch_1")[0] == 404
    assert refusal(target_column="none") == (422, refusal(target_column="none")[1])
    assert "target_column" in refusal(target_column="none")[1]
    assert "target_column" in refusal(target_column=None)[1]
    assert "feature_columns" in refusal(feature_columns=["mean radius", "nowhere"])[1]
    assert "time_column" in refusal(time_column="nowhere")[1]
    both = refusal(time_column="mean radius", group_column="mean texture")
    assert "not both" in both[1]
    assert "n_estimators" in refusal(hyperparameters={"n_estimators": 10**9})[1]
    assert "n_estimator" in refusal(hyperparameters={"n_estimator": 3})[1]
    assert (
        "problem_type" in refusal(algorithm_id="logistic_regression", problem_type="regression")[1]
    )
    assert client.get("/api/training").json()["total"] == before


def test_the_same_session_id_starts_once(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    given = {"dataset_id": cancer_id, "session_id": "my-session", **FOREST}

    first = start(client, **given)
    finished(first)
    again = client.post("/api/train/start", json=given).json()

    assert first == "my-session"
    assert again == {"session_id": "my-session", "status": "completed"}
    sessions = client.get("/api/training").json()["sessions"]
    assert [item["id"] for item in sessions].count("my-session") == 1


def test_what_was_configured_is_started_by_its_id(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    split = {"time_column": "mean radius", "validation": {"kind": "time", "folds": 3}}
    given = {"dataset_id": cancer_id, "hyperparameters": {"n_estimators": 7}, **FOREST, **split}

    config = client.post("/api/train/configure", json=given).json()
    begun = client.post(f"/api/training/{config['session_id']}/start").json()
    finished(begun["session_id"])

    assert config["hyperparameters"]["n_estimators"] == 7
    assert begun == {"status": "training_started", "session_id": config["session_id"]}
    sessions = client.get("/api/training").json()["sessions"]
    assert sessions[0]["hyperparameters"] == config["hyperparameters"]
    scores = client.get(f"/api/training/{begun['session_id']}/scores").json()
    assert scores["cross_validation"]["kind"] == "time"


def test_stop_keeps_the_best_model(
    client: TestClient,
    cancer_id: str,
    until: Callable[..., Any],
) -> None:
    long = {"n_estimators": 1000, "max_depth": 20}
    session_id = start(client, dataset_id=cancer_id, hyperparameters=long, **FOREST)
    until(lambda: client.get(f"/api/train/status/{session_id}").json()["metrics"])
    assert_says_why_there_are_no_scores(client, session_id, "running", "not_finished")

    stopped = client.post(f"/api/train/stop/{session_id}").json()

    assert stopped == {"session_id": session_id, "status": "stopped"}
    results = client.get(f"/api/train/results/{session_id}").json()
    assert results["status"] == "stopped"
    assert results["metrics"]["accuracy"] > 0.8
    assert client.get(f"/api/models/{results['model_id']}").status_code == 200
    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    assert (metrics["status"], metrics["why_no_scores"]) == ("stopped", None)
    exported = client.get(f"/api/training/{session_id}/export-metrics?format=csv").text
    assert "why_no_scores" not in exported


def assert_says_why_there_are_no_scores(
    client: TestClient, session_id: str, status: str, code: str
) -> str:
    """Hold every address of a judgement to it; what clients follow still has its shape."""
    run = f"/api/training/{session_id}"
    metrics = client.get(f"{run}/metrics").json()
    csv = client.get(f"{run}/export-metrics?format=csv")
    paths = [f"{run}/scores", f"{run}/test-rows", f"{run}/export-metrics?format=parquet"]
    paths += [f"{run}/export-metrics?format=parquet&of=rows", f"{run}/sheet"]
    paths += [f"/api/viz/{what}/{session_id}" for what in ("metrics", "roc", "confusion")]
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, code), (path, answer.json())
    assert (metrics["status"], metrics["overall_metrics"]["accuracy"]) == (status, None)
    assert set(metrics["training_history"]) >= {"epochs", "train_loss"}
    assert csv.status_code == 200
    head, values = csv.text.strip().split("\n")
    assert head.split(",")[-2:] == ["status", "why_no_scores"]
    assert f"{status}," in values
    return str(metrics["why_no_scores"])


def test_a_killed_child_resumes_and_ends_with_the_same_numbers(
    client: TestClient,
    cancer_id: str,
    until: Callable[..., Any],
    finished: Callable[..., Any],
    workers: Any,
) -> None:
    given = {
        "dataset_id": cancer_id,
        "algorithm_id": "lightgbm",
        "target_column": "diagnosis",
        "hyperparameters": {"n_estimators": 4000, "learning_rate": 0.001},
    }
    whole = start(client, **given)
    finished(whole)

    cut = start_and_hold(client, until, workers, given)
    state: Any = client.app.state.armillary  # type: ignore[attr-defined]  # it is a FastAPI
    model_id = f"model_{cut.removeprefix('job_')}"
    with state.storage.write(f"models/{model_id}/0/bundle/left-by-the-dead") as file:
        file.write(b"half")
    for child in workers.computing():
        os.kill(child, signal.SIGKILL)
    status = finished(cut)

    assert status["status"] == "completed", status
    assert client.get(f"/api/jobs/{cut}").json()["job"]["attempt"] == 2
    assert _numbers(client, cut) == _numbers(client, whole)
    kept = {file.key.split("/")[2] for file in state.storage.list_files(f"models/{model_id}")}
    assert kept == {str(client.get(f"/api/jobs/{cut}").json()["job"]["attempt"])}


def test_a_target_of_one_class_fails_with_a_reason(
    client: TestClient, upload: Callable[..., str], finished: Callable[..., Any], cancer: Any
) -> None:
    session_id = start(client, dataset_id=upload(cancer.assign(diagnosis="benign")), **FOREST)

    status = finished(session_id)

    assert status["status"] == "failed"
    assert "one class" in status["error"]
    answer = client.get(f"/api/train/results/{session_id}")
    assert answer.status_code == 409
    assert "one class" in answer.json()["error"]
    told = assert_says_why_there_are_no_scores(client, session_id, "failed", "training_failed")
    assert "one class" in told


def test_numbers_are_regressed_and_warnings_told(
    client: TestClient, upload: Callable[..., str], finished: Callable[..., Any], cancer: Any
) -> None:
    frame = cancer[["mean radius", "mean perimeter", "diagnosis"]].assign(empty=None)
    dataset_id = upload(frame)

    session_id = start(
        client,
        dataset_id=dataset_id,
        algorithm_id="hist_gradient_boosting",
        target_column="mean perimeter",
    )
    status = finished(session_id)

    assert status["status"] == "completed", status
    results = client.get(f"/api/train/results/{session_id}").json()
    assert results["metrics"]["r2"] > 0.9
    assert results["metrics"]["accuracy"] is None
    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    assert metrics["confusion_matrix"] is None
    assert len(metrics["training_history"]["val_rmse"]) == len(
        metrics["training_history"]["epochs"]
    )
    log = client.get(f"/api/jobs/{session_id}/log").json()["lines"]
    assert any("empty" in line["text"] for line in log), log


def test_the_bundle_is_downloaded_as_a_zip(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(client, dataset_id=cancer_id, **FOREST)
    finished(session_id)
    model_id = client.get(f"/api/train/results/{session_id}").json()["model_id"]

    answer = client.get(f"/api/models/{model_id}/download")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert "manifest.json" in names
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]


def test_the_socket_tells_the_whole_story(
    client: TestClient, cancer_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(client, dataset_id=cancer_id, **FOREST)

    with client.websocket_connect(f"ws://127.0.0.1:8608/ws/training/{session_id}") as socket:
        heard = [socket.receive_json()]
        while heard[-1]["type"] != "completed":
            heard.append(socket.receive_json())

    updates = [message for message in heard if message["type"] == "metrics_update"]
    assert heard[-1] == {"type": "completed", "session_id": session_id, "status": "completed"}
    assert updates[-1]["epoch"] == 100
    history = updates[-1]["metrics"]["training_history"]
    assert history["train_loss"][-1] == updates[-1]["loss"]
    assert history["val_accuracy"][-1] == updates[-1]["val_accuracy"]
    with client.websocket_connect(f"ws://127.0.0.1:8608/ws/training/{session_id}") as late:
        again = [late.receive_json()]
        while again[-1]["type"] != "completed":
            again.append(late.receive_json())
    assert again[0]["metrics"]["training_history"] == history
    assert {message["type"] for message in again[1:-1]} <= {"visualization_update"}


def test_the_socket_stops_a_training(client: TestClient, cancer_id: str) -> None:
    long = {"n_estimators": 1000}
    session_id = start(client, dataset_id=cancer_id, hyperparameters=long, **FOREST)

    with client.websocket_connect(f"ws://127.0.0.1:8608/ws/training/{session_id}") as socket:
        assert socket.receive_json()["type"] == "metrics_update"
        socket.send_json({"type": "stop"})
        heard = socket.receive_json()
        while heard["type"] in {"metrics_update", "visualization_update"}:
            heard = socket.receive_json()

    assert heard == {"type": "completed", "session_id": session_id, "status": "stopped"}


def test_a_socket_of_nobody_says_so(client: TestClient) -> None:
    with client.websocket_connect("ws://127.0.0.1:8608/ws/training/job_none") as socket:
        heard = socket.receive_json()

    assert heard["type"] == "error"
    assert "job_none" in heard["message"]


def start_and_hold(
    client: TestClient, until: Callable[..., Any], workers: Any, given: dict[str, Any]
) -> str:
    """Start a training and have its process stand still in the middle."""
    for _ in range(5):
        session_id = start(client, **given)
        address = f"/api/train/status/{session_id}"
        until(lambda address=address: client.get(address).json()["epoch"] > 50)
        held = workers.computing()
        for child in held:
            os.kill(child, signal.SIGSTOP)
        # On a busy machine it may be near its end, or past it, before it was looked at.
        status = client.get(address).json()
        if held and status["status"] == "running" and status["epoch"] < status["total_epochs"] / 2:
            return session_id
        for child in held:
            os.kill(child, signal.SIGCONT)
    raise AssertionError("every training had ended before it was held")


def _numbers(client: TestClient, session_id: str) -> dict[str, Any]:
    metrics = client.get(f"/api/training/{session_id}/metrics").json()
    del metrics["session_id"]
    return dict(metrics)
