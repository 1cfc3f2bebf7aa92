"""Sixty-four clients that ask a model about a row at a time, beside MLflow and LitServe.

All serve the same LightGBM model, read from its own file, one after the other in one run. Aims: at
least three times the requests a second of each, at a p99 that is no greater.
"""

import asyncio
import io
import json
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil

from benchmarks.measure import (
    PEERS,
    SMOKE,
    Result,
    Server,
    absent,
    armillary,
    free_port,
    percentile,
    running,
    size,
)
from benchmarks.predict import ROWS
from benchmarks.work import train, upload

CLIENTS = size(64, 4)
SECONDS = size(6.0, 0.2)
WARM_S = size(2.0, 0.1)
ROW = {"a": 1, "b": 2, "c": 0}
BODIES = {
    "armillary": ("/api/models/bench@champion/predict", {"rows": [ROW]}),
    "mlflow": ("/invocations", {"dataframe_records": [ROW]}),
    "litserve": ("/predict", {"row": ROW}),
}
HEALTH = {"mlflow": "/ping", "litserve": "/health"}
_WEIGHTS = "weights/model.lightgbm.txt"


@dataclass(frozen=True)
class Load:
    """What a server did under load."""

    rate: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    """Processor time of all of the server's processes for one request."""


def run() -> Iterator[Result]:
    """Measure ours, then the peers, with the model that ours has trained."""
    folder = Path(tempfile.mkdtemp(prefix="serving-bench-"))
    with armillary() as server:
        with httpx.Client(base_url=server.url, timeout=120) as client:
            said = _prepare(client, folder)
        ours = _loaded("armillary", server)
    yield Result("requests a second, 64 clients", ours.rate, "req/s", "none", None)
    yield Result("p50 at 64 clients", ours.p50_ms, "ms", "none", None)
    yield Result("p99 at 64 clients", ours.p99_ms, "ms", "none", None)
    for peer in HEALTH:
        theirs = _peer(peer, folder, said)
        if theirs is None:
            absent("serving", peer)
            continue
        yield _result("requests a second", ours.rate, peer, theirs.rate, "req/s", 3.0)
        yield _result("p99", ours.p99_ms, peer, theirs.p99_ms, "ms", 1.0)
        # On a machine that others use too this says more than the clock does.
        name = "processor time a request"
        yield _result(name, ours.cpu_ms, peer, theirs.cpu_ms, "ms", 1.0)
    shutil.rmtree(folder, ignore_errors=True)


def _result(name: str, value: float, peer: str, theirs: float, unit: str, factor: float) -> Result:
    is_rate = unit == "req/s"
    aim = f">= {factor:g}x {peer}" if is_rate else f"<= {peer}"
    is_met = value >= factor * theirs if is_rate else value <= factor * theirs
    note = f"{value / theirs:.1f}x, {CLIENTS} clients for {SECONDS:g} s"
    return Result(f"{name} beside {peer}", value, unit, aim, is_met, peer, theirs, note)


def _prepare(client: httpx.Client, folder: Path) -> float:
    """Train a model, name it, and take its file along; gives what it says of the row."""
    dataset = upload(client, "t.csv", ROWS.encode())
    model = train(client, dataset, "y", "lightgbm", {})["model_id"]
    client.post(f"/api/models/{model}/register", json={"name": "bench"}).raise_for_status()
    address = "/api/models/registry/bench/aliases/champion"
    client.put(address, json={"model_id": model}).raise_for_status()
    bundle = client.get(f"/api/models/{model}/download").raise_for_status().content
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        (folder / "model.txt").write_bytes(archive.read(_WEIGHTS))
    path, body = BODIES["armillary"]
    (said,) = client.post(path, json=body).raise_for_status().json()["predictions"]
    return float(said["probabilities"]["yes"])


def _peer(peer: str, folder: Path, said: float) -> Load | None:
    """Measure a peer; raises where it says something else than ours."""
    python = PEERS / "serving" / "bin" / "python"
    if SMOKE or not python.exists():
        return None
    with _serving(peer, python, folder) as server:
        path, body = BODIES[peer]
        answer = httpx.post(server.url + path, json=body, timeout=30).raise_for_status().json()
        theirs = answer["predictions"][0] if peer == "mlflow" else answer["probability"]
        if abs(theirs - said) > 1e-6:
            raise RuntimeError(f"{peer} says {theirs} where Armillary says {said}.")
        return _loaded(peer, server)


@contextmanager
def _serving(peer: str, python: Path, folder: Path) -> Iterator[Server]:
    port = free_port()
    script = str(Path(__file__).with_name(f"serving_{peer}.py"))
    command = [str(python), script, str(folder / "model.txt"), str(port)]
    paths = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": paths, "MLFLOW_DISABLE_TELEMETRY": "true"}
    address = f"http://127.0.0.1:{port}"
    with running(command, address, folder, variables, HEALTH[peer]) as server:
        yield server


def _loaded(name: str, server: Server) -> Load:
    path, body = BODIES[name]
    asyncio.run(_load(server.url, path, body, WARM_S))
    before = _processor_s(server)
    times, seconds = asyncio.run(_load(server.url, path, body, SECONDS))
    used = 1000 * (_processor_s(server) - before) / len(times)
    rate = len(times) / seconds
    return Load(rate, percentile(times, 0.5), percentile(times, 0.99), used)


def _processor_s(server: Server) -> float:
    """Give the processor time that a server and all its processes have used so far."""
    root = psutil.Process(server.process.pid)
    return sum(
        times.user + times.system
        for times in (one.cpu_times() for one in [root, *root.children(recursive=True)])
    )


async def _load(url: str, path: str, body: object, seconds: float) -> tuple[list[float], float]:
    """Ask with all clients at once until time is over; gives milliseconds of each answer."""
    parts = urlsplit(url)
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data
    times: list[float] = []
    begin = time.perf_counter()
    end = begin + seconds
    host, port = parts.hostname or "", parts.port or 80
    await asyncio.gather(*(_ask(host, port, request, end, times) for _ in range(CLIENTS)))
    return times, time.perf_counter() - begin


async def _ask(host: str, port: int, request: bytes, end: float, times: list[float]) -> None:
    """Ask again and again on one connection; plain sockets, so that the clients cost little."""
    reader, writer = await asyncio.open_connection(host, port)
    while (begin := time.perf_counter()) < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"answered {head[:60]!r}")
        await reader.readexactly(_length(head))
        times.append(1000 * (time.perf_counter() - begin))
    writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise RuntimeError(f"an answer without a length: {head!r}")
