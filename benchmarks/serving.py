"""Sixty-four clients that ask a model about a row at a time, beside MLflow and LitServe.

All serve the same LightGBM model, read from its own file, and are asked in turns, several rounds
each, by clients that cost each of them the same. Aims: at least three times the requests a second
of each, at a p99 that is no greater. On a machine that others use too the clock says little, so
the same is said for a second of the server's processor time, of all its processes.
"""

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from benchmarks.load import Load, load, together
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
ROUNDS = size(3, 1)
SECONDS = size(3.0, 0.2)
WARM_S = size(2.0, 0.1)
ROW = {"a": 1, "b": 2, "c": 0}
BODIES = {
    "armillary": ("/api/models/bench@champion/predict", {"rows": [ROW]}),
    "mlflow": ("/invocations", {"dataframe_records": [ROW]}),
    "litserve": ("/predict", {"row": ROW}),
}
HEALTH = {"mlflow": "/ping", "litserve": "/health"}
_TRIES = 5
_WEIGHTS = "weights/model.lightgbm.txt"


def run() -> Iterator[Result]:
    """Measure ours beside the peers, with the model that ours has trained."""
    folder = Path(tempfile.mkdtemp(prefix="serving-bench-"))
    with ExitStack() as stack:
        ours = stack.enter_context(armillary())
        with httpx.Client(base_url=ours.url, timeout=120) as client:
            said = _prepare(client, folder)
        servers = {"armillary": ours}
        for peer in HEALTH:
            server = _open_peer(stack, peer, folder, said)
            if server is not None:
                servers[peer] = server
        loads = _loaded(servers)
    shutil.rmtree(folder, ignore_errors=True)
    yield from _results(loads)


def _loaded(servers: Mapping[str, Server]) -> dict[str, Load]:
    """Ask each in turns, so that what else the machine does falls on all of them alike."""
    for name, server in servers.items():
        _wake(name, server)
        _ask(name, server, WARM_S)
    rounds: dict[str, list[Load]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            rounds[name].append(_ask(name, server, SECONDS))
    return {name: together(each) for name, each in rounds.items()}


def _wake(name: str, server: Server) -> None:
    """Ask until there is an answer: ours lets go of models that nobody has asked for a while."""
    path, body = BODIES[name]
    for _ in range(_TRIES):
        if httpx.post(server.url + path, json=body, timeout=60).is_success:
            return
    raise RuntimeError(f"{name} gave no answer {_TRIES} times.")


def _ask(name: str, server: Server, seconds: float) -> Load:
    path, body = BODIES[name]
    return load(server, path, json.dumps(body).encode(), clients=CLIENTS, seconds=seconds)


def _results(loads: Mapping[str, Load]) -> Iterator[Result]:
    ours = loads["armillary"]
    note = f"the clients took {ours.client_ms:.2f} ms more"
    yield Result("requests a second, 64 clients", ours.rate, "req/s", "none", None)
    yield Result("p50 at 64 clients", percentile(ours.times_ms, 0.5), "ms", "none", None)
    yield Result("p99 at 64 clients", percentile(ours.times_ms, 0.99), "ms", "none", None)
    yield Result("processor time a request", ours.server_ms, "ms", "none", None, note=note)
    for peer in HEALTH:
        if peer not in loads:
            absent("serving", peer)
            continue
        theirs = loads[peer]
        yield _more("requests a second", peer, ours.rate, theirs.rate)
        yield _p99(peer, ours, theirs)
        each = (1000 / ours.server_ms, 1000 / theirs.server_ms)
        yield _more("requests a second of processor time", peer, *each)


def _more(name: str, peer: str, value: float, theirs: float) -> Result:
    note = f"{value / theirs:.1f}x, {CLIENTS} clients, {ROUNDS} rounds of {SECONDS:g} s"
    is_met = value >= 3 * theirs
    aim = f">= 3x {peer}"
    return Result(f"{name} beside {peer}", value, "req/s", aim, is_met, peer, theirs, note)


def _p99(peer: str, ours: Load, theirs: Load) -> Result:
    value, other = percentile(ours.times_ms, 0.99), percentile(theirs.times_ms, 0.99)
    return Result(f"p99 beside {peer}", value, "ms", f"<= {peer}", value <= other, peer, other)


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


def _open_peer(stack: ExitStack, peer: str, folder: Path, said: float) -> Server | None:
    """Start a peer, where it is installed; raises where it says something else than ours."""
    python = PEERS / "serving" / "bin" / "python"
    if SMOKE or not python.exists():
        return None
    server = stack.enter_context(_serving(peer, python, folder))
    path, body = BODIES[peer]
    answer = httpx.post(server.url + path, json=body, timeout=30).raise_for_status().json()
    theirs = answer["predictions"][0] if peer == "mlflow" else answer["probability"]
    if abs(theirs - said) > 1e-6:
        raise RuntimeError(f"{peer} says {theirs} where Armillary says {said}.")
    return server


@contextmanager
def _serving(peer: str, python: Path, folder: Path) -> Iterator[Server]:
    port = free_port()
    script = str(Path(__file__).with_name(f"serving_{peer}.py"))
    command = [str(python), script, str(folder / "model.txt"), str(port)]
    paths = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {**os.environ, "PATH": paths, "MLFLOW_DISABLE_TELEMETRY": "true"}
    own = folder / peer  # for its log
    own.mkdir()
    address = f"http://127.0.0.1:{port}"
    with running(command, address, own, variables, HEALTH[peer]) as server:
        yield server
