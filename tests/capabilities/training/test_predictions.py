"""What a run's model says over two columns: over HTTP when it has ended, and live on its socket."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

SOCKET = "ws://127.0.0.1:8608"
# Long enough to be looked at while it learns, on any machine.
LONG = {"algorithm_id": "feedforward_nn", "hyperparameters": {"epochs": 10_000}}


def start(client: TestClient, **given: Any) -> str:
    answer = client.post("/api/train/start", json=given)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["session_id"])


@pytest.fixture(scope="module")
def spiral_id(client: TestClient, workers: Any) -> str:
    """A spiral of two classes as a dataset."""
    workers.start()
    answer = client.post("/api/datasets/generate", json={"type": "spiral", "n_points": 240})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["dataset_id"])


@pytest.fixture(scope="module")
def finished_run(
    client: TestClient, spiral_id: str, finished: Callable[..., Any]
) -> dict[str, Any]:
    """A short run on the spiral, with its model."""
    session_id = start(
        client, algorithm_id="k_nearest_neighbors", dataset_id=spiral_id, target_column="label"
    )
    return dict(finished(session_id))


def test_a_finished_run_is_drawn_in_the_shape_that_clients_know(
    client: TestClient, finished_run: dict[str, Any]
) -> None:
    session_id = finished_run["session_id"]

    answer = client.get(f"/api/training/{session_id}/predictions?resolution=12")

    assert answer.status_code == 200, answer.text
    drawn = answer.json()
    points, boundary = drawn["points"], drawn["decision_boundary"]
    for name in ("x", "y", "true_labels", "predicted_labels", "colors"):
        assert len(points[name]) == 240
    for name in ("x", "y", "z"):
        assert [len(row) for row in boundary[name]] == [12] * 12
    assert min(points["x"]) - boundary["x"][0][0] == pytest.approx(1)
    assert set(points["colors"]) == {"#F4A460", "#4682B4"}
    right = [a == b for a, b in zip(points["true_labels"], points["predicted_labels"], strict=True)]
    assert drawn["accuracy"] == pytest.approx(sum(right) / 240)
    rows = [{"x": boundary["x"][3][7], "y": boundary["y"][3][7]}]
    said = client.post(f"/api/models/{drawn['model_id']}/predict", json={"rows": rows}).json()
    assert drawn["classes"][int(boundary["z"][3][7])] == said["predictions"][0]["prediction"]


def test_a_hundred_values_along_each_column_are_usual(
    client: TestClient, finished_run: dict[str, Any]
) -> None:
    boundary = client.get(f"/api/training/{finished_run['session_id']}/predictions").json()[
        "decision_boundary"
    ]

    assert (len(boundary["z"]), len(boundary["z"][0])) == (100, 100)


def test_a_model_is_drawn_by_its_own_id_and_that_of_its_run(
    client: TestClient, finished_run: dict[str, Any]
) -> None:
    by_run, by_model = (
        client.get(f"/api/predictions/visualize/{identity}?resolution=5").json()
        for identity in (finished_run["session_id"], finished_run["model_id"])
    )

    assert by_run["decision_boundary"] == by_model["decision_boundary"]
    assert by_run["session_id"] == finished_run["session_id"]
    assert by_model["model_id"] == finished_run["model_id"]


def test_rows_of_the_test_part_have_the_accuracy_of_the_run(
    client: TestClient, finished_run: dict[str, Any]
) -> None:
    session_id = finished_run["session_id"]
    metrics = client.get(f"/api/training/{session_id}/metrics").json()

    drawn = client.get(f"/api/training/{session_id}/predictions?part=test&resolution=2").json()

    assert drawn["accuracy"] == pytest.approx(metrics["overall_metrics"]["accuracy"])
    assert drawn["rows"]["total"] == metrics["split"]["test"]


def test_rows_of_another_table_are_drawn(
    client: TestClient, finished_run: dict[str, Any], upload: Callable[..., str]
) -> None:
    import pandas as pd

    other = upload(pd.DataFrame({"x": [0.5, -0.5], "y": [0.1, 0.2], "more": [1, 2]}), "other.csv")
    address = f"/api/training/{finished_run['session_id']}/predictions?resolution=2&dataset_id="

    drawn = client.get(address + other).json()

    assert drawn["dataset_id"] == other
    assert drawn["points"]["x"] == [0.5, -0.5]
    assert drawn["points"]["true_labels"] == [None, None]
    assert drawn["accuracy"] is None
    assert client.get(f"{address}ds_none").status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("resolution=1", 422, "resolution"),
        ("resolution=301", 422, "300"),
        ("x=colour", 400, "'x', 'y'; got 'colour'"),
        ("x=x&y=x", 400, "two columns"),
        ("part=other", 422, "part"),
        ("target=weight", 422, "target must be left out"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(
    client: TestClient, finished_run: dict[str, Any], query: str, status: int, told: str
) -> None:
    answer = client.get(f"/api/training/{finished_run['session_id']}/predictions?{query}")

    assert answer.status_code == status, answer.text
    assert told in answer.text


def test_a_run_of_one_column_of_numbers_says_why_it_is_not_drawn(
    client: TestClient, spiral_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(
        client,
        algorithm_id="logistic_regression",
        dataset_id=spiral_id,
        target_column="label",
        feature_columns=["x"],
    )
    assert finished(session_id)["status"] == "completed"

    answer = client.get(f"/api/training/{session_id}/predictions")

    assert (answer.status_code, answer.json()["code"]) == (409, "too_few_columns")


def test_a_model_that_makes_columns_is_not_drawn(
    client: TestClient, spiral_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(client, algorithm_id="pca", dataset_id=spiral_id, feature_columns=["x", "y"])
    finished(session_id)

    answer = client.get(f"/api/training/{session_id}/predictions")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_drawable")


def test_nobody_is_not_there(client: TestClient) -> None:
    assert client.get("/api/training/job_none/predictions").status_code == 404
    assert client.get("/api/predictions/visualize/none").status_code == 404


def hear(socket: Any, kind: str) -> dict[str, Any]:
    """Listen until a message of a kind comes."""
    while True:
        message: dict[str, Any] = socket.receive_json()
        if message["type"] == kind:
            return message
        assert message["type"] != "completed", "it ended before"


def test_a_run_is_drawn_while_it_learns_and_whoever_comes_later_gets_the_newest(
    client: TestClient, spiral_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(client, dataset_id=spiral_id, target_column="label", **LONG)

    with client.websocket_connect(f"{SOCKET}/ws/training/{session_id}") as early:
        first = hear(early, "visualization_update")
        second = hear(early, "visualization_update")
        with client.websocket_connect(f"{SOCKET}/ws/viz/{session_id}") as late:
            joined = late.receive_json()
        going = client.get(f"/api/training/{session_id}/predictions")
        early.send_json({"type": "stop"})
        heard = [early.receive_json()]
        while heard[-1]["type"] != "completed":
            heard.append(early.receive_json())
    finished(session_id)
    with client.websocket_connect(f"{SOCKET}/ws/viz/{session_id}") as after:
        last, end = after.receive_json(), after.receive_json()

    assert first["epoch"] % 5 == second["epoch"] % 5 == 0
    assert second["epoch"] > first["epoch"]
    assert {"train_loss", "val_loss"} <= set(second["metrics"])
    data = second["data"]
    shape = {(len(data["decision_boundary"][name]), len(data["decision_boundary"][name][0]))
             for name in ("x", "y", "z")}  # fmt: skip
    assert len(shape) == 1
    assert 0 <= data["accuracy"] <= 1
    assert set(data["points"]["colors"]) == {"#F4A460", "#4682B4"}
    assert joined["type"] == "visualization_update"
    assert joined["epoch"] >= second["epoch"]
    assert (going.status_code, going.json()["code"]) == (409, "not_finished")
    drawn = [message for message in heard if message["type"] == "visualization_update"]
    newest = drawn[-1] if drawn else second
    assert last["type"] == "visualization_update"
    assert (last["epoch"], last["data"]) == (newest["epoch"], newest["data"])
    assert end["type"] == "completed"
