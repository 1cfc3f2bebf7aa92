"""From the worker's commit of an event to its arrival at a listener on the event socket.

Aim: 99 of 100 within 50 ms, also while other runs write in bulk. Server, worker and listener are on
one machine, so the event's own time and the listener's clock are the same clock. An event's time is
taken before it is committed, so what the disk needs is part of it: beside the result stands what a
bare durable write took in the same minute.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect

from benchmarks.measure import Result, Server, armillary, percentile, size
from benchmarks.work import start, upload

EVENTS = size(600, 10)
FIRST = size(50, 2)
LONGEST_S = 180.0
PROBE_EVERY_S = 0.2
HEADER = ",".join([*(f"x{i}" for i in range(6)), "y"])
ROWS = [",".join(str((row * (i + 3)) % (i + 7)) for i in range(7)) for row in range(3000)]
# Longer than anybody listens; stopped at the end.
PARAMS = {"epochs": 10_000, "hidden_layers": [8]}


@dataclass(frozen=True)
class Heard:
    """The latencies of events, and of bare durable writes meanwhile, in milliseconds."""

    events: list[float]
    writes: list[float]


def run() -> Iterator[Result]:
    """Listen to a training, first alone, then beside bulk writers."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=120) as client:
        dataset = upload(client, "t.csv", "\n".join([HEADER, *ROWS]).encode())
        session = start(client, dataset, "y", "feedforward_nn", PARAMS)
        alone = _listen(server, session)
        with _bulk_writers(server):
            beside = _listen(server, session)
        client.post(f"/api/train/stop/{session}")
    yield _result("alone", alone)
    yield _result("beside bulk writers", beside)


def _listen(server: Server, session: str) -> Heard:
    """Hear so many events; the first are not counted, when a training or a listener begins."""
    latencies: list[float] = []
    with _disk_probe(server) as writes, _connect(server) as socket:
        socket.send(json.dumps({"type": "subscribe", "topics": [{"topic": f"job:{session}"}]}))
        deadline = time.monotonic() + LONGEST_S
        while len(latencies) < FIRST + EVENTS and time.monotonic() < deadline:
            message = json.loads(socket.recv(timeout=LONGEST_S))
            if message["type"] == "event":
                sent = datetime.fromisoformat(message["time"]).timestamp()
                latencies.append(1000 * (time.time() - sent))
    return Heard(latencies[FIRST:], writes)


def _connect(server: Server) -> ClientConnection:
    return connect(server.url.replace("http", "ws") + "/ws/events")


@contextmanager
def _disk_probe(server: Server) -> Iterator[list[float]]:
    """Measure a few times a second how long a small write takes to be durable."""
    took: list[float] = []
    is_over = threading.Event()

    def measure() -> None:
        with (server.data_dir / "probe").open("ab", buffering=0) as file:
            while not is_over.wait(PROBE_EVERY_S):
                begin = time.perf_counter()
                file.write(bytes(4096))
                os.fdatasync(file.fileno())
                took.append(1000 * (time.perf_counter() - begin))

    thread = threading.Thread(target=measure)
    thread.start()
    try:
        yield took
    finally:
        is_over.set()
        thread.join()


@contextmanager
def _bulk_writers(server: Server) -> Iterator[None]:
    """Let two clients log points as fast as they are answered."""
    command = [sys.executable, str(Path(__file__).with_name("bulk_writer.py")), server.url]
    writers = [subprocess.Popen(command) for _ in range(2)]
    try:
        yield
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def _result(name: str, heard: Heard) -> Result:
    late = percentile(heard.events, 0.99)
    middle, write = percentile(heard.events, 0.5), percentile(heard.writes, 0.99)
    note = f"{len(heard.events)} events, p50 {middle:.1f} ms; bare durable write p99 {write:.1f} ms"
    return Result(f"event latency p99, {name}", late, "ms", "<= 50 ms", late <= 50, note=note)
