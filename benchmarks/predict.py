"""One row through a stored model over HTTP, one request after the other.

Aim: half of the answers come within 5 ms.
"""

import time
from collections.abc import Iterator

import httpx

from benchmarks.measure import Result, armillary, percentile, size
from benchmarks.work import train, upload

CALLS = size(400, 5)
ROWS = "a,b,c,y\n" + "\n".join(
    f"{i % 7},{i % 5},{i % 3},{['no', 'yes'][i % 2]}" for i in range(400)
)


def run() -> Iterator[Result]:
    """Measure a LightGBM model."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=120) as client:
        dataset = upload(client, "t.csv", ROWS.encode())
        model = train(client, dataset, "y", "lightgbm", {})["model_id"]
        address, body = f"/api/models/{model}/predict", {"rows": [{"a": 1, "b": 2, "c": 0}]}
        for _ in range(50):
            client.post(address, json=body).raise_for_status()
        times = [_milliseconds(client, address, body) for _ in range(CALLS)]
    middle, late = percentile(times, 0.5), percentile(times, 0.99)
    yield Result(
        "predict one row, p50", middle, "ms", "<= 5 ms", middle <= 5, note=f"{CALLS} calls"
    )
    yield Result("predict one row, p99", late, "ms", "none", None)


def _milliseconds(client: httpx.Client, address: str, body: object) -> float:
    begin = time.perf_counter()
    client.post(address, json=body).raise_for_status()
    return 1000 * (time.perf_counter() - begin)
