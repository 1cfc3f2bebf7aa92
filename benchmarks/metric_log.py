"""Logging metric points over HTTP, each answered after it is durable, beside MLflow.

Aim on one connection: one point a call at least 15 times MLflow's `log-metric` calls a second,
100 points a call at least 500 times its points a second.
"""

import time
from collections.abc import Iterator

import httpx

from benchmarks.measure import Result, absent, armillary, mlflow, size

SECONDS = size(4.0, 0.2)
BATCH = 100


def run() -> Iterator[Result]:
    """Measure both servers in one run."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=60) as client:
        session = client.post("/api/training", json={"name": "bench"}).json()["session_id"]
        address = f"/api/training/{session}/log"
        single = _rate(client, address, _point)
        batched = _rate(client, address, lambda step: {"points": _points(step)}) * BATCH
    peer = _mlflow_rate()
    if peer is None:
        absent("metric_log", "mlflow")
    yield _result("one point a call", single, peer, 15)
    yield _result("100 points a call", batched, peer, 500)


def _point(step: int) -> dict[str, object]:
    return {"name": "loss", "step": step, "value": 1.0 / (step + 1)}


def _points(step: int) -> list[dict[str, object]]:
    return [_point(step * BATCH + place) for place in range(BATCH)]


def _rate(client: httpx.Client, address: str, make_body: object) -> float:
    assert callable(make_body)
    step, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        client.post(address, json=make_body(step)).raise_for_status()
        step += 1
    return step / (time.perf_counter() - begin)


def _mlflow_rate() -> float | None:
    with mlflow() as server:
        if server is None:
            return None
        with httpx.Client(base_url=server.url + "/api/2.0/mlflow", timeout=120) as client:
            made = client.post("/runs/create", json={"experiment_id": "0"}).json()
            run_id = made["run"]["info"]["run_id"]
            return _rate(client, "/runs/log-metric", lambda step: _mlflow_point(run_id, step))


def _mlflow_point(run_id: str, step: int) -> dict[str, object]:
    now = int(time.time() * 1000)
    return {"run_id": run_id, "key": "loss", "value": 1.0, "timestamp": now, "step": step}


def _result(name: str, value: float, peer: float | None, factor: int) -> Result:
    return Result(
        f"metric log, {name}",
        value,
        "points/s",
        f">= {factor}x MLflow",
        None if peer is None else value >= factor * peer,
        "MLflow log-metric",
        peer,
        "" if peer is None else f"{value / peer:.0f}x",
    )
