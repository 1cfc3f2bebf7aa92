"""Runs that log from elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def run(client: TestClient) -> str:
    """Begin a run."""
    begun = client.post("/api/training", json={"name": "my script"}).json()
    assert begun["status"] == "running"
    return str(begun["session_id"])


def test_a_point_is_there_when_it_is_answered(client: TestClient, run: str) -> None:
    answer = client.post(
        f"/api/training/{run}/log", json={"name": "train_loss", "step": 3, "value": 0.5}
    )

    assert answer.json() == {"logged": 1}
    assert client.get(f"/api/training/{run}/points").json() == {
        "series": {"train_loss": {"steps": [3], "values": [0.5]}},
        "last_number": 3,
    }
    status = client.get(f"/api/train/status/{run}").json()
    assert (status["status"], status["epoch"], status["metrics"]) == (
        "running",
        3,
        {"train_loss": 0.5},
    )


def test_many_points_in_one_call(client: TestClient, run: str) -> None:
    points = [{"name": "loss", "step": step, "value": 1 / (step + 1)} for step in range(100)]

    answer = client.post(f"/api/training/{run}/log", json={"points": points})

    assert answer.json() == {"logged": 100}
    series = client.get(f"/api/training/{run}/points?name=loss").json()["series"]
    assert series["loss"]["values"] == [point["value"] for point in points]


def test_a_step_logged_again_is_replaced(client: TestClient, run: str) -> None:
    for value in (0.5, 0.25):
        client.post(f"/api/training/{run}/log", json={"name": "loss", "step": 1, "value": value})

    series = client.get(f"/api/training/{run}/points").json()["series"]

    assert series == {"loss": {"steps": [1], "values": [0.25]}}


def test_what_is_no_number_is_null(client: TestClient, run: str) -> None:
    answer = client.post(
        f"/api/training/{run}/log",
        content=b'{"name": "loss", "step": 1, "value": NaN}',
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 200, answer.text
    series = client.get(f"/api/training/{run}/points").json()["series"]
    assert series == {"loss": {"steps": [1], "values": [None]}}


def test_everybody_who_logs_at_once_is_answered(client: TestClient, run: str) -> None:
    def log(step: int) -> int:
        body = {"name": "loss", "step": step, "value": float(step)}
        return client.post(f"/api/training/{run}/log", json=body).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(log, range(200)))

    assert answers == [200] * 200
    series = client.get(f"/api/training/{run}/points").json()["series"]
    assert series["loss"]["steps"] == list(range(200))


def test_a_long_curve_is_thinned_and_a_short_one_is_not(client: TestClient, run: str) -> None:
    def point(name: str, step: int) -> dict[str, Any]:
        return {"name": name, "step": step, "value": float(step)}

    for start in range(0, 5_000, 100):
        points = [point("long", step) for step in range(start, start + 100)]
        client.post(f"/api/training/{run}/log", json={"points": points})
    points = [point("short", step) for step in range(100)]
    client.post(f"/api/training/{run}/log", json={"points": points})

    series = client.get(f"/api/training/{run}/points").json()["series"]

    assert len(series["long"]["steps"]) <= 2_001
    assert (series["long"]["steps"][0], series["long"]["steps"][-1]) == (0, 4_999)
    assert series["short"]["steps"] == list(range(100))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"points": []},
        {"points": [{"name": "loss", "step": 1, "value": 1}] * 101},
        {"name": "loss", "value": 1},
        {"name": "", "step": 1, "value": 1},
        {"name": "loss", "step": -1, "value": 1},
        {"name": "loss", "step": 1, "value": "much"},
        {"name": "x" * 65, "step": 1, "value": 1},
    ],
)
def test_malformed_points_are_refused(client: TestClient, run: str, body: dict[str, Any]) -> None:
    answer = client.post(f"/api/training/{run}/log", json=body)

    assert answer.status_code == 422
    assert client.get(f"/api/training/{run}/points").json()["series"] == {}


def test_nothing_is_logged_to_a_finished_or_unknown_run(client: TestClient, run: str) -> None:
    point = {"name": "loss", "step": 1, "value": 1.0}
    client.post(f"/api/training/{run}/log", json=point)

    finished = client.post(f"/api/training/{run}/finish").json()

    assert finished == {"session_id": run, "status": "completed"}
    assert client.post(f"/api/training/{run}/log", json=point).status_code == 409
    assert client.post("/api/training/run_none/log", json=point).status_code == 404
    results = client.get(f"/api/train/results/{run}").json()
    assert (results["status"], results["model_id"]) == ("completed", None)


def test_a_run_is_watched_like_a_training(client: TestClient, run: str) -> None:
    with client.websocket_connect(f"ws://127.0.0.1:8608/ws/training/{run}") as socket:
        client.post(
            f"/api/training/{run}/log",
            json={
                "points": [
                    {"name": "train_loss", "step": 1, "value": 0.5},
                    {"name": "val_accuracy", "step": 1, "value": 0.75},
                ]
            },
        )
        update = socket.receive_json()
        client.post(f"/api/train/stop/{run}")
        end = socket.receive_json()

    assert (update["type"], update["epoch"], update["loss"], update["val_accuracy"]) == (
        "metrics_update",
        1,
        0.5,
        0.75,
    )
    assert update["metrics"]["training_history"] == {
        "epochs": [1],
        "train_loss": [0.5],
        "val_loss": [None],
        "train_accuracy": [None],
        "val_accuracy": [0.75],
    }
    assert end == {"type": "completed", "session_id": run, "status": "stopped"}
