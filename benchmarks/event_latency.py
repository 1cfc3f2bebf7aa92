"""From the worker's commit of an event to its arrival at a listener on the event socket.

Aim: 99 of 100 within 50 ms, also while other runs write in bulk. Server, worker and listener are on
one machine, so the event's own time and the listener's clock are the same clock. Two trainings tell
as fast as the product lets them, so that the hundredth part is more than a handful of events.
"""

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime

import httpx
from websockets.sync.client import connect

from benchmarks.measure import Result, Server, armillary, percentile, size
from benchmarks.work import start, upload

EVENTS = size(1_000, 10)
LONGEST_S = 180.0
TRAININGS = 2
HEADER = ",".join([*(f"x{i}" for i in range(6)), "y"])
ROWS = [",".join(str((row * (i + 3)) % (i + 7)) for i in range(7)) for row in range(3000)]
# Longer than anybody listens; stopped at the end.
PARAMS = {"epochs": 10_000, "hidden_layers": [8]}


def run() -> Iterator[Result]:
    """Listen to a training, first alone, then beside bulk writers."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=120) as client:
        dataset = upload(client, "t.csv", "\n".join([HEADER, *ROWS]).encode())
        sessions = [start(client, dataset, "y", "feedforward_nn", PARAMS) for _ in range(TRAININGS)]
        _listen(server, sessions, size(50, 2))
        alone = _listen(server, sessions, EVENTS)
        with _BulkWriters(server):
            beside = _listen(server, sessions, EVENTS)
        for session in sessions:
            client.post(f"/api/train/stop/{session}")
    yield _result("alone", alone)
    yield _result("beside bulk writers", beside)


def _listen(server: Server, sessions: list[str], count: int) -> list[float]:
    """Give the latencies in milliseconds of so many events."""
    latencies: list[float] = []
    topics = [{"topic": f"job:{session}"} for session in sessions]
    with connect(server.url.replace("http", "ws") + "/ws/events") as socket:
        socket.send(json.dumps({"type": "subscribe", "topics": topics}))
        deadline = time.monotonic() + LONGEST_S
        while len(latencies) < count and time.monotonic() < deadline:
            message = json.loads(socket.recv(timeout=LONGEST_S))
            if message["type"] == "event":
                sent = datetime.fromisoformat(message["time"]).timestamp()
                latencies.append(1000 * (time.time() - sent))
    return latencies


class _BulkWriters:
    """Two clients that log points as fast as they are answered."""

    def __init__(self, server: Server) -> None:
        self._url = server.url
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(2)]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        step = 0
        with httpx.Client(base_url=self._url, timeout=60) as client:
            session = client.post("/api/training", json={"name": "bulk"}).json()["session_id"]
            while not self._stop.is_set():
                points = [{"name": "m", "step": step + i, "value": 1.0} for i in range(1000)]
                client.post(f"/api/training/{session}/log", json={"points": points})
                step += len(points)


def _result(name: str, latencies: list[float]) -> Result:
    late = percentile(latencies, 0.99)
    note = f"{len(latencies)} events, p50 {percentile(latencies, 0.5):.1f} ms"
    return Result(f"event latency p99, {name}", late, "ms", "<= 50 ms", late <= 50, note=note)
