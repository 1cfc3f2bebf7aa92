"""Resident memory of the whole process tree: just started, and after heavy use has cooled down.

Aims: at most 200 MiB before the first table is opened, at most 320 MiB five minutes after heavy
use. ``BENCH_COOL_S`` shortens the five minutes for a quick look.
"""

import os
import time
from collections.abc import Iterator

import httpx
import psutil

from benchmarks.measure import Result, Server, armillary, size, tree_rss_mib
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
    """Add what runs in sessions of its own: workers and call hosts name their data folder."""
    mine = {server.process.pid}
    mine.update(child.pid for child in psutil.Process(server.process.pid).children(recursive=True))
    total = tree_rss_mib(server.process.pid)
    for process in psutil.process_iter(["pid", "environ"]):
        folder = (process.info["environ"] or {}).get("ARMILLARY_DATA_DIR")
        if folder == str(server.data_dir) and process.pid not in mine:
            total += process.memory_info().rss / 2**20
    return total


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
