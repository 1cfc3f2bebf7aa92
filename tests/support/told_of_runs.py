"""What the API tells of runs, and what a training here says to compare with it."""

import io
import json
import zipfile
from typing import Any

from fastapi.testclient import TestClient

from armillary.learning.contract import SetParam, Task
from armillary.learning.fit import fit

# Slow enough to be steered, quick to end: small steps of a small network.
SLOW = {"epochs": 120, "batch_size": 16, "learning_rate": 0.001, "hidden_layers": [8]}


def curve(client: TestClient, session_id: str, name: str = "train_loss") -> dict[int, float]:
    series = client.get(f"/api/training/{session_id}/points").json()["series"][name]
    return dict(zip(series["steps"], series["values"], strict=True))


def course(client: TestClient, session_id: str) -> dict[str, Any]:
    """Give which values held from which step on, as the run's model keeps it."""
    model_id = client.get(f"/api/train/results/{session_id}").json()["model_id"]
    bundle = client.get(f"/api/models/{model_id}/download?format=bundle")
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        held: dict[str, Any] = json.loads(archive.read("manifest.json"))["course"]
    return held


def result(client: TestClient, session_id: str) -> dict[str, Any]:
    metrics = client.get(f"/api/train/results/{session_id}").json()["metrics"]
    assert metrics
    return dict(metrics)


def changed_at(table: Any, step: int, learning_rate: float) -> dict[int, float]:
    """Give the curve of a training that never died, its learning rate changed at a step."""
    found, control = {}, None
    running = fit(table, Task("classification", "diagnosis"), "feedforward_nn", SLOW, seed=0)
    while not (look := running.send(control)).final:
        is_then = look.step == step and look.metrics
        control = SetParam("learning_rate", learning_rate) if is_then else None
        found[look.step] = look.metrics["train_loss"]
    return found
