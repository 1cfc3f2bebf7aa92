"""Memory of the whole process tree: just started, and after heavy use has cooled down.

Aims: at most 200 MiB before the first table is opened, at most 320 MiB five minutes after heavy
use. ``BENCH_COOL_S`` shortens the five minutes for a quick look.
"""

import os
import time
from collections.abc import Iterator

import httpx
import psutil

from benchmarks.measure import Result, Server, armillary, memory_mib, size
from benchmarks.work import train, upload

COOL_S = size(float(os.environ.get("BENCH_COOL_S", "300")), 0.0)


def run() -> Iterator[Result]:
    """Measure the idle server, use it, wait, measure again."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=120) as client:
        client.get("/api/algorithms").raise_for_status()
        time.sleep(3)
        idle = _memory(server)
        yield Result("memory, just started", idle, "MiB", "<= 200 MiB", idle <= 200)
        _use(client)
        time.sleep(COOL_S)
        after = _memory(server)
        note = f"{COOL_S:g} s after imports, queries, trainings and predictions"
        is_met = after <= 320 if COOL_S >= 300 else None
        yield Result("memory, after heavy use", after, "MiB", "<= 320 MiB", is_met, note=note)


def _memory(server: Server) -> float:
    """Add up the server, its workers and its call hosts: all name the data folder."""
    mine = [process for process in psutil.process_iter() if _is_of(process, server)]
    return memory_mib(mine)


def _is_of(process: psutil.Process, server: Server) -> bool:
    try:
        return process.environ().get("ARMILLARY_DATA_DIR") == str(server.data_dir)
    except psutil.Error:
        return False


def _use(client: httpx.Client) -> None:
    lines = [f"{i % 97},{i % 89},{i % 83},{'yes' if i % 3 else 'no'}" for i in range(50_000)]
    dataset = upload(client, "t.csv", "\n".join(["a,b,c,y", *lines]).encode())
    for page in range(20):
        query = {"page": page, "sort_by": "b"}
        client.get(f"/api/data/preview/{dataset}", params=query).raise_for_status()
    client.get(f"/api/data/statistics/{dataset}").raise_for_status()
    for algorithm in ("random_forest", "lightgbm", "feedforward_nn"):
        model = train(client, dataset, "y", algorithm, {})["model_id"]
        body = {"rows": [{"a": 1, "b": 2, "c": 3}] * 100}
        client.post(f"/api/models/{model}/predict", json=body).raise_for_status()
