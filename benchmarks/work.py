"""What several benchmarks do with a server: upload a table, train on it."""

import time
from typing import Any

import httpx


def upload(client: httpx.Client, name: str, content: bytes) -> str:
    """Upload a table and give its id."""
    answer = client.post("/api/data/upload", files={"file": (name, content)})
    return str(answer.raise_for_status().json()["dataset_id"])


def start(
    client: httpx.Client, dataset: str, target: str, algorithm: str, params: dict[str, Any]
) -> str:
    """Start a training and give its session id."""
    body = {
        "dataset_id": dataset,
        "target_column": target,
        "algorithm_id": algorithm,
        "hyperparameters": params,
    }
    answer = client.post("/api/train/start", json=body)
    return str(answer.raise_for_status().json()["session_id"])


def finish(client: httpx.Client, session: str, *, every_s: float = 0.1) -> dict[str, Any]:
    """Wait until a training ends and give its results."""
    while client.get(f"/api/train/status/{session}").json()["status"] in {"queued", "running"}:
        time.sleep(every_s)
    results: dict[str, Any] = client.get(f"/api/train/results/{session}").raise_for_status().json()
    return results


def train(
    client: httpx.Client, dataset: str, target: str, algorithm: str, params: dict[str, Any]
) -> dict[str, Any]:
    """Train to the end and give the results."""
    return finish(client, start(client, dataset, target, algorithm, params))
